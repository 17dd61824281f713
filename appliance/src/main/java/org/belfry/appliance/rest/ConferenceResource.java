package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.ConferenceAdmin;
import org.belfry.pbx.admin.ConferenceAdmin.RoomView;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.pbx.admin.NotFound;
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

/** Permanent conference rooms. */
@RestController
@RequestMapping("/api/v1/conference-rooms")
@Tag(name = "conferences")
class ConferenceResource {
  private final ConferenceAdmin rooms;

  ConferenceResource(ConferenceAdmin rooms) {
    this.rooms = rooms;
  }

  @GetMapping
  @Operation(summary = "All permanent rooms")
  List<RoomView> list() {
    return rooms.rooms();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One room")
  RoomView get(@PathVariable long id) {
    return rooms.room(id).orElseThrow(() -> new NotFound("conference room", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description =
          "Example:"
              + " {\"name\":\"weekly\",\"number\":\"7000\",\"pin\":\"1234\",\"moderatorPin\":\"9876\"}")
  ResponseEntity<RoomView> create(@RequestBody SaveRoom command) {
    RoomView created = rooms.create(command);
    return ResponseEntity.created(URI.create("/api/v1/conference-rooms/" + created.id()))
        .body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one; a conference that goes on keeps what it began with")
  RoomView replace(@PathVariable long id, @RequestBody SaveRoom command) {
    return rooms.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still leads to it")
  void delete(@PathVariable long id) {
    rooms.delete(id);
  }
}
