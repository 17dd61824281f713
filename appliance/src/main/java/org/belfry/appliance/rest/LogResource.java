package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import org.belfry.pbx.admin.LogMonitor;
import org.belfry.pbx.admin.LogMonitor.Filter;
import org.belfry.pbx.admin.LogMonitor.LogLevel;
import org.belfry.pbx.admin.LogMonitor.LogPage;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The log. */
@RestController
@RequestMapping("/api/v1/log")
@Tag(name = "system")
class LogResource {
  private final LogMonitor log;

  LogResource(LogMonitor log) {
    this.log = log;
  }

  @GetMapping
  @Operation(
      summary = "The newest log entries that match, newest first",
      description = "Passwords, keys and secret addresses are masked.")
  LogPage log(
      @RequestParam(required = false) @Nullable LogLevel level,
      @RequestParam(required = false) @Nullable String text,
      @RequestParam(required = false) @Nullable OffsetDateTime from,
      @RequestParam(required = false) @Nullable OffsetDateTime to,
      @RequestParam(defaultValue = "100") int limit) {
    return log.find(
        new Filter(
            level,
            text,
            from == null ? null : from.toInstant(),
            to == null ? null : to.toInstant()),
        limit);
  }

  @GetMapping("/file")
  @Operation(summary = "The log as text, at most 20 MB of its end")
  void file(HttpServletResponse response) throws IOException {
    try (OutputStream out = Attachment.of(response, "belfry-log.txt", "text/plain;charset=UTF-8")) {
      log.write(out);
    }
  }
}
