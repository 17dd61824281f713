package org.belfry.pbx.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * By which numbers an emergency centre may call back, and whom: the last who called it from there.
 * For any thread; forgets after half an hour.
 */
public final class EmergencyCallbacks {
  /** How long a call back is one. */
  public static final Duration TIME = Duration.ofMinutes(30);

  private static final int NUMBERS_MAX = 10_000;

  private final Map<String, Callback> known = new ConcurrentHashMap<>();

  private record Callback(String extension, Instant until) {}

  /** Somebody calls an emergency number, which sees this number. */
  public void called(String number, String extension, Instant now) {
    known.values().removeIf(each -> !each.until().isAfter(now));
    if (known.size() < NUMBERS_MAX || known.containsKey(number)) {
      known.put(number, new Callback(extension, now.plus(TIME)));
    }
  }

  /** The extension of who is called back by this number, or null. */
  public @Nullable String caller(String number, Instant now) {
    Callback callback = known.get(number);
    return callback == null || !callback.until().isAfter(now) ? null : callback.extension();
  }
}
