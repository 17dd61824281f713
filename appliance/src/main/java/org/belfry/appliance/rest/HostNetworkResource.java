package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkCommand;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkView;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The network of the machine. */
@RestController
@RequestMapping("/api/v1/network/host")
@Tag(name = "network")
class HostNetworkResource {
  private final HostNetworkAdmin network;

  HostNetworkResource(HostNetworkAdmin network) {
    this.network = network;
  }

  @GetMapping
  @Operation(
      summary = "Interfaces, addresses, name servers, settings and open ports of the machine")
  HostNetworkView network() {
    return network.network();
  }

  @PutMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Try other network settings",
      description = "On the image only. Undone after two minutes unless kept.")
  HostNetworkView change(@RequestBody HostNetworkCommand command) {
    return network.change(command);
  }

  @PostMapping("/keep")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Keep the network settings that are on trial")
  HostNetworkView keep() {
    return network.keep();
  }

  @PostMapping("/undo")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Return to the network settings of before")
  HostNetworkView undo() {
    return network.undo();
  }
}
