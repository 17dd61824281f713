package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collections;
import java.util.Map;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SettingsAdmin.SettingView;
import org.belfry.pbx.admin.SettingsAdmin.SettingsView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The settings of the appliance itself, and the restart that makes them apply. */
@RestController
@RequestMapping("/api/v1/settings")
@Tag(name = "settings")
class SettingsResource {
  private final SettingsAdmin settings;

  SettingsResource(SettingsAdmin settings) {
    this.settings = settings;
  }

  /**
   * @param value a number, a boolean, a text or a list of texts; null for the default
   */
  record SetValue(@Nullable Object value) {}

  /** When to restart. */
  enum When {
    NOW,
    TONIGHT
  }

  /**
   * @param when now, or in the first minute without calls after two o'clock
   */
  record Restart(@Nullable When when) {}

  @GetMapping
  @Operation(summary = "All settings: value, default, source, range, and whether they are in use")
  SettingsView settings() {
    return settings.settings();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One setting", description = "By its property's name: belfry.sip-port.")
  SettingView setting(@PathVariable String name) {
    return settings.setting(name);
  }

  @PutMapping("/{name}")
  @Operation(
      summary = "Change a setting",
      description = "Applies after a restart. Examples: {\"value\":5070}, {\"value\":[\"::1\"]}.")
  SettingView set(@PathVariable String name, @RequestBody SetValue command) {
    settings.change(Collections.singletonMap(name, command.value()));
    return settings.setting(name);
  }

  @DeleteMapping("/{name}")
  @Operation(summary = "Use the default of a setting again")
  SettingView reset(@PathVariable String name) {
    settings.change(Collections.singletonMap(name, null));
    return settings.setting(name);
  }

  @PatchMapping
  @Operation(
      summary = "Change several settings, all or none",
      description =
          "For those that depend on each other: {\"belfry.provisioning.dhcp\":\"proxy\","
              + "\"belfry.provisioning.dhcp-interface\":\"eth0\"}. null is the default.")
  SettingsView change(@RequestBody Map<String, @Nullable Object> values) {
    return settings.change(values);
  }

  @PostMapping("/undo")
  @Operation(summary = "Take back what is not in use yet")
  SettingsView undo() {
    return settings.undo();
  }

  @PostMapping("/restart")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Restart Belfry",
      description = "{\"when\":\"TONIGHT\"} waits for the first minute without calls after 02:00.")
  void restart(@RequestBody Restart command) {
    switch (command.when()) {
      case NOW -> settings.restartNow();
      case TONIGHT -> settings.restartTonight();
      case null -> throw new InvalidCommand("when", "required");
    }
  }

  @DeleteMapping("/restart")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Cancel the restart of the coming night")
  void cancel() {
    settings.cancelRestart();
  }
}
