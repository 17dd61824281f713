package org.belfry.webui.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.LogMonitor;

/** A log to which tests write. */
public final class FakeLog implements LogMonitor {
  private static final Instant NOW = Instant.parse("2026-11-25T09:30:00Z");

  private final List<LogEntry> entries = new ArrayList<>();

  public void clear() {
    entries.clear();
  }

  /** Writes an entry, a second after the one before. */
  public void tell(LogLevel level, String source, String text) {
    entries.addFirst(new LogEntry(NOW.plusSeconds(entries.size()), level, source, text));
  }

  void opens() {
    tell(LogLevel.INFO, "o.b.a.callcontrol.SipServer", "listening on udp:192.0.2.10:5060");
    tell(LogLevel.WARNING, "audit", "log-in failed source=https:198.51.100.7 account=admin");
    tell(
        LogLevel.ERROR,
        "o.b.a.mail.Outbox",
        "the mail server cannot be reached\njava.net.ConnectException: Connection refused\n"
            + "\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)");
    tell(LogLevel.INFO, "o.b.a.retention.Retention", "17 calls older than 365 days deleted");
  }

  @Override
  public LogPage find(Filter filter, int limit) {
    List<LogEntry> found =
        entries.stream()
            .filter(each -> filter.least() == null || each.level().compareTo(filter.least()) <= 0)
            .filter(each ->
                filter.text() == null || (each.source() + each.text()).contains(filter.text()))
            .filter(each -> filter.from() == null || !each.at().isBefore(filter.from()))
            .filter(each -> filter.to() == null || each.at().isBefore(filter.to()))
            .toList();
    return found.size() > limit
        ? new LogPage(found.subList(0, limit), false)
        : new LogPage(found, true);
  }

  @Override
  public void write(OutputStream out) throws IOException {
    for (LogEntry each : entries.reversed()) {
      out.write((each.at() + " " + each.text() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
