package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import java.text.NumberFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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

  /** How well, the worst first. */
  public enum Grade {
    SILENT,
    POOR,
    FAIR,
    GOOD,
    UNKNOWN
  }

  /** How well one leg is heard. */
  public static Grade grade(LegQuality leg) {
    Double mos = leg.mos();
    if (silent(leg)) {
      return Grade.SILENT;
    }
    if (mos == null) {
      return Grade.UNKNOWN;
    }
    return mos >= MOS_GOOD ? Grade.GOOD : mos >= MOS_FAIR ? Grade.FAIR : Grade.POOR;
  }

  /** The grade of the worst leg that is heard; nothing is known of a call without any. */
  public static Grade worst(List<LegQuality> legs) {
    return legs.stream()
        .filter(leg -> leg.medium().equals("audio"))
        .map(Sound::grade)
        .min(Comparator.naturalOrder())
        .orElse(Grade.UNKNOWN);
  }

  /** One or two words with a tone. */
  public static Pill pill(Component on, Grade grade) {
    Pill.Tone tone =
        switch (grade) {
          case SILENT, POOR -> Pill.Tone.BAD;
          case FAIR -> Pill.Tone.BUSY;
          case GOOD -> Pill.Tone.GOOD;
          case UNKNOWN -> Pill.Tone.QUIET;
        };
    return new Pill(
        on.getTranslation("sound.grade." + grade.name().toLowerCase(Locale.ROOT)), tone);
  }

  /** Whose leg it is. */
  public static String side(Component on, LegQuality leg) {
    return on.getTranslation(leg.side().equals("caller") ? "calls.caller" : "calls.callee");
  }

  /** The codecs of a call's sound, caller first; once when both are the same. */
  public static String codecs(Component on, List<LegQuality> legs) {
    return legs.stream()
        .filter(leg -> leg.medium().equals("audio") && leg.codec() != null)
        .map(leg -> codec(on, leg))
        .distinct()
        .collect(Collectors.joining(" → "));
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
    if (leg.lossPercent() >= LOSS_PERCENT) {
      NumberFormat percent = NumberFormat.getPercentInstance(Moments.of(on).locale());
      percent.setMaximumFractionDigits(1);
      return Optional.of(
          on.getTranslation("sound.wrong.loss", who, percent.format(leg.lossPercent() / 100)));
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

  /** Whole milliseconds, for people. */
  public static String milliseconds(double value) {
    return Math.round(value) + " ms";
  }

  /** A device that may be silent (it is on hold, it only listens) has no note. */
  private static boolean silent(LegQuality leg) {
    return leg.received() == 0 && leg.note() != null;
  }
}
