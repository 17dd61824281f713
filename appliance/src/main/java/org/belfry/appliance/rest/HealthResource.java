package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the appliance does, in words. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "system")
class HealthResource {
  private final HealthMonitor health;

  HealthResource(HealthMonitor health) {
    this.health = health;
  }

  /**
   * @param level the worst of all
   */
  record HealthView(Level level, List<CheckView> checks) {}

  /**
   * @param to addresses; empty for nobody
   */
  record AlarmMail(@Nullable List<String> to) {}

  @GetMapping("/health")
  @Operation(summary = "Everything that is looked at, the worst first, and what to do")
  HealthView health() {
    List<CheckView> checks = health.checks();
    return new HealthView(worst(checks), checks);
  }

  @GetMapping(value = "/health/text", produces = "text/plain;charset=UTF-8")
  @Operation(
      summary = "The same for a terminal",
      description = "The first line is OK, WARNING or BAD.")
  String text() {
    List<CheckView> checks = health.checks();
    StringBuilder text = new StringBuilder(worst(checks).name()).append('\n');
    for (CheckView each : checks) {
      text.append(
          "%-8s %-12s %s.%n"
              .formatted(
                  each.level().name().toLowerCase(Locale.ROOT), each.about(), each.sentence()));
      if (!each.advice().isEmpty()) {
        text.append("%-8s %-12s %s.%n".formatted("", "→", each.advice()));
      }
    }
    return text.toString();
  }

  @GetMapping("/alarms/mail")
  @Operation(summary = "Who is told of alarms by mail")
  AlarmMail alarmMail() {
    return new AlarmMail(health.alarmMail());
  }

  @PutMapping("/alarms/mail")
  @Operation(
      summary = "Tell others of alarms, and of their end, by mail",
      description = "{\"to\":[\"it@example.org\"]}")
  AlarmMail setAlarmMail(@RequestBody AlarmMail command) {
    if (command.to() == null) {
      throw new InvalidCommand("to", "required");
    }
    return new AlarmMail(health.setAlarmMail(command.to()));
  }

  private static Level worst(List<CheckView> checks) {
    return checks.isEmpty() ? Level.OK : checks.getFirst().level();
  }
}
