package org.belfry.pbx.routing.cpl;

import java.time.Duration;

/** How large a script may be and how long it may think. Each is refused with a sentence. */
final class CplLimits {
  static final int BYTES = 64 * 1024;
  static final int DEPTH = 32;
  static final int NODES = 500;

  /** Nodes when every subaction is written out where it is used, once for each way to get there. */
  static final int EXPANDED = 10_000;

  /** Values in one list of a recurrence. */
  static final int LIST = 400;

  /** Occurrences that are counted one by one when the script is read. */
  static final int COUNT = 10_000;

  /** Days and times that are looked at for that, in one script: a lane waits for it. */
  static final int COUNTING = 50_000;

  /** Cases, days, and times of a day that are looked at while one call is planned. */
  static final int STEPS = 20_000;

  /** Sentences of one explanation. */
  static final int REASONS = 200;

  /** How long one occurrence of something that recurs may last. */
  static final Duration OCCURRENCE = Duration.ofDays(366);

  /** The same for what recurs every few seconds or minutes. */
  static final Duration SHORT_OCCURRENCE = Duration.ofDays(1);

  /** How long a proxy rings when the script says nothing and does not ask for no answer. */
  static final Duration RINGS = Duration.ofMinutes(3);

  /** When it asks for no answer (RFC 3880 §6.1). */
  static final Duration RINGS_BEFORE_NO_ANSWER = Duration.ofSeconds(20);

  /** The longest that a script can make a phone ring. */
  static final Duration RINGS_AT_MOST = Duration.ofMinutes(10);

  private CplLimits() {}
}
