package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.OffsetDateTime;
import java.util.List;
import org.belfry.pbx.admin.AlarmMonitor;
import org.belfry.pbx.admin.AlarmMonitor.AlarmView;
import org.belfry.pbx.admin.AuditLog;
import org.belfry.pbx.admin.AuditLog.AuditPage;
import org.belfry.pbx.admin.AuditLog.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was changed, and what somebody should look at. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "system")
class AuditResource {
  private final AuditLog audit;
  private final AlarmMonitor alarms;

  AuditResource(AuditLog audit, AlarmMonitor alarms) {
    this.audit = audit;
    this.alarms = alarms;
  }

  @GetMapping("/audit")
  @Operation(summary = "Who has changed what, newest first; secrets are masked")
  AuditPage audit(
      @RequestParam(required = false) @Nullable String text,
      @RequestParam(required = false) @Nullable OffsetDateTime from,
      @RequestParam(required = false) @Nullable OffsetDateTime to,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    return audit.find(
        new Filter(
            text, from == null ? null : from.toInstant(), to == null ? null : to.toInstant()),
        offset,
        limit);
  }

  @GetMapping("/alarms")
  @Operation(summary = "What somebody should look at; empty while all is well")
  List<AlarmView> alarms() {
    return alarms.alarms();
  }
}
