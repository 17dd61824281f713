package org.belfry.media.turn;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many answers a source without credentials gets. They are longer than what is asked, and a
 * source may be somebody else's (RFC 8489 §16.1.2, reflection).
 */
final class SourceLimits {
  private static final int SOURCES_MAX = 4096;

  private final int perSecond;
  private final int burst;
  private final Map<InetAddress, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
          return size() > SOURCES_MAX;
        }
      };

  private static final class Bucket {
    double left;
    Instant at;

    Bucket(double left, Instant at) {
      this.left = left;
      this.at = at;
    }
  }

  SourceLimits(int perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  boolean allows(InetAddress source, Instant now) {
    Bucket bucket = buckets.computeIfAbsent(source, s -> new Bucket(burst, now));
    double seconds = Duration.between(bucket.at, now).toNanos() / 1e9;
    bucket.left = Math.min(burst, bucket.left + Math.max(0, seconds) * perSecond);
    bucket.at = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }

  int sources() {
    return buckets.size();
  }
}
