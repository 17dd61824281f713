package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.belfry.pbx.admin.AnnouncementAdmin;
import org.belfry.pbx.admin.AnnouncementAdmin.AnnouncementView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the site has recorded for its callers. */
@RestController
@RequestMapping("/api/v1/announcements")
@Tag(name = "prompts")
class AnnouncementResource {
  private static final int SOUND_MAX = 50 * 1024 * 1024;

  private final AnnouncementAdmin announcements;

  AnnouncementResource(AnnouncementAdmin announcements) {
    this.announcements = announcements;
  }

  record Rename(@Nullable String name) {}

  record Speak(@Nullable String text) {}

  record RecordBy(@Nullable String extension) {}

  record Recording(String callId) {}

  @GetMapping
  @Operation(summary = "All announcements, their recordings and where they are used")
  List<AnnouncementView> list() {
    return announcements.announcements();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One announcement")
  AnnouncementView get(@PathVariable String name) {
    return announcements.announcement(name);
  }

  @GetMapping(path = "/{name}/{language}", produces = "audio/x-wav")
  @Operation(summary = "An announcement as it is played")
  byte[] sound(@PathVariable String name, @PathVariable String language) {
    return announcements.sound(name, language);
  }

  @PutMapping("/{name}/{language}")
  @Operation(
      summary = "Add a recording, or replace the one in this language",
      description = "WAV or Ogg/Opus, five minutes at most. The first one makes the announcement.")
  AnnouncementView put(
      @PathVariable String name, @PathVariable String language, HttpServletRequest request)
      throws IOException {
    byte[] sound = request.getInputStream().readNBytes(SOUND_MAX + 1);
    if (sound.length > SOUND_MAX) {
      throw new InvalidCommand("sound", "must not exceed 50 MB");
    }
    return announcements.put(name, language, Made.UPLOADED, sound);
  }

  @PostMapping("/{name}/{language}/speech")
  @Operation(
      summary = "The same with a text that is spoken",
      description = "Example: {\"text\":\"We are on holiday.\"}; 1000 characters at most.")
  AnnouncementView speak(
      @PathVariable String name, @PathVariable String language, @RequestBody Speak speak) {
    return announcements.speak(name, language, speak.text() == null ? "" : speak.text());
  }

  @PostMapping("/{name}/{language}/recording")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Call somebody to have it recorded",
      description = "Example: {\"extension\":\"1001\"}")
  Recording record(
      @PathVariable String name, @PathVariable String language, @RequestBody RecordBy by) {
    String extension = by.extension() == null ? "" : by.extension();
    return new Recording(announcements.record(name, language, extension));
  }

  @PatchMapping("/{name}")
  @Operation(
      summary = "Rename it; refused while it is used",
      description = "Example: {\"name\":\"closed\"}")
  AnnouncementView rename(@PathVariable String name, @RequestBody Rename to) {
    return announcements.rename(name, to.name() == null ? "" : to.name());
  }

  @DeleteMapping("/{name}/{language}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete it in one language; the last one only while it is not used")
  void delete(@PathVariable String name, @PathVariable String language) {
    announcements.delete(name, language);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete it in all languages; refused while it is used")
  void delete(@PathVariable String name) {
    announcements.delete(name);
  }
}
