package org.belfry.pbx.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was sent, as a ladder to read when a scenario fails. */
public final class Ladder {
  private final List<Line> lines = new ArrayList<>();
  private Instant start = Instant.MIN;

  void note(Instant at, Datagram d, boolean lost) {
    if (start.equals(Instant.MIN)) {
      start = at;
    }
    String text = new String(d.bytes(), StandardCharsets.UTF_8);
    int end = text.indexOf('\r');
    String first = end < 0 ? text : text.substring(0, end);
    lines.add(
        new Line(
            "%9.3f  %-16s %s %-16s %s  [%s]"
                .formatted(
                    Duration.between(start, at).toMillis() / 1000.0,
                    d.from().getAddress().getHostAddress(),
                    lost ? "--x   " : "----->",
                    d.to().getAddress().getHostAddress(),
                    first,
                    field(text, "CSeq: ")),
            field(text, "Call-ID: ")));
  }

  private static String field(String text, String name) {
    return text.lines()
        .filter(l -> l.startsWith(name))
        .findFirst()
        .map(l -> l.substring(name.length()))
        .orElse("");
  }

  /** The messages of one call only. */
  String of(String callId) {
    return lines.stream()
        .filter(l -> l.callId().equals(callId))
        .map(Line::text)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  private record Line(String text, String callId) {}
}
