package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.InvalidCommand;

/** A healthy appliance, until tests say otherwise. */
public final class FakeHealth implements HealthMonitor {
  private final List<CheckView> worse = new ArrayList<>();
  private List<String> to = List.of();

  public void clear() {
    worse.clear();
    to = List.of();
  }

  /** Something is wrong. */
  public void finds(Level level, String about, String code, String... words) {
    worse.add(new CheckView(level, about, code, List.of(words), code, code));
  }

  @Override
  public List<CheckView> checks() {
    List<CheckView> all = new ArrayList<>(worse);
    all.add(new CheckView(Level.OK, "clock", "clock_ok", List.of(), "fine", ""));
    all.add(new CheckView(Level.OK, "disk", "disk_ok", List.of("181"), "fine", ""));
    all.add(new CheckView(Level.OK, "backup", "backup_ok", List.of("2026-11-21"), "fine", ""));
    return all;
  }

  @Override
  public List<String> alarmMail() {
    return to;
  }

  @Override
  public List<String> setAlarmMail(List<String> wanted) {
    wanted.stream()
        .filter(each -> !each.contains("@"))
        .findFirst()
        .ifPresent(each -> {
          throw new InvalidCommand("to", each + " is not a valid e-mail address");
        });
    to = List.copyOf(wanted);
    return to;
  }
}
