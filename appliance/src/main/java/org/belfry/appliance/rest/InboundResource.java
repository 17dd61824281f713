package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.admin.InboundAdmin.InboundView;
import org.belfry.pbx.admin.InboundAdmin.SaveInbound;
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

/** The outside numbers of the site. */
@RestController
@RequestMapping("/api/v1/inbound-numbers")
@Tag(name = "inbound numbers")
class InboundResource {
  private final InboundAdmin numbers;

  InboundResource(InboundAdmin numbers) {
    this.numbers = numbers;
  }

  @GetMapping
  @Operation(summary = "The outside numbers of the site, in the order in which they are tried")
  List<InboundView> list() {
    return numbers.numbers();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One inbound number")
  InboundView get(@PathVariable long id) {
    return numbers.number(id).orElseThrow(() -> new NotFound("inbound number", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description = "Example: {\"pattern\":\"+4930123450\",\"open\":\"dial:600\"}")
  ResponseEntity<InboundView> create(@RequestBody SaveInbound command) {
    InboundView created = numbers.create(command);
    return ResponseEntity.created(URI.create("/api/v1/inbound-numbers/" + created.id()))
        .body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one")
  InboundView replace(@PathVariable long id, @RequestBody SaveInbound command) {
    return numbers.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still goes by it")
  void delete(@PathVariable long id) {
    numbers.delete(id);
  }
}
