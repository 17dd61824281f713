package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What holds for calls to and from a user. */
@RestController
@RequestMapping("/api/v1/users/{extension}/calls")
@Tag(name = "call settings")
class CallSettingsResource {
  private final CallSettingsAdmin settings;

  CallSettingsResource(CallSettingsAdmin settings) {
    this.settings = settings;
  }

  @GetMapping
  @Operation(summary = "Numbers, rules, limits and permissions of a user")
  CallSettingsView get(@PathVariable String extension) {
    return settings.settings(extension);
  }

  @PutMapping
  @Operation(summary = "Change a user's call settings; what is left out stays")
  CallSettingsView put(@PathVariable String extension, @RequestBody ChangeCallSettings command) {
    return settings.change(extension, command);
  }

  @PatchMapping
  @Operation(
      summary = "Change a user's call settings; what is left out stays",
      description =
          "Example: {\"rules\":[{\"on\":\"NO_ANSWER\",\"forwardTo\":\"voicemail:1001\"}]}")
  CallSettingsView patch(@PathVariable String extension, @RequestBody ChangeCallSettings command) {
    return settings.change(extension, command);
  }
}
