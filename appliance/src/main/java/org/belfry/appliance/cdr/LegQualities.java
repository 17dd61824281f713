package org.belfry.appliance.cdr;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;

/** How the legs of a call sounded as one column: a line each, its fields separated by tabs. */
final class LegQualities {
  private static final int LEGS_MAX = 64;
  private static final int FIELDS = 11;

  private LegQualities() {}

  static String text(List<LegQuality> legs) {
    StringBuilder text = new StringBuilder();
    for (LegQuality leg : legs.subList(0, Math.min(legs.size(), LEGS_MAX))) {
      text.append(word(leg.side())).append('\t');
      text.append(word(leg.medium())).append('\t');
      text.append(word(leg.codec())).append('\t');
      text.append(word(leg.protection())).append('\t');
      text.append(leg.received()).append('\t');
      text.append(leg.sent()).append('\t');
      text.append(leg.lost()).append('\t');
      text.append(leg.jitterMs()).append('\t');
      text.append(leg.roundTripMs() == null ? "" : leg.roundTripMs()).append('\t');
      text.append(leg.mos() == null ? "" : leg.mos()).append('\t');
      text.append(word(leg.note())).append('\n');
    }
    return text.toString();
  }

  static List<LegQuality> parse(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    List<LegQuality> legs = new ArrayList<>();
    text.lines()
        .map(line -> line.split("\t", -1))
        .filter(f -> f.length == FIELDS)
        .forEach(f ->
            legs.add(
                new LegQuality(
                    f[0],
                    f[1],
                    orNull(f[2]),
                    f[3],
                    Long.parseLong(f[4]),
                    Long.parseLong(f[5]),
                    Long.parseLong(f[6]),
                    Double.parseDouble(f[7]),
                    f[8].isEmpty() ? null : Double.valueOf(f[8]),
                    f[9].isEmpty() ? null : Double.valueOf(f[9]),
                    orNull(f[10]))));
    return legs;
  }

  private static String word(@Nullable String text) {
    return text == null ? "" : text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
