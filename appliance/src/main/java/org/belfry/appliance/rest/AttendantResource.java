package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.NodeFigure;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.AttendantAdmin.Step;
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

/** Attendants: menus that answer calls. */
@RestController
@RequestMapping("/api/v1/attendants")
@Tag(name = "attendants")
class AttendantResource {
  private final AttendantAdmin attendants;
  private final ZoneId zone;

  AttendantResource(AttendantAdmin attendants, ZoneId zone) {
    this.zone = zone;
    this.attendants = attendants;
  }

  /**
   * @param input keys in order, null for nothing pressed
   * @param at any time with its offset; null for now
   */
  record Try(@Nullable List<@Nullable String> input, @Nullable OffsetDateTime at) {}

  @GetMapping
  @Operation(
      summary = "All attendants",
      description = "Without the scope ADMIN, the addresses that they ask end at the server.")
  List<AttendantView> list() {
    return attendants.attendants().stream().map(AskedServers::shown).toList();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One attendant")
  AttendantView get(@PathVariable long id) {
    return attendants
        .attendant(id)
        .map(AskedServers::shown)
        .orElseThrow(() -> new NotFound("attendant", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description =
          "Example:"
              + " {\"name\":\"day\",\"number\":\"500\",\"start\":\"top\",\"nodes\":{\"top\":{\"menu\":{\"lines\":[\"Press"
              + " 1 for sales.\"],\"keys\":{\"1\":\"sales\"}}},"
              + "\"sales\":{\"goTo\":{\"to\":\"dial:600\"}}}}")
  ResponseEntity<AttendantView> create(@RequestBody SaveAttendant command) {
    AttendantView created = attendants.create(command);
    return ResponseEntity.created(URI.create("/api/v1/attendants/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one; callers who are in it go on in the old one")
  AttendantView replace(@PathVariable long id, @RequestBody SaveAttendant command) {
    return attendants.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still leads to it")
  void delete(@PathVariable long id) {
    attendants.delete(id);
  }

  @PostMapping("/{name}/try")
  @Operation(
      summary = "What would happen if somebody called and pressed this, step by step",
      description = "Example: {\"input\":[\"2\",null],\"at\":\"2026-12-24T20:00:00+01:00\"}")
  List<Step> tryOut(@PathVariable String name, @RequestBody Try call) {
    List<Step> steps =
        attendants.tryOut(
            name,
            call.input() == null ? List.of() : call.input(),
            call.at() == null ? Instant.now() : call.at().toInstant());
    return steps.stream().map(AskedServers::shown).toList();
  }

  @GetMapping("/{name}/figures")
  @Operation(summary = "How often what happened at its nodes, by day")
  List<NodeFigure> figures(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate to) {
    LocalDate until = to == null ? LocalDate.now(zone) : to;
    return attendants.figures(name, from == null ? until.minusDays(6) : from, until);
  }
}
