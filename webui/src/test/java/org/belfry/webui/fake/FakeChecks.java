package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PlanChecks;

/** Kept questions; their answers change when a test says so. */
public final class FakeChecks implements PlanChecks {
  private final List<CheckView> checks = new ArrayList<>();
  private long lastId;

  public void clear() {
    checks.clear();
  }

  void happened() {
    Instant sunday = Instant.parse("2026-11-22T19:00:00Z");
    keep(new KeepCheck("Sunday evening", "+4930123", "600", sunday));
    keep(new KeepCheck("A customer at ten", "+4930123", "600", sunday.minusSeconds(122_400)));
    changes(lastId - 1);
  }

  /** The call goes elsewhere from now on. */
  public void changes(long id) {
    replace(id, false);
  }

  private void replace(long id, boolean good) {
    CheckView c =
        checks.stream()
            .filter(each -> each.id() == id)
            .findFirst()
            .orElseThrow(() -> new NotFound("check", id));
    checks.remove(c);
    checks.add(
        new CheckView(
            id,
            c.name(),
            c.from(),
            c.to(),
            c.at(),
            good,
            good ? c.now() : "ring 1001 for 20 s\n  no answer: mailbox of 1001",
            good ? c.now() : "ring 1002 for 20 s",
            good ? null : Instant.now()));
  }

  @Override
  public List<CheckView> checks() {
    return checks.stream()
        .sorted(Comparator.comparing(CheckView::good).thenComparing(CheckView::name))
        .toList();
  }

  @Override
  public CheckView keep(KeepCheck c) {
    CheckView kept =
        new CheckView(
            ++lastId,
            c.name() == null ? c.from() + " → " + c.to() : c.name(),
            c.from(),
            c.to(),
            c.at() == null ? Instant.now() : c.at(),
            true,
            "ring",
            "ring",
            null);
    checks.add(kept);
    return kept;
  }

  @Override
  public CheckView accept(long id) {
    replace(id, true);
    return checks.stream().filter(each -> each.id() == id).findFirst().orElseThrow();
  }

  @Override
  public void delete(long id) {
    if (!checks.removeIf(each -> each.id() == id)) {
      throw new NotFound("check", id);
    }
  }
}
