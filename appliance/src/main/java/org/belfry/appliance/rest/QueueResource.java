package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueAdmin;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
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

/** Queues: callers wait for the next agent who has time. */
@RestController
@RequestMapping("/api/v1/queues")
@Tag(name = "queues")
class QueueResource {
  private final QueueAdmin queues;

  QueueResource(QueueAdmin queues) {
    this.queues = queues;
  }

  @GetMapping
  @Operation(summary = "All queues")
  List<QueueView> list() {
    return queues.queues();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One queue")
  QueueView get(@PathVariable long id) {
    return queues.queue(id).orElseThrow(() -> new NotFound("queue", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description =
          "Example: {\"name\":\"sales\",\"number\":\"600\",\"members\":[{\"agent\":\"1001\"}],"
              + "\"late\":\"voicemail:1001\"}")
  ResponseEntity<QueueView> create(@RequestBody SaveQueue command) {
    QueueView created = queues.create(command);
    return ResponseEntity.created(URI.create("/api/v1/queues/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one; who waits in it waits on")
  QueueView replace(@PathVariable long id, @RequestBody SaveQueue command) {
    return queues.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still leads to it")
  void delete(@PathVariable long id) {
    queues.delete(id);
  }
}
