package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.belfry.appliance.security.OngoingAccess;
import org.belfry.pbx.admin.CallEvents;
import org.belfry.pbx.admin.CallEvents.CallEventView;
import org.belfry.pbx.admin.QueueMonitor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events of calls and queues as they happen, as server-sent events (WHATWG HTML §9.2). Each stream
 * is a request that does not end, on a virtual thread of its own.
 */
@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "events")
class EventResource {
  private static final int WAITING_MAX = 1000;
  private static final int LOOK_SECONDS = 1;
  private static final int SILENCE_LOOKS = 15;

  private final CallEvents events;
  private final QueueMonitor queues;
  private final JsonMapper json;
  private final OngoingAccess access;
  private final Streams streams = new Streams();

  EventResource(CallEvents events, QueueMonitor queues, JsonMapper json, OngoingAccess access) {
    this.events = events;
    this.queues = queues;
    this.json = json;
    this.access = access;
  }

  @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(summary = "What happens to calls and in queues from now on, as server-sent events")
  void stream(HttpServletRequest request, HttpServletResponse response)
      throws InterruptedException {
    BooleanSupplier still = access.of(request);
    streams.enter(request.getRemoteUser());
    BlockingQueue<Record> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    AtomicBoolean tooSlow = new AtomicBoolean();
    Consumer<Record> heard =
        event -> {
          if (!waiting.offer(event)) {
            tooSlow.set(true);
          }
        };
    try (var calls = events.onEvent(heard::accept);
        var callers = queues.onEvent(heard::accept);
        OutputStream out = response.getOutputStream()) {
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setHeader("Cache-Control", "no-store");
      write(out, ": call events\n\n");
      int silent = 0;
      while (!tooSlow.get() && still.getAsBoolean()) {
        Record event = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        silent = event == null ? silent + 1 : 0;
        if (event != null) {
          write(out, text(event));
        } else if (silent % SILENCE_LOOKS == 0) {
          // A comment finds out whether anybody is still there, and keeps proxies from closing.
          write(out, ":\n\n");
        }
      }
    } catch (IOException e) {
      return; // whoever listened has gone
    } finally {
      streams.leave(request.getRemoteUser());
    }
  }

  private String text(Record event) {
    String name =
        event instanceof CallEventView call
            ? "id: " + call.number() + "\nevent: " + call.type().name().toLowerCase(Locale.ROOT)
            : "event: queue";
    return name + "\ndata: " + json.writeValueAsString(event) + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
