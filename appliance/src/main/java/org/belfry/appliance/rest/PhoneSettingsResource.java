package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.PhoneRollout;
import org.belfry.pbx.admin.PhoneRollout.RolloutView;
import org.belfry.pbx.admin.PhoneSettingsAdmin;
import org.belfry.pbx.admin.PhoneSettingsAdmin.LayerView;
import org.belfry.pbx.admin.PhoneSettingsAdmin.SettingView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What holds for many phones, and the roll-out of changes to them. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "phones")
class PhoneSettingsResource {
  private final PhoneSettingsAdmin settings;
  private final PhoneRollout rollout;

  PhoneSettingsResource(PhoneSettingsAdmin settings, PhoneRollout rollout) {
    this.settings = settings;
    this.rollout = rollout;
  }

  /**
   * @param phones null for all that are not up to date
   */
  record Start(@Nullable List<Long> phones, @Nullable Boolean restart) {}

  @GetMapping("/phone-settings")
  @Operation(summary = "Every setting there is, with what is built in")
  List<SettingView> settings() {
    return settings.settings();
  }

  @GetMapping("/phone-layers")
  @Operation(summary = "Layers of settings: for all, for sites, brands and models")
  List<LayerView> layers() {
    return settings.layers();
  }

  @PutMapping("/phone-layers")
  @Operation(
      summary = "Replace a layer; one without settings is gone",
      description = "scope: global, site:<name>, model:<brand> or model:<brand>/<model>")
  LayerView save(@RequestParam String scope, @RequestBody Map<String, String> values) {
    return settings.save(scope, values);
  }

  @GetMapping("/phone-rollout")
  @Operation(summary = "The roll-out that goes on or was last; 204 for none")
  ResponseEntity<RolloutView> rollout() {
    RolloutView view = rollout.current();
    return view == null ? ResponseEntity.noContent().build() : ResponseEntity.ok(view);
  }

  @PostMapping("/phone-rollout")
  @Operation(summary = "Have phones fetch their files, some at a time and none in a call")
  RolloutView start(@RequestBody Start command) {
    return rollout.start(command.phones(), Boolean.TRUE.equals(command.restart()));
  }

  @PostMapping("/phone-rollout/{what}")
  @Operation(summary = "pause, resume or stop the roll-out")
  ResponseEntity<RolloutView> lead(@PathVariable String what) {
    switch (what) {
      case "pause" -> rollout.pause();
      case "resume" -> rollout.resume();
      case "stop" -> rollout.stop();
      default -> {
        return ResponseEntity.notFound().build();
      }
    }
    return rollout();
  }
}
