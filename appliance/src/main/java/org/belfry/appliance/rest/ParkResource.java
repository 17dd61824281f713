package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.ParkAdmin;
import org.belfry.pbx.admin.ParkAdmin.ParkedView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Calls that wait in slots. */
@RestController
@RequestMapping("/api/v1/parked")
@Tag(name = "calls")
class ParkResource {
  private final ParkAdmin parking;

  ParkResource(ParkAdmin parking) {
    this.parking = parking;
  }

  record Fetch(@Nullable String extension) {}

  record Fetched(String callId) {}

  @GetMapping
  @Operation(summary = "Calls that wait in slots now")
  List<ParkedView> parked() {
    return parking.parked();
  }

  @PostMapping("/{slot}/fetch")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Rings the devices of a user, who then has the call",
      description = "Example: {\"extension\":\"1002\"}")
  Fetched fetch(@PathVariable int slot, @RequestBody Fetch wanted) {
    if (wanted.extension() == null || wanted.extension().isBlank()) {
      throw new InvalidCommand("extension", "required");
    }
    return new Fetched(parking.fetch(slot, wanted.extension().strip()));
  }
}
