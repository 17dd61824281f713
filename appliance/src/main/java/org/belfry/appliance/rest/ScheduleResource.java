package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
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

/** Opening hours, holidays and the night switch. */
@RestController
@RequestMapping("/api/v1/schedules")
@Tag(name = "schedules")
class ScheduleResource {
  /** More than a calendar may have: what is longer is refused for its length. */
  private static final int CALENDAR_MAX = 4 * 1024 * 1024;

  private final ScheduleAdmin schedules;

  ScheduleResource(ScheduleAdmin schedules) {
    this.schedules = schedules;
  }

  @GetMapping
  @Operation(summary = "All schedules, and whether each is open now")
  List<ScheduleView> list() {
    return schedules.schedules();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One schedule")
  ScheduleView get(@PathVariable long id) {
    return schedules.schedule(id).orElseThrow(() -> new NotFound("schedule", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description =
          "Example:"
              + " {\"name\":\"office\",\"zone\":\"Europe/Berlin\",\"hours\":[{\"days\":[\"MONDAY\"],"
              + "\"from\":\"08:00\",\"until\":\"17:00\"}]}")
  ResponseEntity<ScheduleView> create(@RequestBody SaveSchedule command) {
    ScheduleView created = schedules.create(command);
    return ResponseEntity.created(URI.create("/api/v1/schedules/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one")
  ScheduleView replace(@PathVariable long id, @RequestBody SaveSchedule command) {
    return schedules.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still goes by it")
  void delete(@PathVariable long id) {
    schedules.delete(id);
  }

  @PostMapping(path = "/{id}/holidays", consumes = "text/calendar")
  @Operation(summary = "Take the holidays of the next three years out of an iCalendar file")
  ScheduleView holidays(@PathVariable long id, HttpServletRequest request) throws IOException {
    return schedules.importHolidays(id, request.getInputStream().readNBytes(CALENDAR_MAX));
  }

  @PutMapping("/{id}/override")
  @Operation(
      summary = "Throw the night switch",
      description = "Without until somebody has to end it. Example: {\"open\":false}")
  ScheduleView override(@PathVariable long id, @RequestBody NightSwitch command) {
    return schedules.override(id, command);
  }

  @DeleteMapping("/{id}/override")
  @Operation(summary = "End the night switch: the hours hold again")
  ScheduleView endOverride(@PathVariable long id) {
    return schedules.override(id, null);
  }
}
