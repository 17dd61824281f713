package org.belfry.webui.softphone;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;

/** Everybody else, each with a lamp. */
public final class Colleagues {
  private final UserAdmin users;
  private final CallMonitor monitor;

  public Colleagues(UserAdmin users, CallMonitor monitor) {
    this.users = users;
    this.monitor = monitor;
  }

  /** What somebody is doing, as far as the phones tell. */
  public enum Lamp {
    FREE,
    RINGING,
    TALKING,
    /** No phone is registered. */
    AWAY
  }

  public record Colleague(String extension, String name, Lamp lamp) {}

  /**
   * All but one, in the order of the directory.
   *
   * @param extension of the one who asks
   * @param wanted part of a name in any case, or how an extension begins; empty for all
   */
  public Stream<Colleague> of(String extension, String wanted) {
    Set<String> talking = new HashSet<>();
    Set<String> ringing = new HashSet<>();
    for (LiveCallView call : monitor.liveCalls()) {
      talking.add(call.caller());
      (call.state() == LiveCallState.ANSWERED ? talking : ringing).add(call.callee());
    }
    String part = wanted.strip().toLowerCase(Locale.ROOT);
    return users.users().stream()
        .filter(user -> !user.extension().equals(extension))
        .filter(user ->
            user.extension().startsWith(part)
                || user.name().toLowerCase(Locale.ROOT).contains(part))
        .map(user -> new Colleague(user.extension(), user.name(), lamp(user, talking, ringing)));
  }

  private static Lamp lamp(UserView user, Set<String> talking, Set<String> ringing) {
    if (talking.contains(user.extension())) {
      return Lamp.TALKING;
    }
    if (ringing.contains(user.extension())) {
      return Lamp.RINGING;
    }
    return user.registeredDevices() > 0 ? Lamp.FREE : Lamp.AWAY;
  }
}
