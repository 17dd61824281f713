package org.belfry.webui.softphone;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Everybody, each with a lamp. Looked at once after each change, for all pages that show it: a
 * hundred of them ask at the same moment.
 */
@Component
public class Colleagues implements AutoCloseable {
  private final UserAdmin users;
  private final CallMonitor monitor;
  private final LiveUpdates.Subscription subscription;
  private final AtomicInteger changes = new AtomicInteger();
  private volatile @Nullable Seen seen;

  /** Everybody as after so many changes, or later. */
  private record Seen(int changes, List<Colleague> all) {}

  public Colleagues(UserAdmin users, CallMonitor monitor, LiveUpdates updates) {
    this.users = users;
    this.monitor = monitor;
    // Before any page's: whoever is told after us sees what has changed.
    this.subscription = updates.onChange(changes::incrementAndGet);
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
    String part = wanted.strip().toLowerCase(Locale.ROOT);
    Stream<Colleague> others = all().stream().filter(each -> !each.extension().equals(extension));
    return part.isEmpty()
        ? others
        : others.filter(each ->
            each.extension().startsWith(part)
                || each.name().toLowerCase(Locale.ROOT).contains(part));
  }

  private List<Colleague> all() {
    int now = changes.get();
    Seen known = seen;
    if (known == null || known.changes() != now) {
      known = new Seen(now, look());
      seen = known;
    }
    return known.all();
  }

  private List<Colleague> look() {
    Set<String> talking = new HashSet<>();
    Set<String> ringing = new HashSet<>();
    for (LiveCallView call : monitor.liveCalls()) {
      talking.add(call.caller());
      (call.state() == LiveCallState.ANSWERED ? talking : ringing).add(call.callee());
    }
    return users.users().stream()
        .map(user -> new Colleague(user.extension(), user.name(), lamp(user, talking, ringing)))
        .toList();
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

  @Override
  public void close() {
    subscription.close();
  }
}
