package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RouteAdmin;
import org.belfry.pbx.admin.RouteAdmin.RouteView;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
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

/** Which trunks take which outside calls. */
@RestController
@RequestMapping("/api/v1/routes")
@Tag(name = "routes")
class RouteResource {
  private final RouteAdmin routes;

  RouteResource(RouteAdmin routes) {
    this.routes = routes;
  }

  @GetMapping
  @Operation(summary = "All outbound routes, in the order in which they are tried")
  List<RouteView> list() {
    return routes.routes();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One route")
  RouteView get(@PathVariable long id) {
    return routes.route(id).orElseThrow(() -> new NotFound("route", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description = "Example: {\"name\":\"all\",\"trunks\":[\"provider\"]}")
  ResponseEntity<RouteView> create(@RequestBody SaveRoute command) {
    RouteView created = routes.create(command);
    return ResponseEntity.created(URI.create("/api/v1/routes/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one")
  RouteView replace(@PathVariable long id, @RequestBody SaveRoute command) {
    return routes.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still goes by it")
  void delete(@PathVariable long id) {
    routes.delete(id);
  }
}
