package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.CallDiagnosis;
import org.belfry.pbx.admin.CallDiagnosis.DiagnosisView;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The call history. */
@RestController
@RequestMapping("/api/v1/cdrs")
@Tag(name = "call history")
class HistoryResource {
  private final CallHistory history;
  private final SiteExports exports;
  private final CallDiagnosis doctor;

  HistoryResource(CallHistory history, SiteExports exports, CallDiagnosis doctor) {
    this.history = history;
    this.exports = exports;
    this.doctor = doctor;
  }

  /**
   * A call record on the wire.
   *
   * @param durationSeconds time spoken
   * @param media how each leg sounded; empty when media did not run through us
   * @param takenBy extension of the user whose phone answered, or null
   * @param reasons why the call went where it went, as decided when it was planned; empty when it
   *     was not noted
   */
  record Cdr(
      long id,
      String callId,
      String caller,
      @Nullable String callerName,
      String callee,
      @Nullable String calleeName,
      @Nullable String callerAgent,
      @Nullable String calleeAgent,
      Instant startedAt,
      @Nullable Instant ringingAt,
      @Nullable Instant answeredAt,
      Instant endedAt,
      double durationSeconds,
      boolean answered,
      int status,
      CallRecord.Cause cause,
      List<CallRecord.Attempt> attempts,
      List<LegQuality> media,
      @Nullable String takenBy,
      List<CallRecord.Reason> reasons) {
    static Cdr of(StoredCall stored) {
      CallRecord c = stored.call();
      return new Cdr(
          stored.id(),
          c.callId(),
          c.caller(),
          c.callerName(),
          c.callee(),
          c.calleeName(),
          c.callerAgent(),
          c.calleeAgent(),
          c.startedAt(),
          c.ringingAt(),
          c.answeredAt(),
          c.endedAt(),
          c.talkTime().toMillis() / 1000.0,
          c.answeredAt() != null,
          c.status(),
          c.cause(),
          c.attempts(),
          c.media(),
          c.takenBy(),
          c.reasons());
    }
  }

  record CdrPage(List<Cdr> cdrs, long total, int offset, int limit) {}

  @GetMapping
  @Operation(summary = "Calls that have ended, newest first")
  CdrPage find(
      @RequestParam(required = false) @Nullable String party,
      @RequestParam(required = false) @Nullable Boolean answered,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    CallHistory.Page page = history.find(new Filter(party, answered, from, to), offset, limit);
    return new CdrPage(
        page.calls().stream().map(Cdr::of).toList(), page.total(), page.offset(), page.limit());
  }

  @GetMapping(path = "/csv", produces = "text/csv")
  @Operation(
      summary = "The same as CSV, without pages",
      description = "The newest 100000 calls at most.")
  void csv(
      @RequestParam(required = false) @Nullable String party,
      @RequestParam(required = false) @Nullable Boolean answered,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      HttpServletResponse response)
      throws IOException {
    // Calls that end meanwhile would shift the pages.
    Instant until = to == null ? Instant.now() : to;
    Filter filter = new Filter(party, answered, from, until);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"calls.csv\"");
    exports.calls(response.getWriter(), filter);
  }

  @GetMapping("/{id}")
  @Operation(summary = "One call")
  Cdr get(@PathVariable long id) {
    return history.call(id).map(Cdr::of).orElseThrow(() -> new NotFound("call", id));
  }

  @GetMapping("/{id}/diagnosis")
  @Operation(
      summary = "How a call went: a verdict, and for what went badly a cause and a fix",
      description = "Without the call's messages, which are kept for some time, less is found.")
  DiagnosisView diagnosis(@PathVariable long id) {
    return doctor.diagnosis(id);
  }
}
