package org.belfry.pbx.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Access to the machine by SSH, on the image: off unless an owner switches it on, for a time. */
public interface SshAdmin {
  int HOURS_MIN = 1;
  int HOURS_MAX = 24;

  SshView ssh();

  /**
   * Lets one key in as {@code owner}, on port 22, until the time is over; a key of before is out.
   *
   * @throws InvalidCommand naming {@code key}, {@code hours}, or {@code role} for anybody but an
   *     owner or on a machine without
   */
  SshView switchOn(SwitchOn command);

  /**
   * Ends it at once, with all sessions.
   *
   * @throws InvalidCommand naming {@code role} on a machine without
   */
  SshView switchOff();

  /**
   * @param key a public key as {@code ssh-keygen} writes it: kind, key and perhaps a comment
   * @param hours {@value #HOURS_MIN} to {@value #HOURS_MAX}
   */
  record SwitchOn(@Nullable String key, @Nullable Integer hours) {}

  /** How it is. */
  enum SshState {
    /** Not a machine whose SSH is Belfry's: it is set there. */
    ELSEWHERE,
    OFF,
    /** The host was asked, and has not answered yet. */
    ASKED,
    ON,
    /** The host did not take what it was asked for. */
    REFUSED
  }

  /**
   * @param until null unless {@link SshState#ON}
   * @param fingerprint of the key that is let in; null unless {@link SshState#ON}
   * @param hostFingerprint by which who comes in knows the machine; null unless {@link SshState#ON}
   */
  record SshView(
      SshState state,
      @Nullable Instant until,
      @Nullable String fingerprint,
      @Nullable String hostFingerprint) {}
}
