package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.security.OngoingAccess;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.pbx.admin.ConferenceControl.ConferenceView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Conferences that go on: roster, and what moderators do. */
@RestController
@RequestMapping("/api/v1/conferences")
@Tag(name = "conferences")
class LiveConferenceResource {
  private static final int WAITING_MAX = 1000;
  private static final int LOOK_SECONDS = 1;
  private static final int SILENCE_LOOKS = 15;

  private final ConferenceControl conferences;
  private final JsonMapper json;
  private final OngoingAccess access;
  private final UserAdmin users;
  private final Streams streams = new Streams();

  LiveConferenceResource(
      ConferenceControl conferences, JsonMapper json, OngoingAccess access, UserAdmin users) {
    this.conferences = conferences;
    this.json = json;
    this.access = access;
    this.users = users;
  }

  record Switch(@Nullable Boolean on) {
    boolean needed() {
      if (on == null) {
        throw new InvalidCommand("on", "must be true or false");
      }
      return on;
    }
  }

  /**
   * @param to an extension or number as it would be dialled, or a SIP address
   * @param from extension of the user whose permissions count; null for the site, which only
   *     administrators may say
   */
  record Invitation(@Nullable String to, @Nullable String from) {}

  record Invited(String callId) {}

  @GetMapping
  @Operation(summary = "Conferences that go on, with who is in them and who talks")
  List<ConferenceView> list() {
    return conferences.conferences();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One of them")
  ConferenceView get(@PathVariable String name) {
    return conferences.conference(name);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Send everybody away")
  void end(@PathVariable String name) {
    conferences.end(name);
  }

  @PutMapping("/{name}/locked")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Let nobody else in, or again", description = "Example: {\"on\":true}")
  void lock(@PathVariable String name, @RequestBody Switch locked) {
    conferences.lock(name, locked.needed());
  }

  @PutMapping("/{name}/muted")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Mute everybody but the moderators, or let them speak")
  void muteAll(@PathVariable String name, @RequestBody Switch muted) {
    conferences.muteAll(name, muted.needed());
  }

  @PutMapping("/{name}/recording")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Record, which everybody is told, or stop it")
  void record(@PathVariable String name, @RequestBody Switch recording) {
    conferences.record(name, recording.needed());
  }

  @PostMapping("/{name}/participants")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Call somebody in; who answers must press 1",
      description =
          "Example: {\"to\":\"1002\"}. With \"from\":\"1001\" the permissions of that user count;"
              + " a token without the scope ADMIN has to say so.")
  Invited invite(
      @PathVariable String name, @RequestBody Invitation invitation, HttpServletRequest request) {
    if (invitation.to() == null || invitation.to().isBlank()) {
      throw new InvalidCommand("to", "required");
    }
    String payer = payer(invitation.from(), request);
    return new Invited(
        payer == null
            ? conferences.invite(name, invitation.to())
            : conferences.invite(name, invitation.to(), payer));
  }

  /** The site may call any number, so a token for calls alone would escape every permission. */
  private @Nullable String payer(@Nullable String from, HttpServletRequest request) {
    if (from == null || from.isBlank()) {
      if (request.isUserInRole("ADMIN")) {
        return null;
      }
      throw new InvalidCommand("from", "required");
    }
    return users.users().stream()
        .map(UserView::extension)
        .filter(from.strip()::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(() -> new InvalidCommand("from", "user not found"));
  }

  @PutMapping("/{name}/participants/{callId}/muted")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Mute one, or let it speak")
  void mute(@PathVariable String name, @PathVariable String callId, @RequestBody Switch muted) {
    conferences.mute(name, callId, muted.needed());
  }

  @DeleteMapping("/{name}/participants/{callId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Send one away")
  void kick(@PathVariable String name, @PathVariable String callId) {
    conferences.kick(name, callId);
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(summary = "Each conference after each change, as server-sent events")
  void stream(HttpServletRequest request, HttpServletResponse response)
      throws InterruptedException {
    BooleanSupplier still = access.of(request);
    streams.enter(request.getRemoteUser());
    BlockingQueue<ConferenceView> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    AtomicBoolean tooSlow = new AtomicBoolean();
    try (var subscription =
            conferences.onChange(view -> {
              if (!waiting.offer(view)) {
                tooSlow.set(true);
              }
            });
        OutputStream out = response.getOutputStream()) {
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setHeader("Cache-Control", "no-store");
      write(out, ": conferences\n\n");
      int silent = 0;
      while (!tooSlow.get() && still.getAsBoolean()) {
        ConferenceView view = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        silent = view == null ? silent + 1 : 0;
        if (view != null) {
          write(out, "event: conference\ndata: " + json.writeValueAsString(view) + "\n\n");
        } else if (silent % SILENCE_LOOKS == 0) {
          write(out, ":\n\n");
        }
      }
    } catch (IOException e) {
      return; // whoever listened has gone
    } finally {
      streams.leave(request.getRemoteUser());
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
