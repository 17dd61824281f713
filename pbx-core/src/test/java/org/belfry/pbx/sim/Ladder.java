package org.belfry.pbx.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was sent, as a ladder to read when a scenario fails. */
public final class Ladder {
  private final List<String> lines = new ArrayList<>();
  private Instant start = Instant.MIN;

  void note(Instant at, Datagram d, boolean lost) {
    if (start.equals(Instant.MIN)) {
      start = at;
    }
    String text = new String(d.bytes(), StandardCharsets.UTF_8);
    int end = text.indexOf('\r');
    String first = end < 0 ? text : text.substring(0, end);
    String cseq =
        text.lines()
            .filter(l -> l.startsWith("CSeq:"))
            .findFirst()
            .orElse("")
            .replace("CSeq: ", "");
    lines.add(
        "%9.3f  %-16s %s %-16s %s  [%s]"
            .formatted(
                Duration.between(start, at).toMillis() / 1000.0,
                d.from().getAddress().getHostAddress(),
                lost ? "--x   " : "----->",
                d.to().getAddress().getHostAddress(),
                first,
                cseq));
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
