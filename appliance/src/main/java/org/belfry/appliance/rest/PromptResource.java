package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.pbx.admin.PromptAdmin.PromptView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What Belfry says on the phone. */
@RestController
@RequestMapping("/api/v1/prompts")
@Tag(name = "prompts")
class PromptResource {
  private static final int SOUND_MAX = 50 * 1024 * 1024;

  private final PromptAdmin prompts;

  PromptResource(PromptAdmin prompts) {
    this.prompts = prompts;
  }

  record RecordBy(@Nullable String extension) {}

  record Recording(String callId) {}

  record Speak(@Nullable String text) {}

  @GetMapping
  @Operation(summary = "The languages that are spoken")
  List<String> languages() {
    return prompts.languages();
  }

  @GetMapping("/{language}")
  @Operation(summary = "All phrases of a language")
  List<PromptView> list(@PathVariable String language) {
    return prompts.prompts(language);
  }

  @GetMapping(path = "/{language}/{name}", produces = "audio/x-wav")
  @Operation(summary = "A phrase as it is said now")
  byte[] sound(@PathVariable String language, @PathVariable String name) {
    return prompts.sound(language, name);
  }

  @PutMapping("/{language}/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Replace a phrase by a recording",
      description = "WAV or Ogg/Opus, five minutes at most.")
  void replace(@PathVariable String language, @PathVariable String name, HttpServletRequest request)
      throws IOException {
    byte[] sound = request.getInputStream().readNBytes(SOUND_MAX + 1);
    if (sound.length > SOUND_MAX) {
      throw new InvalidCommand("sound", "must not exceed 50 MB");
    }
    prompts.replace(language, name, Made.UPLOADED, sound);
  }

  @PostMapping("/{language}/{name}/speech")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Replace a phrase by a text that is spoken",
      description = "Example: {\"text\":\"We are on holiday.\"}; 1000 characters at most.")
  void speak(@PathVariable String language, @PathVariable String name, @RequestBody Speak speak) {
    prompts.speak(language, name, speak.text() == null ? "" : speak.text());
  }

  @DeleteMapping("/{language}/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Say a phrase as it came with Belfry again")
  void reset(@PathVariable String language, @PathVariable String name) {
    prompts.reset(language, name);
  }

  @PostMapping("/{language}/{name}/recording")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Call somebody to have a phrase spoken",
      description = "Example: {\"extension\":\"1001\"}")
  Recording record(
      @PathVariable String language, @PathVariable String name, @RequestBody RecordBy by) {
    return new Recording(
        prompts.record(language, name, by.extension() == null ? "" : by.extension()));
  }
}
