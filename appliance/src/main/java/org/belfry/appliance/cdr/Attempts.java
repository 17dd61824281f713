package org.belfry.appliance.cdr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord.Attempt;

/**
 * The attempts of a call as one column: a line each of start (epoch milliseconds), status and
 * target, and behind a tab the step of the call's plan, if there is one.
 */
final class Attempts {
  private static final int LENGTH_MAX = 60_000;

  private Attempts() {}

  static String text(List<Attempt> attempts) {
    StringBuilder text = new StringBuilder();
    for (Attempt a : attempts) {
      String target = oneLine(a.target()) + (a.step() == null ? "" : "\t" + oneLine(a.step()));
      if (text.length() + target.length() > LENGTH_MAX) {
        break; // no call tries that many devices; the column must not refuse the record
      }
      text.append(a.startedAt().toEpochMilli()).append(' ').append(a.status()).append(' ');
      text.append(target).append('\n');
    }
    return text.toString();
  }

  static List<Attempt> parse(String text) {
    List<Attempt> attempts = new ArrayList<>();
    text.lines()
        .forEach(line -> {
          String[] parts = line.split(" ", 3);
          int tab = parts[2].indexOf('\t');
          attempts.add(
              new Attempt(
                  tab < 0 ? parts[2] : parts[2].substring(0, tab),
                  Instant.ofEpochMilli(Long.parseLong(parts[0])),
                  Integer.parseInt(parts[1]),
                  tab < 0 ? null : parts[2].substring(tab + 1)));
        });
    return attempts;
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ').replace('\t', ' ');
  }
}
