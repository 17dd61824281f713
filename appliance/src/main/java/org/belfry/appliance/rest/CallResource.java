package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.CallControl.Party;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.Command;
import org.belfry.pbx.admin.RecordingAdmin.LiveRecordingView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Calls that are made and led by a program (RFC 3725). */
@RestController
@RequestMapping("/api/v1/calls")
@Tag(name = "live")
class CallResource {
  private final CallControl calls;
  private final RecordingAdmin recordings;

  CallResource(CallControl calls, RecordingAdmin recordings) {
    this.calls = calls;
    this.recordings = recordings;
  }

  /**
   * @param from extension of one of our users
   * @param to an extension or number as the user would dial it, or a SIP address
   */
  record Call(@Nullable String from, @Nullable String to) {}

  /** The Call-ID by which the call is known from now on. */
  record Made(String callId) {}

  record Hold(@Nullable Boolean held) {}

  record RecordingCommand(@Nullable Command command) {}

  /**
   * @param who leaves: {@code caller} or {@code callee}
   * @param to whom the other one talks to then
   */
  record Transfer(@Nullable String who, @Nullable String to) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Ring a user's devices, then whom the user wants to talk to",
      description = "Example: {\"from\":\"1001\",\"to\":\"+49301234\"}")
  Made call(@RequestBody Call call) {
    return new Made(calls.call(needed("from", call.from()), needed("to", call.to())));
  }

  @PostMapping("/{callId}/hold")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Let the callee wait with music, or fetch it back")
  void hold(@PathVariable String callId, @RequestBody Hold hold) {
    if (hold.held() == null) {
      throw new InvalidCommand("held", "must be true or false");
    }
    calls.hold(callId, hold.held());
  }

  @PostMapping("/{callId}/transfer")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Send one of the two to another number; the other leaves the call")
  void transfer(@PathVariable String callId, @RequestBody Transfer transfer) {
    String who = needed("who", transfer.who()).toLowerCase(Locale.ROOT);
    Party party =
        switch (who) {
          case "caller" -> Party.CALLER;
          case "callee" -> Party.CALLEE;
          default -> throw new InvalidCommand("who", "must be caller or callee");
        };
    calls.transfer(callId, party, needed("to", transfer.to()));
  }

  @PostMapping("/{callId}/recording")
  @Operation(
      summary = "Begin, end, interrupt or go on with the recording of an answered call",
      description =
          "{\"command\":\"START\"}, STOP, PAUSE or RESUME. The answer has how it stands; none is"
              + " made any more after STOP.")
  ResponseEntity<LiveRecordingView> record(
      @PathVariable String callId, @RequestBody RecordingCommand wanted) {
    if (wanted.command() == null) {
      throw new InvalidCommand("command", "must be START, STOP, PAUSE or RESUME");
    }
    LiveRecordingView now = recordings.command(callId, wanted.command());
    return now == null ? ResponseEntity.noContent().build() : ResponseEntity.ok(now);
  }

  private static String needed(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidCommand(field, "required");
    }
    return value.strip();
  }
}
