package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.belfry.pbx.cdr.LegQuality;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

  @GetMapping("/calls/{callId}/media")
  @Operation(summary = "How each leg of a call sounds now")
  List<LegQuality> media(@PathVariable String callId) {
    return mediaOf(callId);
  }

  @GetMapping("/calls/media")
  @Operation(summary = "The same for a Call-ID that no path can carry")
  List<LegQuality> mediaOf(@RequestParam String callId) {
    if (calls.liveCalls().stream().noneMatch(call -> call.callId().equals(callId))) {
      throw new NotFound("call", callId);
    }
    return calls.media(List.of(callId)).getOrDefault(callId, List.of());
  }

  @DeleteMapping("/calls/{callId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "End an answered call for both sides")
  void end(@PathVariable String callId) {
    calls.end(callId);
  }

  @DeleteMapping("/calls")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "The same for a Call-ID that no path can carry")
  void endOf(@RequestParam String callId) {
    calls.end(callId);
  }
}
