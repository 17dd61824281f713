package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.LiveRecordingView;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.RecordingPage;
import org.belfry.pbx.admin.RecordingAdmin.RecordingView;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.Search;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Recordings of calls and conferences, and whose calls are recorded. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "recordings")
class RecordingResource {
  private static final MediaType WAV = MediaType.parseMediaType("audio/x-wav");
  private static final MediaType OGG = MediaType.parseMediaType("audio/ogg");

  private final RecordingAdmin recordings;

  RecordingResource(RecordingAdmin recordings) {
    this.recordings = recordings;
  }

  /**
   * @param announce false when left out
   * @param hear false when left out; for users only
   */
  record Rule(@Nullable When when, @Nullable Boolean announce, @Nullable Boolean hear) {}

  @GetMapping("/recordings")
  @Operation(
      summary = "Recordings, the newest first",
      description =
          "text is part of a number or name; extension is that of a user who took part; from and"
              + " to are moments.")
  RecordingPage list(
      @RequestParam(required = false) @Nullable String text,
      @RequestParam(required = false) @Nullable String extension,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    return recordings.recordings(new Search(text, extension, from, to), offset, limit);
  }

  @GetMapping("/recordings/live")
  @Operation(summary = "Recordings that are being made, the oldest first")
  List<LiveRecordingView> live() {
    return recordings.live();
  }

  @GetMapping("/recordings/{id}")
  @Operation(summary = "One recording")
  RecordingView get(@PathVariable long id) {
    return recordings.recording(id);
  }

  @GetMapping("/recordings/{id}/audio")
  @Operation(
      summary = "The sound: the caller on the left, the callee on the right",
      description = "A Range may be asked for. Each download is a line in the audit log.")
  ResponseEntity<Resource> audio(@PathVariable long id) {
    Path file = recordings.sound(id);
    boolean wav = file.toString().endsWith(".wav");
    return ResponseEntity.ok()
        .contentType(wav ? WAV : OGG)
        .header(
            "Content-Disposition",
            "inline; filename=\"recording-" + id + (wav ? ".wav" : ".opus") + "\"")
        .body(new FileSystemResource(file));
  }

  @DeleteMapping("/recordings/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a recording for good")
  void delete(@PathVariable long id) {
    recordings.delete(id);
  }

  @GetMapping("/recording-rules")
  @Operation(summary = "Whose calls are recorded, where somebody has said so")
  List<RuleView> rules() {
    return recordings.rules();
  }

  @GetMapping("/recording-rules/{kind}/{name}")
  @Operation(summary = "Whether calls of a user, group, trunk or queue are recorded")
  RuleView rule(@PathVariable String kind, @PathVariable String name) {
    return recordings.rule(kind(kind), name);
  }

  @PutMapping("/recording-rules/{kind}/{name}")
  @Operation(
      summary = "Record calls of a user, group, trunk or queue",
      description =
          "{\"when\":\"ALWAYS\",\"announce\":true}; NEVER, ON_DEMAND or ALWAYS. \"hear\":true lets"
              + " a user hear and download the own recordings in the portal.")
  RuleView change(@PathVariable String kind, @PathVariable String name, @RequestBody Rule command) {
    if (command.when() == null) {
      throw new InvalidCommand("when", "must be NEVER, ON_DEMAND or ALWAYS");
    }
    return recordings.change(
        new RuleView(
            kind(kind),
            name,
            command.when(),
            Boolean.TRUE.equals(command.announce()),
            Boolean.TRUE.equals(command.hear())));
  }

  private static OwnerKind kind(String kind) {
    try {
      return OwnerKind.valueOf(kind.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new NotFound("kind of owner", kind);
    }
  }
}
