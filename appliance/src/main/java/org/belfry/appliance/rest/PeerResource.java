package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Neighbour servers. */
@RestController
@RequestMapping("/api/v1/peers")
@Tag(name = "peers")
class PeerResource {
  private final PeerAdmin peers;

  PeerResource(PeerAdmin peers) {
    this.peers = peers;
  }

  @GetMapping
  @Operation(summary = "All peers, in the order in which they are tried")
  List<PeerView> list() {
    return peers.peers();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One peer")
  PeerView get(@PathVariable long id) {
    return peers.peer(id).orElseThrow(() -> new NotFound("peer", id));
  }

  @PostMapping
  @Operation(
      summary = "Create a peer",
      description =
          "Requests from its address need no digest; requests for its domain or pattern go to its next"
              + " hop. Example: {\"name\":\"bench\",\"address\":\"127.0.0.1\",\"pattern\":\"service\","
              + "\"nextHop\":\"sip:127.0.0.1:5090\"}")
  ResponseEntity<PeerView> create(@RequestBody SavePeer command) {
    PeerView created = peers.create(command);
    return ResponseEntity.created(URI.create("/api/v1/peers/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace a peer")
  PeerView replace(@PathVariable long id, @RequestBody SavePeer command) {
    return peers.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a peer")
  void delete(@PathVariable long id) {
    peers.delete(id);
  }
}
