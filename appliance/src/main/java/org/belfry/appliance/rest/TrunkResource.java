package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkAdmin.FormatView;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.pbx.admin.TrunkMonitor;
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

/** Ways to the telephone network. */
@RestController
@RequestMapping("/api/v1/trunks")
@Tag(name = "trunks")
class TrunkResource {
  private final TrunkAdmin trunks;
  private final TrunkMonitor monitor;

  TrunkResource(TrunkAdmin trunks, TrunkMonitor monitor) {
    this.trunks = trunks;
    this.monitor = monitor;
  }

  @GetMapping
  @Operation(summary = "All trunks")
  List<TrunkView> list() {
    return trunks.trunks();
  }

  @GetMapping("/status")
  @Operation(summary = "How all trunks stand now")
  List<TrunkMonitor.TrunkView> status() {
    return monitor.trunks();
  }

  @PostMapping("/{id}/try")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Ask its server at once; /trunks/status tells what came of it")
  void tryNow(@PathVariable long id) {
    monitor.tryNow(get(id).name());
  }

  @GetMapping("/formats")
  @Operation(summary = "How numbers can be written for a provider")
  List<FormatView> formats() {
    return trunks.formats();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One trunk")
  TrunkView get(@PathVariable long id) {
    return trunks.trunk(id).orElseThrow(() -> new NotFound("trunk", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description =
          "Example: {\"name\":\"provider\",\"server\":\"sip:provider.example\",\"username\":\"u1\","
              + "\"password\":\"…\"}")
  ResponseEntity<TrunkView> create(@RequestBody SaveTrunk command) {
    TrunkView created = trunks.create(command);
    return ResponseEntity.created(URI.create("/api/v1/trunks/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one")
  TrunkView replace(@PathVariable long id, @RequestBody SaveTrunk command) {
    return trunks.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still goes by it")
  void delete(@PathVariable long id) {
    trunks.delete(id);
  }
}
