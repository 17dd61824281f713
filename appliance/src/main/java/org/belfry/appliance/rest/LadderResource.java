package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.CallLadders;
import org.belfry.pbx.admin.CallLadders.LadderView;
import org.belfry.pbx.admin.NotFound;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What was said in a call. A Call-ID may hold characters that no path can carry (RFC 3261 §25.1: a
 * slash, a percent sign), so it may stand in the query as well.
 */
@RestController
@RequestMapping("/api/v1/calls")
@Tag(name = "live")
class LadderResource {
  private static final String SVG = "image/svg+xml";

  private final CallLadders ladders;

  LadderResource(CallLadders ladders) {
    this.ladders = ladders;
  }

  @GetMapping(path = "/{callId}/ladder", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Every message of a call, during it and for some time after")
  LadderView ladder(@PathVariable String callId) {
    return of(callId);
  }

  @GetMapping(path = "/{callId}/ladder", produces = SVG)
  ResponseEntity<String> drawing(@PathVariable String callId) {
    return drawn(callId);
  }

  @GetMapping(path = "/{callId}/ladder", params = "format=svg", produces = MediaType.ALL_VALUE)
  ResponseEntity<String> drawingByFormat(@PathVariable String callId) {
    return drawn(callId);
  }

  @GetMapping(path = "/ladder", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The same for a Call-ID that no path can carry")
  LadderView ladderOf(@RequestParam String callId) {
    return of(callId);
  }

  @GetMapping(path = "/ladder", produces = SVG)
  ResponseEntity<String> drawingOf(@RequestParam String callId) {
    return drawn(callId);
  }

  @GetMapping(path = "/ladder", params = "format=svg", produces = MediaType.ALL_VALUE)
  ResponseEntity<String> drawingOfByFormat(@RequestParam String callId) {
    return drawn(callId);
  }

  private LadderView of(String callId) {
    return ladders.ladder(callId).orElseThrow(() -> new NotFound("ladder of the call", callId));
  }

  /** Everything in it is escaped; that it may run nothing and load nothing is said once more. */
  private ResponseEntity<String> drawn(String callId) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(SVG + ";charset=UTF-8"))
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .header("Content-Disposition", "inline; filename=\"ladder.svg\"")
        .cacheControl(CacheControl.noStore())
        .body(ladders.drawing(of(callId)));
  }
}
