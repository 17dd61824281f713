package org.belfry.pbx.app.conference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who a PIN makes of a caller, and lets nobody guess: after {@value #FAILURES_MAX} wrong ones
 * for a room, no PIN of it counts for a quarter of an hour.
 */
final class PinGuard {
  static final int FAILURES_MAX = 20;
  static final Duration CLOSED = Duration.ofMinutes(15);

  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final Map<String, Failures> failures = new ConcurrentHashMap<>();

  private record Failures(int count, Instant since) {}

  /** What a PIN makes of a caller. */
  enum Verdict {
    MODERATOR,
    PARTICIPANT,
    WRONG
  }

  Verdict judge(ConferenceRoom room, String given, @Nullable String caller, Instant now) {
    Failures before = failures.get(room.name());
    boolean closed =
        before != null && before.count >= FAILURES_MAX && now.isBefore(before.since.plus(CLOSED));
    if (!closed) {
      if (same(room.moderatorPin(), given)) {
        return Verdict.MODERATOR;
      }
      if (room.pin() == null ? given.isEmpty() : same(room.pin(), given)) {
        return Verdict.PARTICIPANT;
      }
    }
    failures.compute(
        room.name(),
        (name, f) ->
            f == null || !now.isBefore(f.since.plus(CLOSED))
                ? new Failures(1, now)
                : new Failures(f.count + 1, f.since));
    AUDIT.warn(
        "conference pin wrong room={} caller={}{}",
        room.name(),
        caller == null ? "hidden" : caller.replaceAll("[^+0-9A-Za-z._-]", "?"),
        closed ? " (the room is closed to guessing)" : "");
    return Verdict.WRONG;
  }

  /** Takes the same time wherever they differ. */
  private static boolean same(@Nullable String wanted, String given) {
    return wanted != null
        && MessageDigest.isEqual(
            wanted.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
  }
}
