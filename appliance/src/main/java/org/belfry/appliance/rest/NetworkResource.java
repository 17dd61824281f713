package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NetworkCheck;
import org.belfry.pbx.admin.NetworkCheck.FindingView;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the appliance stands in the network. */
@RestController
@RequestMapping("/api/v1/network")
@Tag(name = "system")
class NetworkResource {
  private final NetworkCheck network;

  NetworkResource(NetworkCheck network) {
    this.network = network;
  }

  /**
   * @param servers STUN servers
   */
  record Ask(@Nullable String servers) {}

  @GetMapping
  @Operation(summary = "Addresses, names and ports, without asking anybody")
  List<FindingView> look() {
    return network.look();
  }

  @PostMapping("/ask")
  @Operation(
      summary = "How we look from outside, by one or two STUN servers",
      description = "{\"servers\":\"stun.example.com, stun.example.net\"}")
  List<FindingView> ask(@RequestBody Ask command) {
    if (command.servers() == null || command.servers().isBlank()) {
      throw new InvalidCommand("server", "required");
    }
    return network.ask(command.servers());
  }
}
