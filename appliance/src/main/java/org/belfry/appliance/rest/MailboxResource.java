package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.ChangeMailbox;
import org.belfry.pbx.admin.MailboxAdmin.GreetingKind;
import org.belfry.pbx.admin.MailboxAdmin.MailboxView;
import org.belfry.pbx.admin.MailboxAdmin.MessageFolder;
import org.belfry.pbx.admin.MailboxAdmin.MessagePage;
import org.belfry.pbx.admin.MailboxAdmin.MessageView;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Mailboxes, their messages and greetings. */
@RestController
@RequestMapping("/api/v1/mailboxes")
@Tag(name = "voicemail")
class MailboxResource {
  private static final MediaType WAV = MediaType.parseMediaType("audio/x-wav");
  private static final int GREETING_MAX = 20 * 1024 * 1024;

  private final MailboxAdmin mailboxes;

  MailboxResource(MailboxAdmin mailboxes) {
    this.mailboxes = mailboxes;
  }

  record Move(@Nullable MessageFolder folder) {}

  @GetMapping
  @Operation(summary = "The mailboxes of all users")
  List<MailboxView> list() {
    return mailboxes.mailboxes();
  }

  @GetMapping("/{extension}")
  @Operation(summary = "One mailbox")
  MailboxView get(@PathVariable String extension) {
    return mailboxes.mailbox(extension);
  }

  @PatchMapping("/{extension}")
  @Operation(
      summary = "Change how a user has the mailbox",
      description =
          "Example:"
              + " {\"attach\":\"OPUS\",\"deleteAfterMail\":true,\"language\":\"de\",\"pin\":\"7391\"}."
              + " An empty pin removes it; either ends a lock.")
  MailboxView change(@PathVariable String extension, @RequestBody ChangeMailbox command) {
    return mailboxes.change(extension, command);
  }

  @GetMapping("/{extension}/messages")
  @Operation(summary = "Messages, the newest first")
  MessagePage messages(
      @PathVariable String extension,
      @RequestParam(required = false) @Nullable MessageFolder folder,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    return mailboxes.messages(extension, folder, offset, limit);
  }

  @GetMapping("/{extension}/messages/{id}")
  @Operation(summary = "One message")
  MessageView message(@PathVariable String extension, @PathVariable long id) {
    return mailboxes.message(extension, id);
  }

  @PatchMapping("/{extension}/messages/{id}")
  @Operation(
      summary = "Mark a message as heard, or as new again",
      description = "{\"folder\":\"SAVED\"} or {\"folder\":\"NEW\"}")
  MessageView move(
      @PathVariable String extension, @PathVariable long id, @RequestBody Move command) {
    if (command.folder() == null) {
      throw new InvalidCommand("folder", "required");
    }
    return mailboxes.move(extension, id, command.folder());
  }

  @DeleteMapping("/{extension}/messages/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a message for good")
  void delete(@PathVariable String extension, @PathVariable long id) {
    mailboxes.delete(extension, id);
  }

  @GetMapping("/{extension}/messages/{id}/audio")
  @Operation(summary = "The sound of a message", description = "A Range may be asked for.")
  ResponseEntity<Resource> audio(@PathVariable String extension, @PathVariable long id) {
    return ResponseEntity.ok()
        .contentType(WAV)
        .header("Content-Disposition", "inline; filename=\"message-" + id + ".wav\"")
        .body(new FileSystemResource(mailboxes.sound(extension, id)));
  }

  @GetMapping("/{extension}/greetings/{which}")
  @Operation(summary = "A greeting: own, busy, temporary or name")
  ResponseEntity<Resource> greeting(@PathVariable String extension, @PathVariable String which) {
    return ResponseEntity.ok()
        .contentType(WAV)
        .body(new FileSystemResource(mailboxes.greeting(extension, greeting(which))));
  }

  @PutMapping("/{extension}/greetings/{which}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Upload a greeting", description = "WAV or Ogg/Opus, two minutes at most.")
  void setGreeting(
      @PathVariable String extension, @PathVariable String which, HttpServletRequest request)
      throws IOException {
    byte[] sound = request.getInputStream().readNBytes(GREETING_MAX + 1);
    if (sound.length > GREETING_MAX) {
      throw new InvalidCommand("sound", "must not exceed 20 MB");
    }
    mailboxes.setGreeting(extension, greeting(which), sound);
  }

  @DeleteMapping("/{extension}/greetings/{which}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a greeting")
  void removeGreeting(@PathVariable String extension, @PathVariable String which) {
    mailboxes.removeGreeting(extension, greeting(which));
  }

  private static GreetingKind greeting(String which) {
    try {
      return GreetingKind.valueOf(which.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new NotFound("greeting", which);
    }
  }
}
