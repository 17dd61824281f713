package org.belfry.media.rtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one leg sounded over an interval: what we received from the phone, and what the phone says of
 * what it received from us (RTCP).
 *
 * @param interval how long it was looked at
 * @param received packets that came in the interval
 * @param lost packets that should have come in the interval and did not
 * @param jitter of what came (RFC 3550 §A.8)
 * @param silence since when nothing has come from the phone; zero while it speaks
 * @param sent packets that went to the phone in the interval
 * @param remoteLossPercent what the phone lost of ours, by its last report; null when it has not
 *     reported
 * @param remoteJitter what the phone measured; null when it has not reported
 * @param roundTrip between us and the phone; null when not known
 * @param opinion MOS of what comes from the phone, 1 to 4.5; null when nothing came
 * @param remoteOpinion MOS of what the phone gets; null when it has not reported
 */
public record Quality(
    Duration interval,
    long received,
    long lost,
    Duration jitter,
    Duration silence,
    long sent,
    @Nullable Double remoteLossPercent,
    @Nullable Duration remoteJitter,
    @Nullable Duration roundTrip,
    @Nullable Double opinion,
    @Nullable Double remoteOpinion) {

  /** 0 to 100. */
  public double lossPercent() {
    long expected = received + lost;
    return expected == 0 ? 0 : 100.0 * lost / expected;
  }
}
