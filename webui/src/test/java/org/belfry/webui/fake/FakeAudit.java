package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.AuditLog;

/** An audit log that tests write. */
public final class FakeAudit implements AuditLog {
  private final List<AuditEntry> entries = new ArrayList<>();

  public void clear() {
    entries.clear();
  }

  public void tell(String who, Action action, String kind, String name, Difference... differences) {
    entries.addFirst(
        new AuditEntry(
            entries.size() + 1L,
            Instant.now().minusSeconds(3600L * (10 - entries.size())),
            who,
            action,
            kind,
            name,
            List.of(differences)));
  }

  void happened() {
    tell(
        "admin",
        Action.CREATED,
        "user",
        "1010",
        new Difference("extension", null, "1010"),
        new Difference("name", null, "Julia Marques"),
        new Difference("sealedPassword", null, "•••"));
    tell(
        "maria",
        Action.CHANGED,
        "ring_group",
        "600",
        new Difference("ringSeconds", "60", "45"),
        new Difference("overflow", null, "voicemail:1001"));
    tell("admin", Action.CHANGED, "trunk", "provider", new Difference("sealed", "•••", "•••"));
    tell(
        "CRM",
        Action.DELETED,
        "inbound_number",
        "+493055",
        new Difference("open", "dial:600", null));
  }

  @Override
  public AuditPage find(Filter filter, int offset, int limit) {
    String text = filter.text() == null ? "" : filter.text().toLowerCase(Locale.ROOT);
    List<AuditEntry> found =
        entries.stream()
            .filter(e ->
                (e.who() + " " + e.kind() + " " + e.name()).toLowerCase(Locale.ROOT).contains(text))
            .toList();
    return new AuditPage(
        found.stream().skip(offset).limit(limit).toList(), found.size(), offset, limit);
  }
}
