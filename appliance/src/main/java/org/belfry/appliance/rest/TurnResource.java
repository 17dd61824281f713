package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.belfry.pbx.admin.RelayAccess;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a phone asks for itself, logged in with its extension and SIP password. */
@RestController
@RequestMapping("/api/v1/turn")
@Tag(name = "turn")
class TurnResource {
  private final RelayAccess relay;

  TurnResource(RelayAccess relay) {
    this.relay = relay;
  }

  @GetMapping
  @Operation(
      summary = "What this phone needs to use the TURN server, good for some hours",
      description =
          "Log in with extension and SIP password. The answer is what a browser takes as one of its"
              + " iceServers.")
  ResponseEntity<RelayAccess.Access> get(Principal phone, HttpServletRequest request) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(relay.accessOf(phone.getName(), request.getServerName()));
  }
}
