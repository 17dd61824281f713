package org.belfry.webui.fake;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/** A fraud fuse in memory, which blows when a test says so. */
public final class FakeFuses implements FuseAdmin {
  private final List<BlownView> blown = new CopyOnWriteArrayList<>();
  private final List<HeldView> held = new CopyOnWriteArrayList<>();
  private final List<String> allowed = new CopyOnWriteArrayList<>();
  private final List<UsedView> used = new CopyOnWriteArrayList<>();
  private List<RateView> rates = List.of();
  private FuseSettingsView settings = defaults();

  private static FuseSettingsView defaults() {
    List<LimitView> limits = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      limits.add(limit(scope, "", Kind.PREMIUM, 2, 10, 20, 30, 60, "50.00"));
      limits.add(limit(scope, "", Kind.INTERNATIONAL, 4, 30, 100, 120, 300, "50.00"));
      limits.add(limit(scope, "", Kind.DOMESTIC, 10, 120, 600, 300, 1500, "50.00"));
    }
    return new FuseSettingsView(
        true,
        limits,
        Set.of(Kind.PREMIUM),
        FirstCalls.PASS,
        true,
        LocalTime.of(20, 0),
        LocalTime.of(6, 0),
        2,
        Map.of(Kind.PREMIUM, 3, Kind.INTERNATIONAL, 10, Kind.DOMESTIC, 60));
  }

  private static LimitView limit(
      Scope scope,
      String name,
      Kind kind,
      int atOnce,
      int callsHour,
      int callsDay,
      int minutesHour,
      int minutesDay,
      String cost) {
    return new LimitView(
        scope,
        name,
        kind,
        atOnce,
        callsHour,
        callsDay,
        minutesHour,
        minutesDay,
        new BigDecimal(cost));
  }

  public void clear() {
    blown.clear();
    held.clear();
    allowed.clear();
    used.clear();
    rates = List.of();
    settings = defaults();
  }

  /** Fills it as {@link Office} does the telephone system. */
  public void opens() {
    blows(Scope.USER, "1003", Kind.PREMIUM, Measure.AT_ONCE, "2");
    holds("LV", "1003");
    uses(Scope.SITE, "", Kind.DOMESTIC, 4, 212);
    uses(Scope.TRUNK, "provider", Kind.DOMESTIC, 4, 212);
    uses(Scope.USER, "1001", Kind.DOMESTIC, 1, 38);
    uses(Scope.USER, "1003", Kind.PREMIUM, 0, 1);
    replaceRates("+371,0.0149,Latvia\n+49,0.0102,Germany\n+49900,1.99,Premium");
  }

  public void blows(Scope scope, String name, Kind kind, Measure measure, String limit) {
    blown.add(
        new BlownView(
            scope,
            name,
            kind,
            measure,
            new BigDecimal(limit),
            Instant.now().minus(Duration.ofMinutes(7)),
            "+499001234567",
            name.isEmpty() ? null : name,
            38,
            "it has blown"));
  }

  public void holds(String country, String payer) {
    held.add(
        new HeldView(country, Instant.now().minus(Duration.ofMinutes(3)), payer, "+37167000000"));
  }

  public void uses(Scope scope, String name, Kind kind, int atOnce, int minutes) {
    used.add(
        new UsedView(
            scope, name, kind, atOnce, 6, 41, minutes / 4, minutes, new BigDecimal("1.87")));
  }

  public List<String> allowed() {
    return allowed;
  }

  @Override
  public FuseView fuse() {
    return new FuseView(
        settings.enabled(), List.copyOf(blown), List.copyOf(held), List.copyOf(used));
  }

  @Override
  public void release(FuseName fuse) {
    if (!blown.removeIf(each -> each.fuse().equals(fuse))) {
      throw new NotFound("fuse", fuse.toString());
    }
  }

  @Override
  public void allow(String country) {
    held.removeIf(each -> each.country().equals(country));
    allowed.add(country);
  }

  @Override
  public FuseSettingsView settings() {
    return settings;
  }

  @Override
  public FuseSettingsView replace(SaveFuse command) {
    for (int i = 0; i < command.limits().size(); i++) {
      if (command.limits().get(i).atOnce() < 0) {
        throw new InvalidCommand("limits[" + i + "].atOnce", "must be 0 to 1000000");
      }
    }
    if (command.times() < 1 || command.times() > 10) {
      throw new InvalidCommand("times", "must be 1 to 10");
    }
    settings =
        new FuseSettingsView(
            command.enabled(),
            command.limits().stream()
                .sorted(
                    Comparator.comparing(LimitView::scope)
                        .thenComparing(LimitView::name)
                        .thenComparing(LimitView::kind))
                .toList(),
            command.cut(),
            command.firstCalls(),
            command.learned(),
            command.nightFrom(),
            command.nightTo(),
            command.times(),
            command.floor());
    return settings;
  }

  @Override
  public List<RateView> rates() {
    return rates;
  }

  @Override
  public int replaceRates(String csv) {
    List<RateView> read = new ArrayList<>();
    List<String> lines = csv.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",");
      if (!cells[0].matches("\\+?[0-9]+") || cells.length < 2) {
        throw new InvalidCommand(
            "rates", "line " + (i + 1) + " must be like +49900,1.99,Premium numbers");
      }
      read.add(new RateView(cells[0], new BigDecimal(cells[1]), cells.length > 2 ? cells[2] : ""));
    }
    rates = read;
    return rates.size();
  }
}
