package org.belfry.appliance.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many mails scripts of a user write: their owner chooses addressee and words, and anybody who
 * calls has them sent. For any thread; as large as there are users.
 */
final class ScriptRate {
  static final int MAX = 30;
  static final Duration TIME = Duration.ofHours(1);

  private final Map<String, Sent> all = new ConcurrentHashMap<>();

  private record Sent(int count, Instant since) {}

  /** Counts a mail of this user's. */
  Verdict counted(String extension, Instant now) {
    Sent sent =
        all.merge(
            extension,
            new Sent(1, now),
            (before, first) ->
                now.isBefore(before.since.plus(TIME))
                    ? new Sent(Math.min(before.count, MAX + 1) + 1, before.since)
                    : first);
    return sent.count <= MAX
        ? Verdict.GOES
        : sent.count == MAX + 1 ? Verdict.FIRST_TOO_MANY : Verdict.TOO_MANY;
  }

  enum Verdict {
    GOES,
    /** Worth a line in the log. */
    FIRST_TOO_MANY,
    TOO_MANY
  }
}
