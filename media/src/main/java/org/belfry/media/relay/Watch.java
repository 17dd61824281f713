package org.belfry.media.relay;

import java.time.Duration;
import org.belfry.media.rtp.EModel;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Quality;
import org.belfry.media.rtp.Reception;
import org.belfry.media.rtp.ReportTimes;
import org.jspecify.annotations.Nullable;

/** Watches one leg: when it fell silent, and how it sounded in each interval. */
final class Watch {
  /** Delay on the phone's side that nobody tells us: packetisation and a small jitter buffer. */
  private static final double UNSEEN_DELAY_MILLIS = 60;

  private final LegEvents events;
  private long watchedSince;
  private long lastRtp;
  private long lastSign;
  private boolean signSeen;
  private boolean rtpSeen;
  private boolean timedOut;

  private long intervalBegan;
  private long sentBefore;
  private double opinionSum;
  private int opinions;
  private double worstOpinion = 5;

  Watch(LegEvents events, long now) {
    this.events = events;
    watchedSince = now;
    intervalBegan = now;
  }

  /** From now on the phone is expected to send. */
  void expectedFrom(long now) {
    watchedSince = now;
    timedOut = false;
  }

  void rtpCame(long now) {
    lastRtp = now;
    rtpSeen = true;
    signCame(now);
  }

  /** Something came that shows that the phone lives. */
  void signCame(long now) {
    lastSign = now;
    signSeen = true;
    if (timedOut) {
      timedOut = false;
      events.happened(new LegEvent.MediaResumed());
    }
  }

  void check(long now, Duration timeout) {
    if (timeout.isZero() || timedOut) {
      return;
    }
    long silence = silence(now);
    if (silence >= timeout.toNanos()) {
      timedOut = true;
      events.happened(
          new LegEvent.MediaTimedOut(
              signSeen ? LegEvent.Cause.STOPPED : LegEvent.Cause.NEVER_BEGAN,
              Duration.ofNanos(silence)));
    }
  }

  /** Nanoseconds since the last packet of any kind, or since the phone was expected. */
  long silence(long now) {
    return now - latest(signSeen, lastSign);
  }

  private long latest(boolean seen, long at) {
    return seen && at - watchedSince > 0 ? at : watchedSince;
  }

  /** Ends an interval and tells its figures. */
  void measure(
      Reception reception,
      Reports reports,
      long sent,
      int clockRate,
      Impairment codec,
      boolean expected,
      long now) {
    long trip = reports.roundTrip();
    double oneWay = UNSEEN_DELAY_MILLIS + (trip == ReportTimes.UNKNOWN ? 0 : trip / 2e6);
    double jitter = reception.jitterMillis();
    Double opinion = null;
    if (reception.intervalReceived() > 0) {
      double loss = 100.0 * reception.intervalLost() / Math.max(1, reception.intervalExpected());
      opinion = EModel.opinion(EModel.rating(codec, oneWay + 2 * jitter, loss));
      opinionSum += opinion;
      opinions++;
      worstOpinion = Math.min(worstOpinion, opinion);
    }
    Double remoteLoss = reports.remoteLossPercent() < 0 ? null : reports.remoteLossPercent();
    Duration remoteJitter = null;
    Double remoteOpinion = null;
    if (remoteLoss != null) {
      double millis = reports.remoteJitter() * 1000.0 / clockRate;
      remoteJitter = micros(millis);
      remoteOpinion = EModel.opinion(EModel.rating(codec, oneWay + 2 * millis, remoteLoss));
    }
    events.happened(
        new LegEvent.Measured(
            new Quality(
                Duration.ofNanos(now - intervalBegan),
                reception.intervalReceived(),
                reception.intervalLost(),
                micros(jitter),
                expected ? rtpSilence(now) : Duration.ZERO,
                sent - sentBefore,
                remoteLoss,
                remoteJitter,
                trip == ReportTimes.UNKNOWN ? null : Duration.ofNanos(trip),
                opinion,
                remoteOpinion)));
    sentBefore = sent;
    intervalBegan = now;
  }

  private Duration rtpSilence(long now) {
    Duration silence = Duration.ofNanos(now - latest(rtpSeen, lastRtp));
    return silence.toMillis() < 1000 ? Duration.ZERO : silence;
  }

  private static Duration micros(double millis) {
    return Duration.ofNanos(Math.round(millis * 1000) * 1000);
  }

  @Nullable Double meanOpinion() {
    return opinions == 0 ? null : opinionSum / opinions;
  }

  @Nullable Double worstOpinion() {
    return opinions == 0 ? null : worstOpinion;
  }
}
