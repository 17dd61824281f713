package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.ChangeDuty;
import org.belfry.pbx.admin.QueueMonitor.DayFigures;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.pbx.admin.QueueMonitor.StayPage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What goes on in queues, what went on, and who is on duty. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "queues")
class QueueLiveResource {
  private final QueueMonitor queues;
  private final ZoneId zone;

  QueueLiveResource(QueueMonitor queues, ZoneId zone) {
    this.zone = zone;
    this.queues = queues;
  }

  @GetMapping("/queues/live")
  @Operation(summary = "All queues as they are now")
  List<LiveQueue> live() {
    return queues.live();
  }

  @GetMapping("/queues/{name}/live")
  @Operation(summary = "One queue as it is now")
  LiveQueue live(@PathVariable String name) {
    return queues.live(name).orElseThrow(() -> new NotFound("queue", name));
  }

  @PutMapping("/queues/{name}/agents/{agent}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Log an agent in or out of a queue, or pause one",
      description = "Examples: {\"in\":true}, {\"pause\":\"lunch\"}, {\"pause\":\"\"}")
  void duty(
      @PathVariable String name, @PathVariable String agent, @RequestBody ChangeDuty command) {
    queues.duty(name, agent, command);
  }

  @PutMapping("/agents/{agent}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "The same for all queues of the agent")
  void duty(@PathVariable String agent, @RequestBody ChangeDuty command) {
    queues.duty(null, agent, command);
  }

  @GetMapping("/queues/stays")
  @Operation(summary = "Callers who came, newest first")
  StayPage stays(
      @RequestParam(required = false) @Nullable String queue,
      @RequestParam(required = false) @Nullable String outcome,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    return queues.stays(queue, outcome, from, to, offset, limit);
  }

  @GetMapping("/queues/figures")
  @Operation(summary = "Figures by queue and day")
  List<DayFigures> figures(
      @RequestParam(required = false) @Nullable String queue,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate to) {
    LocalDate until = to == null ? LocalDate.now(zone) : to;
    return queues.figures(queue, from == null ? until.minusDays(6) : from, until);
  }
}
