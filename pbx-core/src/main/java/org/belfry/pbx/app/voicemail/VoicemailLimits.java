package org.belfry.pbx.app.voicemail;

import java.time.Duration;

/**
 * @param longest message
 * @param shortest what is shorter, without silence at its ends, is no message
 */
public record VoicemailLimits(Duration longest, Duration shortest) {
  public static final VoicemailLimits DEFAULT =
      new VoicemailLimits(Duration.ofMinutes(5), Duration.ofSeconds(2));

  /** So much silence ends a recording. */
  static final Duration SILENCE = Duration.ofSeconds(6);

  /** How often somebody is asked the same thing. */
  static final int TRIES = 3;
}
