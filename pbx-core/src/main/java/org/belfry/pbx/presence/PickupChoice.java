package org.belfry.pbx.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/**
 * Which ringing call somebody gets who picks up, or why none. Of several the one that has rung
 * longest. Nobody picks up a call of his own making: who calls a colleague hears it ring.
 */
public sealed interface PickupChoice {

  /**
   * This one.
   *
   * @param aor whose phone rings
   * @param dialog the early dialog to take: its Call-ID, its local tag (the ringing phone) and its
   *     remote tag (the caller), as Replaces would name it to the caller (RFC 3891 §3)
   */
  record Take(Aor aor, WatchedDialog dialog) implements PickupChoice {}

  /** None. */
  enum None implements PickupChoice {
    /** No phone rings that could be answered from elsewhere. */
    NOTHING_RINGS,
    /** Who picks up is in no pickup group. */
    NO_GROUP,
    /** The colleague is in a pickup group of others. */
    OTHER_GROUP,
    /** There is no such extension. */
    NOBODY
  }

  /**
   * Picks up at one extension ({@code *8} and the number). A colleague without a pickup group may
   * be helped by everybody.
   *
   * @param extension or an alias
   */
  static PickupChoice directed(
      User picker, String extension, Directory directory, LiveDialogs live) {
    User colleague = directory.user(extension);
    if (colleague == null) {
      return None.NOBODY;
    }
    String group = colleague.settings().pickupGroup();
    if (group != null && !group.equals(picker.settings().pickupGroup())) {
      return None.OTHER_GROUP;
    }
    return first(picker, List.of(colleague), directory, live);
  }

  /** Picks up a call of the own group ({@code *8}). */
  static PickupChoice ofGroup(User picker, Directory directory, LiveDialogs live) {
    String group = picker.settings().pickupGroup();
    if (group == null) {
      return None.NO_GROUP;
    }
    Map<String, User> members = new TreeMap<>(); // who has aliases is there several times
    for (User user : directory.users().values()) {
      if (group.equals(user.settings().pickupGroup())) {
        members.put(user.extension(), user);
      }
    }
    return first(picker, List.copyOf(members.values()), directory, live);
  }

  /**
   * Picks up a call at a ring group's number: that of a member whom the picker may help, or of any
   * when the picker is a member.
   */
  static PickupChoice ofRingGroup(
      User picker, RingGroup group, Directory directory, LiveDialogs live) {
    boolean member =
        group.members().stream().anyMatch(m -> m.extension().equals(picker.extension()));
    String own = picker.settings().pickupGroup();
    List<User> colleagues = new ArrayList<>();
    for (RingGroup.Member each : group.members()) {
      User user = directory.user(each.extension());
      String its = user == null ? null : user.settings().pickupGroup();
      if (user != null && (member || its == null || its.equals(own))) {
        colleagues.add(user);
      }
    }
    return colleagues.isEmpty() ? None.OTHER_GROUP : first(picker, colleagues, directory, live);
  }

  /**
   * Picks up a call that is named, as lamp keys do (RFC 3891 §3).
   *
   * @return null when no phone of ours rings with it
   */
  static @Nullable PickupChoice named(
      User picker, String callId, Directory directory, LiveDialogs live) {
    LiveDialogs.Ringing ringing = live.ringing(callId);
    if (ringing == null) {
      return null;
    }
    PickupChoice choice = directed(picker, ringing.aor().user(), directory, live);
    return choice instanceof Take ? new Take(ringing.aor(), ringing.dialog()) : choice;
  }

  private static PickupChoice first(
      User picker, List<User> colleagues, Directory directory, LiveDialogs live) {
    List<WatchedDialog> own = live.of(aor(picker, directory));
    @Nullable Take best = null;
    for (User colleague : colleagues) {
      Aor aor = aor(colleague, directory);
      for (WatchedDialog dialog : live.of(aor)) {
        boolean can = dialog.rings() && dialog.localTag() != null && dialog.remoteTag() != null;
        if (can && !began(own, dialog.callId())) {
          Take take = new Take(aor, dialog);
          best = best == null || dialog.since().isBefore(best.dialog().since()) ? take : best;
        }
      }
    }
    return best == null ? None.NOTHING_RINGS : best;
  }

  private static boolean began(List<WatchedDialog> own, String callId) {
    for (WatchedDialog each : own) {
      if (each.direction() == WatchedDialog.Direction.INITIATOR && each.callId().equals(callId)) {
        return true;
      }
    }
    return false;
  }

  private static Aor aor(User user, Directory directory) {
    return new Aor(user.extension(), directory.domain());
  }
}
