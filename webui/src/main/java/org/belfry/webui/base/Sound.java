package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import java.text.NumberFormat;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.cdr.LegQuality;

/** How a leg of a call sounds, or sounded, in words. */
public final class Sound {
  /** ITU-T G.107 Annex B: nearly all are satisfied. */
  private static final double MOS_GOOD = 4.0;

  /** Below it many are dissatisfied. */
  private static final double MOS_FAIR = 3.6;

  private static final double LOSS_PERCENT = 2;
  private static final double JITTER_MS = 40;
  private static final double ROUND_TRIP_MS = 400;

  private Sound() {}

  /** One or two words with a tone. */
  public static Pill pill(Component on, LegQuality leg) {
    Double mos = leg.mos();
    if (silent(leg)) {
      return new Pill(on.getTranslation("sound.silent"), Pill.Tone.BAD);
    }
    if (mos == null) {
      return new Pill(on.getTranslation("sound.unknown"), Pill.Tone.QUIET);
    }
    if (mos >= MOS_GOOD) {
      return new Pill(on.getTranslation("sound.good"), Pill.Tone.GOOD);
    }
    return mos >= MOS_FAIR
        ? new Pill(on.getTranslation("sound.fair"), Pill.Tone.BUSY)
        : new Pill(on.getTranslation("sound.poor"), Pill.Tone.BAD);
  }

  /** The one of all legs, by the worst of them; empty when there is none. */
  public static Optional<Pill> pill(Component on, List<LegQuality> legs) {
    return legs.stream()
        .filter(leg -> leg.medium().equals("audio"))
        .min((a, b) -> Double.compare(rank(a), rank(b)))
        .map(worst -> pill(on, worst));
  }

  private static double rank(LegQuality leg) {
    Double mos = leg.mos();
    return silent(leg) ? 0 : mos == null ? Double.MAX_VALUE : mos;
  }

  /** Whose leg it is. */
  public static String side(Component on, LegQuality leg) {
    return on.getTranslation(leg.side().equals("caller") ? "calls.caller" : "calls.callee");
  }

  /** Codec and whether it is encrypted. */
  public static String codec(Component on, LegQuality leg) {
    String codec = leg.codec() == null ? "–" : leg.codec();
    return leg.protection().isEmpty()
        ? codec
        : on.getTranslation("sound.encrypted", codec, leg.protection());
  }

  /** One sentence when something was wrong; empty when all was well. */
  public static Optional<String> sentence(Component on, LegQuality leg) {
    String who = side(on, leg);
    Double roundTrip = leg.roundTripMs();
    if (silent(leg)) {
      return Optional.of(on.getTranslation("sound.wrong.silent", who));
    }
    if (lossPercent(leg) >= LOSS_PERCENT) {
      NumberFormat percent = NumberFormat.getPercentInstance(Moments.of(on).locale());
      percent.setMaximumFractionDigits(1);
      return Optional.of(
          on.getTranslation("sound.wrong.loss", who, percent.format(lossPercent(leg) / 100)));
    }
    if (leg.jitterMs() >= JITTER_MS) {
      return Optional.of(
          on.getTranslation("sound.wrong.jitter", who, milliseconds(leg.jitterMs())));
    }
    if (roundTrip != null && roundTrip >= ROUND_TRIP_MS) {
      return Optional.of(on.getTranslation("sound.wrong.far", who, milliseconds(roundTrip)));
    }
    return leg.note() == null
        ? Optional.empty()
        : Optional.of(on.getTranslation("sound.wrong.note", who, leg.note()));
  }

  /** Of its stream; 0 when nothing was expected. */
  public static double lossPercent(LegQuality leg) {
    long expected = leg.received() + leg.lost();
    return expected == 0 ? 0 : 100.0 * leg.lost() / expected;
  }

  /** Whole milliseconds, for people. */
  public static String milliseconds(double value) {
    return Math.round(value) + " ms";
  }

  /** A device that may be silent (it is on hold, it only listens) has no note. */
  private static boolean silent(LegQuality leg) {
    return leg.received() == 0 && leg.note() != null;
  }
}
