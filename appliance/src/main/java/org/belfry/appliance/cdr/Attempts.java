package org.belfry.appliance.cdr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord.Attempt;

/**
 * The attempts of a call as one column: a line each of start (epoch milliseconds), status and
 * target.
 */
final class Attempts {
  private static final int LENGTH_MAX = 60_000;

  private Attempts() {}

  static String text(List<Attempt> attempts) {
    StringBuilder text = new StringBuilder();
    for (Attempt a : attempts) {
      String target = a.target().replace('\n', ' ');
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
          attempts.add(
              new Attempt(
                  parts[2],
                  Instant.ofEpochMilli(Long.parseLong(parts[0])),
                  Integer.parseInt(parts[1])));
        });
    return attempts;
  }
}
