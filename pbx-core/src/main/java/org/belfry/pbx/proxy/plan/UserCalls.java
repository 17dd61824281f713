package org.belfry.pbx.proxy.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.presence.StateSource;
import org.belfry.pbx.presence.WatchedDialog;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.EmergencyCallbacks;
import org.belfry.pbx.routing.LiveState;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * Who of our users is in how many calls, and what groups remember. Written by the lanes, read by
 * anybody; as large as there are users, groups and calls.
 */
public final class UserCalls implements LiveState, StateSource {
  private final Location location;
  private final Supplier<Directory> directory;
  private final EmergencyCallbacks emergencyCallbacks;
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final Map<String, List<String>> users = new ConcurrentHashMap<>();
  private final Map<String, Instant> talked = new ConcurrentHashMap<>();
  private final Map<String, String> rung = new ConcurrentHashMap<>();

  /** The group that a call rings for, by Call-ID. */
  private final Map<String, GroupCall> ringing = new ConcurrentHashMap<>();

  private volatile Consumer<String> changed = group -> {};

  private record GroupCall(String group, WatchedDialog dialog) {}

  public UserCalls(
      Location location, Supplier<Directory> directory, EmergencyCallbacks emergencyCallbacks) {
    this.location = location;
    this.directory = directory;
    this.emergencyCallbacks = emergencyCallbacks;
  }

  /**
   * Somebody calls an emergency number. A number that many share is none to call back by, unless
   * the site has said so.
   */
  public void emergency(CallPlan.SideNote.Emergency call, Instant now) {
    User user = directory.get().user(call.extension());
    EmergencyLocation place = call.where().location();
    if (call.test() || user == null) {
      return;
    }
    if (place != null && place.callbackNumber() != null) {
      emergencyCallbacks.called(place.callbackNumber(), user.extension(), now);
    }
    String own = user.settings().outsideNumber();
    if (own != null && !own.equals(directory.get().dialPlan().mainNumber())) {
      emergencyCallbacks.called(own, user.extension(), now);
    }
  }

  @Override
  public @Nullable String emergencyCaller(String number, Instant at) {
    return emergencyCallbacks.caller(number, at);
  }

  /** A user is in a call from now on: has dialled, or answered. */
  public void enters(String extension, String callId) {
    List<String> in = users.get(callId);
    if (in != null && in.contains(extension)) {
      return;
    }
    List<String> all = new ArrayList<>(2);
    if (in != null) {
      all.addAll(in);
    }
    all.add(extension);
    users.put(callId, all);
    calls.merge(extension, 1, Integer::sum);
  }

  /** A call is over. */
  public void over(String callId, Instant now) {
    ringsNoMore(callId);
    List<String> in = users.remove(callId);
    if (in == null) {
      return;
    }
    for (String extension : in) {
      calls.computeIfPresent(extension, (e, count) -> count == 1 ? null : count - 1);
      talked.put(extension, now);
    }
  }

  /**
   * @param its told of groups whose lamp has changed, on any thread; returns at once
   */
  public void tell(Consumer<String> its) {
    changed = its;
  }

  /**
   * A group is rung.
   *
   * @param extension who first
   * @param caller as the group may see it
   */
  public void rings(String group, String extension, String callId, Party caller, Instant now) {
    rung.put(group, extension);
    WatchedDialog dialog =
        new WatchedDialog(
            callId,
            callId,
            null,
            null,
            WatchedDialog.Direction.RECIPIENT,
            WatchedDialog.State.EARLY,
            caller,
            now);
    GroupCall before = ringing.put(callId, new GroupCall(group, dialog));
    if (before == null) {
      changed.accept(group);
    } else if (!before.group().equals(group)) {
      changed.accept(before.group());
      changed.accept(group);
    }
  }

  /** The call rings for no group any more. */
  public void ringsNoMore(String callId) {
    GroupCall before = ringing.remove(callId);
    if (before != null) {
      changed.accept(before.group());
    }
  }

  /** Groups are lit while somebody calls them. */
  @Override
  public boolean knows(String name) {
    return directory.get().dialPlan().groups().containsKey(name);
  }

  @Override
  public List<WatchedDialog> dialogs(String name) {
    List<WatchedDialog> all = new ArrayList<>();
    for (GroupCall each : ringing.values()) {
      if (each.group().equals(name)) {
        all.add(each.dialog());
      }
    }
    return all;
  }

  @Override
  public int calls(String extension) {
    return calls.getOrDefault(extension, 0);
  }

  @Override
  public boolean registered(String extension) {
    return !location.table(new Aor(extension, directory.get().domain())).bindings().isEmpty();
  }

  /** What phones of this user that are registered from there call themselves. */
  public List<String> devicesAt(Aor aor, Hop from, Instant now) {
    List<String> names = new ArrayList<>();
    for (Binding each : location.live(aor, now)) {
      if (each.hop().remote().equals(from.remote())) {
        Stream.of(each.userAgent(), each.instance()).filter(Objects::nonNull).forEach(names::add);
      }
    }
    return names;
  }

  @Override
  public @Nullable String lastRung(String group) {
    return rung.get(group);
  }

  @Override
  public @Nullable Instant lastTalked(String extension) {
    return talked.get(extension);
  }
}
