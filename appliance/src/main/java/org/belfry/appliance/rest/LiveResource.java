package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is going on right now: registrations and calls. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "live")
class LiveResource {
  private final RegistrationMonitor registrations;
  private final CallMonitor calls;

  LiveResource(RegistrationMonitor registrations, CallMonitor calls) {
    this.registrations = registrations;
    this.calls = calls;
  }

  @GetMapping("/registrations")
  @Operation(summary = "Devices that are registered")
  List<RegistrationView> registrations() {
    return registrations.registrations();
  }

  @DeleteMapping("/registrations")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a registration; the phone may come back")
  void remove(@RequestParam String extension, @RequestParam String contact) {
    registrations.remove(extension, contact);
  }

  @GetMapping("/calls")
  @Operation(summary = "Calls that are going on")
  List<LiveCallView> calls() {
    return calls.liveCalls();
  }
}
