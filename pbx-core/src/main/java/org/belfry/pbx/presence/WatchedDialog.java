package org.belfry.pbx.presence;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One dialog of a watched AOR, as its user's phone has it (RFC 4235 §4.1.2): local is the watched
 * side.
 *
 * @param key tells it from other dialogs of the AOR for as long as it lives
 * @param callId empty for a lamp that is no call
 * @param localTag null while there is none
 * @param remoteTag null while there is none
 * @param remote who is at the other end, or null when there is nobody
 * @param since when it came into this state
 */
public record WatchedDialog(
    String key,
    String callId,
    @Nullable String localTag,
    @Nullable String remoteTag,
    Direction direction,
    State state,
    @Nullable Party remote,
    Instant since) {

  /** Who began it. */
  public enum Direction {
    INITIATOR,
    RECIPIENT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** RFC 4235 §3.7.1. */
  public enum State {
    TRYING,
    PROCEEDING,
    EARLY,
    CONFIRMED,
    TERMINATED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Somebody at an end of a dialog.
   *
   * @param uri who it is, and where a request reaches it
   */
  public record Party(String uri, @Nullable String display) {
    /** Somebody who does not want to be known (RFC 3323 §4.1.1.3). */
    public static final Party ANONYMOUS = new Party("sip:anonymous@anonymous.invalid", "Anonymous");
  }

  /** A lamp that is on and is no call: a night switch, for example. */
  public static WatchedDialog lamp(String name, Instant since) {
    return new WatchedDialog(
        name, "", null, null, Direction.RECIPIENT, State.CONFIRMED, null, since);
  }

  /** True while the phone of the watched side rings. */
  public boolean rings() {
    return direction == Direction.RECIPIENT && state == State.EARLY;
  }

  /** As those see it who may not take its place: RFC 4235 §4.1.2 leaves the tags to us. */
  public WatchedDialog withoutTags() {
    return new WatchedDialog(key, callId, null, null, direction, state, remote, since);
  }

  WatchedDialog in(State next) {
    return new WatchedDialog(key, callId, localTag, remoteTag, direction, next, remote, since);
  }
}
