package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SettingsAdmin;

/** A few settings in memory, one of each kind. */
public final class FakeSettings implements SettingsAdmin {
  private static final Instant NIGHT = Instant.parse("2026-11-25T02:00:00Z");

  private final Map<String, SettingView> settings = new LinkedHashMap<>();
  private final List<String> done = new ArrayList<>();
  private boolean tonight;
  private RefusedView refused;
  private Instant confirmBy;

  public FakeSettings() {
    clear();
  }

  public void clear() {
    settings.clear();
    done.clear();
    tonight = false;
    refused = null;
    confirmBy = null;
    add("zone", "network", Kind.ZONE, null, true, "", List.of(), Source.DEFAULT);
    add("https-port", "network", Kind.PORT, 8443, false, "1 to 65535", List.of(), Source.DEFAULT);
    add("http-port", "network", Kind.PORT, 80, false, "1 to 65535", List.of(), Source.ENVIRONMENT);
    add("sip.advertise", "public", Kind.LIST, List.of(), false, "", List.of(), Source.DEFAULT);
    add(
        "sip.keep-alive",
        "sip",
        Kind.CHOICE,
        "nat",
        false,
        "nat, all, off",
        List.of("nat", "all", "off"),
        Source.DEFAULT);
    add(
        "sip.keep-alive-misses",
        "sip",
        Kind.WHOLE,
        3,
        false,
        "1 to 100",
        List.of(),
        Source.DEFAULT);
    add(
        "sip.dscp",
        "sip",
        Kind.CHOICE,
        "cs3",
        false,
        "",
        List.of("cs3", "cs5", "ef"),
        Source.DEFAULT);
    add("guard.enabled", "security", Kind.FLAG, true, false, "", List.of(), Source.DEFAULT);
    add("media.ports", "media", Kind.TEXT, "30000-39999", false, "", List.of(), Source.DEFAULT);
    add(
        "park.longest",
        "calls",
        Kind.DURATION,
        "30m",
        false,
        "10s to 12h",
        List.of(),
        Source.DEFAULT);
  }

  private void add(
      String name,
      String group,
      Kind kind,
      Object value,
      boolean optional,
      String range,
      List<String> choices,
      Source source) {
    boolean editable = source == Source.DEFAULT || source == Source.HERE;
    settings.put(
        "belfry." + name,
        new SettingView(
            "belfry." + name,
            group,
            kind,
            value,
            value,
            value,
            source,
            editable,
            group.equals("security"),
            name.endsWith("https-port"),
            true,
            optional,
            range,
            choices));
  }

  /** Fills it as {@link Office} does the telephone system. */
  public void opens() {
    var _ = change(Map.of("belfry.park.longest", "1h", "belfry.sip.keep-alive", "all"));
    tonight = true;
  }

  /** What was asked for: {@code now}. */
  public List<String> done() {
    return done;
  }

  /** A start that these settings ended. */
  public void refuses(String reason, String... names) {
    refused = new RefusedView(NIGHT, reason, List.of(names));
  }

  public void waitsForAdministrator() {
    confirmBy = NIGHT;
  }

  @Override
  public SettingsView settings() {
    return new SettingsView(
        List.copyOf(settings.values()),
        settings.values().stream().filter(SettingView::pending).map(SettingView::name).toList(),
        refused,
        confirmBy,
        new RestartView(tonight ? NIGHT : null, 2));
  }

  @Override
  public SettingView setting(String name) {
    SettingView found = settings.get(name);
    if (found == null) {
      throw new NotFound("setting", name);
    }
    return found;
  }

  @Override
  public SettingsView change(Map<String, Object> values) {
    values.forEach((name, value) -> {
      if (value instanceof Integer number && number > 65_535) {
        throw new InvalidCommand(name, "must be 1 to 65535");
      }
    });
    values.forEach((name, value) ->
        settings.computeIfPresent(
            name,
            (key, was) ->
                with(
                    was,
                    value == null ? was.defaultValue() : value,
                    value == null ? Source.DEFAULT : Source.HERE)));
    return settings();
  }

  private static SettingView with(SettingView was, Object value, Source source) {
    return new SettingView(
        was.name(),
        was.group(),
        was.kind(),
        value,
        was.defaultValue(),
        was.inUse(),
        source,
        was.editable(),
        was.ownerOnly(),
        was.reaches(),
        was.restart(),
        was.optional(),
        was.range(),
        was.choices());
  }

  @Override
  public SettingsView undo() {
    settings.replaceAll(
        (name, was) -> with(was, was.inUse(), was.editable() ? Source.DEFAULT : was.source()));
    return settings();
  }

  @Override
  public void restartNow() {
    done.add("now");
  }

  @Override
  public SettingsView restartTonight() {
    if (settings.values().stream().anyMatch(each -> each.reaches() && each.pending())) {
      throw new InvalidCommand("belfry.https-port", "restart now");
    }
    tonight = true;
    return settings();
  }

  @Override
  public SettingsView cancelRestart() {
    tonight = false;
    return settings();
  }
}
