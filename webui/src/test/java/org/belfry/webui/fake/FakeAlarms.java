package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.AlarmMonitor;

/** Alarms that tests ring. */
public final class FakeAlarms implements AlarmMonitor {
  private final List<AlarmView> ringing = new ArrayList<>();

  public void clear() {
    ringing.clear();
  }

  public void rings(String code, String... words) {
    ringing.add(new AlarmView(Severity.BAD, code, List.of(words), code));
  }

  @Override
  public List<AlarmView> alarms() {
    return List.copyOf(ringing);
  }

  @Override
  public DiskView disk() {
    return new DiskView(240_000_000_000L, 181_500_000_000L);
  }
}
