package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyAdmin.Home;
import org.belfry.pbx.admin.EmergencyAdmin.LocationView;
import org.belfry.pbx.admin.EmergencyAdmin.SaveLocation;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.EmergencyPreview.Person;
import org.belfry.pbx.admin.EmergencyPreview.Preview;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where callers of an emergency number are, and what would be sent of it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "emergency calls")
class EmergencyResource {
  private final EmergencyAdmin emergency;
  private final EmergencyPreview preview;

  EmergencyResource(EmergencyAdmin emergency, EmergencyPreview preview) {
    this.emergency = emergency;
    this.preview = preview;
  }

  @GetMapping("/emergency/locations")
  @Operation(summary = "All locations of callers")
  List<LocationView> list() {
    return emergency.locations();
  }

  @GetMapping("/emergency/locations/{id}")
  @Operation(summary = "One location")
  LocationView get(@PathVariable long id) {
    return emergency.location(id).orElseThrow(() -> new NotFound("location", id));
  }

  @PostMapping("/emergency/locations")
  @Operation(
      summary = "Create one",
      description =
          "Example:"
              + " {\"name\":\"Warehouse\",\"address\":{\"country\":\"DE\",\"city\":\"Berlin\","
              + "\"street\":\"Invalidenstraße\",\"number\":\"44\"},\"networks\":[\"10.2.0.0/16\"],"
              + "\"callbackNumber\":\"+493012345\"}")
  ResponseEntity<LocationView> create(@RequestBody SaveLocation command) {
    LocationView created = emergency.create(command);
    return ResponseEntity.created(URI.create("/api/v1/emergency/locations/" + created.id()))
        .body(created);
  }

  @PutMapping("/emergency/locations/{id}")
  @Operation(summary = "Replace one")
  LocationView replace(@PathVariable long id, @RequestBody SaveLocation command) {
    return emergency.replace(id, command);
  }

  @DeleteMapping("/emergency/locations/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one")
  void delete(@PathVariable long id) {
    emergency.delete(id);
  }

  @GetMapping("/emergency/preview")
  @Operation(
      summary = "What an emergency centre would learn of a call of this user",
      description =
          "phone is a MAC address, address the IP address that the phone speaks from; without both"
              + " it is the phone that registered last.")
  Preview preview(
      @RequestParam String user,
      @RequestParam(required = false) @Nullable String phone,
      @RequestParam(required = false) @Nullable String address) {
    return preview.preview(user, phone, address);
  }

  @GetMapping("/emergency/unlocated")
  @Operation(summary = "Users whose location is not known")
  List<Person> unlocated() {
    return preview.unlocated();
  }

  @GetMapping("/users/{extension}/emergency-location")
  @Operation(summary = "Where a user works who has said so")
  Home home(@PathVariable String extension) {
    return emergency.home(extension).orElseThrow(() -> new NotFound("location", extension));
  }

  @PutMapping("/users/{extension}/emergency-location")
  @Operation(
      summary = "Say where a user works: at home, mostly",
      description =
          "Example: {\"address\":{\"country\":\"DE\",\"city\":\"Berlin\",\"street\":\"Gartenweg\","
              + "\"number\":\"3\"},\"note\":\"second bell\"}")
  Home moveHome(@PathVariable String extension, @RequestBody Home home) {
    return emergency.moveHome(extension, home);
  }

  @DeleteMapping("/users/{extension}/emergency-location")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "The user works where the site has said")
  void leaveHome(@PathVariable String extension) {
    emergency.leaveHome(extension);
  }
}
