package org.belfry.pbx.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.doctor.CallFinding.Leg;
import org.belfry.pbx.doctor.Rule.Hit;
import org.jspecify.annotations.Nullable;

/** How a call was heard. */
final class SoundRules {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);
  private static final double LOSS_PERCENT = 2;
  private static final double LOSS_HEAVY_PERCENT = 10;
  private static final double JITTER_MS = 40;
  private static final double NEAR_MS = 60;
  private static final double ECHO_MS = 250;
  private static final double FAR_MS = 400;
  private static final double MOS_POOR = 3.6;

  static final List<Rule> ALL =
      List.of(
          Rule.error("no_audio", SoundRules::noAudio),
          Rule.error("one_way_audio", SoundRules::oneWay),
          Rule.error("no_media_path", e -> noted(e, "no way to the ")),
          Rule.error("no_media_keys", e -> noted(e, "have no keys", "cannot be used, so")),
          Rule.error("not_transcodable", e -> noted(e, "cannot be transcoded")),
          Rule.error(
              "loss_heavy",
              e -> leg(e, l -> l.lossPercent() >= LOSS_HEAVY_PERCENT, LegQuality::lossPercent)),
          Rule.warning("loss", e -> leg(e, SoundRules::lossy, LegQuality::lossPercent)),
          Rule.warning("loss_towards", e -> noted(e, "of our packets do not reach")),
          Rule.warning("wifi_jitter", e -> leg(e, l -> uneven(l) && near(l), LegQuality::jitterMs)),
          Rule.warning("jitter", e -> leg(e, l -> uneven(l) && !near(l), LegQuality::jitterMs)),
          Rule.warning("delay", e -> leg(e, l -> trip(l) >= FAR_MS, SoundRules::trip)),
          Rule.note(
              "echo", e -> leg(e, l -> trip(l) >= ECHO_MS && trip(l) < FAR_MS, SoundRules::trip)),
          Rule.warning("poor_quality", e -> leg(e, SoundRules::poor, SoundRules::mos)),
          Rule.warning("keys_lost", e -> noted(e, "digits are not translated")),
          Rule.note("keys_translated", e -> noted(e, "digits are translated")),
          Rule.note("partly_encrypted", SoundRules::partlyEncrypted));

  private SoundRules() {}

  /** A device that may be silent, on hold perhaps, has no note. */
  static boolean silent(LegQuality leg) {
    return leg.received() == 0 && leg.note() != null;
  }

  private static boolean judged(Evidence e) {
    return e.answered() && !e.audio().isEmpty() && e.call().talkTime().compareTo(LONG_ENOUGH) >= 0;
  }

  private static @Nullable Hit noAudio(Evidence e) {
    return Hit.when(judged(e) && e.audio().stream().allMatch(SoundRules::silent));
  }

  private static @Nullable Hit oneWay(Evidence e) {
    return judged(e) && e.audio().stream().anyMatch(l -> l.received() > 0)
        ? leg(e, SoundRules::silent, LegQuality::received)
        : null;
  }

  private static @Nullable Hit leg(
      Evidence e, Predicate<LegQuality> so, ToDoubleFunction<LegQuality> figure) {
    for (LegQuality each : e.audio()) {
      if (so.test(each)) {
        String detail = String.format(Locale.ROOT, "%.1f", figure.applyAsDouble(each));
        return new Hit(side(each), detail);
      }
    }
    return null;
  }

  private static Leg side(LegQuality leg) {
    return leg.side().equals("caller") ? Leg.CALLER : Leg.CALLEE;
  }

  private static @Nullable Hit noted(Evidence e, String... words) {
    for (String each : words) {
      String note = e.note(each);
      if (note != null) {
        return new Hit(Leg.CALL, note);
      }
      for (LegQuality leg : e.audio()) {
        String said = leg.note();
        if (said != null && said.contains(each)) {
          return new Hit(side(leg), said);
        }
      }
    }
    return null;
  }

  private static boolean lossy(LegQuality leg) {
    return leg.lossPercent() >= LOSS_PERCENT && leg.lossPercent() < LOSS_HEAVY_PERCENT;
  }

  private static double trip(LegQuality leg) {
    Double trip = leg.roundTripMs();
    return trip == null ? 0 : trip;
  }

  private static double mos(LegQuality leg) {
    Double mos = leg.mos();
    return mos == null ? 0 : mos;
  }

  private static boolean poor(LegQuality leg) {
    return mos(leg) > 0 && mos(leg) < MOS_POOR;
  }

  private static boolean uneven(LegQuality leg) {
    return leg.jitterMs() >= JITTER_MS;
  }

  /** A short way on which packets still come unevenly is most often a wireless network. */
  private static boolean near(LegQuality leg) {
    return trip(leg) > 0 && trip(leg) <= NEAR_MS;
  }

  private static @Nullable Hit partlyEncrypted(Evidence e) {
    boolean some = e.audio().stream().anyMatch(leg -> !leg.protection().isEmpty());
    return some ? leg(e, l -> l.protection().isEmpty(), LegQuality::received) : null;
  }
}
