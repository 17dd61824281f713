package org.belfry.media.rtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in English what is wrong with a leg, for a call's trace. */
public final class QualityWords {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration JITTER = Duration.ofMillis(40);
  private static final Duration ROUND_TRIP = Duration.ofMillis(300);
  private static final double LOSS_PERCENT = 1;

  private QualityWords() {}

  /** What is wrong, the worst first; empty when all is well. */
  public static List<String> of(Quality quality) {
    List<String> words = new ArrayList<>();
    if (quality.silence().compareTo(SILENCE) >= 0) {
      words.add("no RTP from the phone for " + quality.silence().toSeconds() + " s");
    }
    if (quality.lossPercent() >= LOSS_PERCENT) {
      words.add(percent(quality.lossPercent()) + " of the phone's packets do not reach us");
    }
    Double remoteLoss = quality.remoteLossPercent();
    if (remoteLoss != null && remoteLoss >= LOSS_PERCENT) {
      words.add(percent(remoteLoss) + " of our packets do not reach the phone");
    }
    if (quality.jitter().compareTo(JITTER) >= 0) {
      words.add("the phone's packets come unevenly: jitter " + quality.jitter().toMillis() + " ms");
    }
    Duration remoteJitter = quality.remoteJitter();
    if (remoteJitter != null && remoteJitter.compareTo(JITTER) >= 0) {
      words.add("our packets reach the phone unevenly: jitter " + remoteJitter.toMillis() + " ms");
    }
    Duration roundTrip = quality.roundTrip();
    if (roundTrip != null && roundTrip.compareTo(ROUND_TRIP) >= 0) {
      words.add("the phone is far away: " + roundTrip.toMillis() + " ms there and back");
    }
    return words;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f %%" : "%.0f %%", value);
  }
}
