package org.belfry.media.rtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a leg's time in a {@link QualityCourse}. Of several intervals it has the sum of the
 * packets and the worst of everything else.
 *
 * @param length of the stretch
 * @param received packets that came from the phone
 * @param lost packets that should have come and did not
 * @param jitter of what came
 * @param opinion MOS of what came, 1 to 4.5; null when nothing did
 * @param remoteLossPercent what the phone lost of ours, 0 to 100; null when it did not report
 * @param remoteJitter what the phone measured; null when it did not report
 * @param remoteOpinion MOS of what the phone got; null when it did not report
 */
public record QualityPoint(
    Duration length,
    long received,
    long lost,
    Duration jitter,
    @Nullable Double opinion,
    @Nullable Double remoteLossPercent,
    @Nullable Duration remoteJitter,
    @Nullable Double remoteOpinion) {

  static QualityPoint of(Quality measured) {
    return new QualityPoint(
        measured.interval(),
        measured.received(),
        measured.lost(),
        measured.jitter(),
        measured.opinion(),
        measured.remoteLossPercent(),
        measured.remoteJitter(),
        measured.remoteOpinion());
  }

  /** Loss of what came, 0 to 100. */
  public double lossPercent() {
    long expected = received + lost;
    return expected == 0 ? 0 : 100.0 * lost / expected;
  }

  QualityPoint and(QualityPoint next) {
    return new QualityPoint(
        length.plus(next.length),
        received + next.received,
        lost + next.lost,
        jitter.compareTo(next.jitter) > 0 ? jitter : next.jitter,
        least(opinion, next.opinion),
        largest(remoteLossPercent, next.remoteLossPercent),
        largest(remoteJitter, next.remoteJitter),
        least(remoteOpinion, next.remoteOpinion));
  }

  private static <T extends Comparable<T>> @Nullable T largest(@Nullable T one, @Nullable T two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.compareTo(two) > 0 ? one : two;
  }

  private static <T extends Comparable<T>> @Nullable T least(@Nullable T one, @Nullable T two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.compareTo(two) < 0 ? one : two;
  }
}
