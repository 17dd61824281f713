package org.belfry.appliance.cdr;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The reasons of a call's plan as one column: a line each of code, English sentence and words, with
 * tabs between them.
 */
final class PlanReasons {
  private static final int LENGTH_MAX = 16_000;
  private static final int PART_MAX = 300;

  private PlanReasons() {}

  static String text(List<Reason> reasons) {
    StringBuilder text = new StringBuilder();
    for (Reason reason : reasons) {
      StringBuilder line = new StringBuilder(reason.code()).append('\t');
      line.append(part(reason.sentence()));
      reason.words().forEach(word -> line.append('\t').append(part(word)));
      if (text.length() + line.length() >= LENGTH_MAX) {
        break; // the column must not refuse the record
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /**
   * @param text null for a call of before reasons were kept
   */
  static List<Reason> parse(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    List<Reason> reasons = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      List<String> parts = List.of(line.split("\t", -1));
      if (parts.size() > 1) {
        reasons.add(new Reason(parts.get(0), parts.subList(2, parts.size()), parts.get(1)));
      }
    }
    return reasons;
  }

  private static String part(String text) {
    String cut = text.length() <= PART_MAX ? text : text.substring(0, PART_MAX);
    return cut.replace('\n', ' ').replace('\t', ' ');
  }
}
