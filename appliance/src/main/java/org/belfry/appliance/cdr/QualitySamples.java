package org.belfry.appliance.cdr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.QualitySample;
import org.jspecify.annotations.Nullable;

/**
 * How the legs of a call sounded over its time as one column: a line for each leg in their order,
 * its samples separated by semicolons, their figures by commas.
 */
final class QualitySamples {
  private static final int LEGS_MAX = 64;
  private static final int FIGURES = 7;

  private QualitySamples() {}

  /** Whether there is anything to keep. */
  static boolean has(CallRecord call) {
    return call.media().stream().anyMatch(leg -> !leg.samples().isEmpty());
  }

  static String text(List<LegQuality> legs) {
    return legs.stream()
        .limit(LEGS_MAX)
        .map(leg ->
            leg.samples().stream().map(QualitySamples::text).collect(Collectors.joining(";")))
        .collect(Collectors.joining("\n"));
  }

  /** The legs with what {@code text} says of their time; null says nothing. */
  static List<LegQuality> with(List<LegQuality> legs, @Nullable String text) {
    if (text == null) {
      return legs;
    }
    String[] lines = text.split("\n", -1);
    List<LegQuality> all = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      all.add(i < lines.length ? legs.get(i).with(parse(lines[i])) : legs.get(i));
    }
    return all;
  }

  private static String text(QualitySample s) {
    return String.join(
        ",",
        figure(s.seconds()),
        figure(s.lossPercent()),
        figure(s.jitterMs()),
        figure(s.mos()),
        figure(s.sentLossPercent()),
        figure(s.sentJitterMs()),
        figure(s.sentMos()));
  }

  private static String figure(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static List<QualitySample> parse(String line) {
    List<QualitySample> samples = new ArrayList<>();
    for (String each : line.split(";")) {
      String[] f = each.split(",", -1);
      if (f.length == FIGURES) {
        samples.add(
            new QualitySample(
                Double.parseDouble(f[0]),
                Double.parseDouble(f[1]),
                Double.parseDouble(f[2]),
                figure(f[3]),
                figure(f[4]),
                figure(f[5]),
                figure(f[6])));
      }
    }
    return samples;
  }

  private static @Nullable Double figure(String text) {
    return text.isEmpty() ? null : Double.valueOf(text);
  }
}
