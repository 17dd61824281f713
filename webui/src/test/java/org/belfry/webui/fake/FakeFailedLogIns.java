package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.FailedLogInAdmin;
import org.belfry.pbx.admin.NotFound;

/** Failed log-ins in memory. */
public final class FakeFailedLogIns implements FailedLogInAdmin {
  private static final Instant NOW = Instant.parse("2026-11-25T09:30:00Z");

  private final List<FailedLogInView> all = new ArrayList<>();

  public void clear() {
    all.clear();
  }

  void opens() {
    fail(Door.PHONE_FILES, "198.51.100.9", "", 3, false);
    fail(Door.SIP, "198.51.100.7", "1002", 5, true);
    fail(Door.PAGES, "203.0.113.66", "admin", 1, false);
  }

  /** Log-ins failed within ten minutes. */
  public void fail(Door door, String address, String name, long count, boolean blocked) {
    all.addFirst(
        new FailedLogInView(
            door,
            address,
            name,
            count,
            NOW,
            count == 1 ? NOW : NOW.plusSeconds(600),
            blocked ? NOW.plusSeconds(1200) : null));
  }

  @Override
  public List<FailedLogInView> failedLogIns() {
    return List.copyOf(all);
  }

  @Override
  public void unblock(String address) {
    boolean any =
        all.stream()
            .anyMatch(each -> each.address().equals(address) && each.blockedUntil() != null);
    if (!any) {
      throw new NotFound("block", address);
    }
    all.replaceAll(each ->
        each.address().equals(address)
            ? new FailedLogInView(
                each.door(),
                each.address(),
                each.name(),
                each.count(),
                each.first(),
                each.last(),
                null)
            : each);
  }
}
