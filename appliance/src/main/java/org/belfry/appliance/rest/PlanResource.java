package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PlanChecks;
import org.belfry.pbx.admin.PlanChecks.CheckView;
import org.belfry.pbx.admin.PlanChecks.KeepCheck;
import org.belfry.pbx.admin.PlanExplainer;
import org.belfry.pbx.admin.PlanExplainer.Explanation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where a call would go, and why. */
@RestController
@RequestMapping("/api/v1/plans")
@Tag(name = "dial plan")
class PlanResource {
  private final PlanExplainer plans;
  private final PlanChecks checks;

  PlanResource(PlanExplainer plans, PlanChecks checks) {
    this.plans = plans;
    this.checks = checks;
  }

  /**
   * @param at any time with its offset; null for now
   */
  record Explain(@Nullable String from, @Nullable String to, @Nullable OffsetDateTime at) {}

  @PostMapping("/explain")
  @Operation(
      summary = "Where a call would go, and why, without making it",
      description =
          "Example: {\"from\":\"1001\",\"to\":\"+49301234\",\"at\":\"2026-12-24T20:00:00+01:00\"}")
  Explanation explain(@RequestBody Explain question) {
    if (question.from() == null || question.from().isBlank()) {
      throw new InvalidCommand("from", "required");
    }
    if (question.to() == null || question.to().isBlank()) {
      throw new InvalidCommand("to", "required");
    }
    Instant at = question.at() == null ? Instant.now() : question.at().toInstant();
    return plans.explain(question.from().strip(), question.to().strip(), at);
  }

  /**
   * @param at any time with its offset; null for now
   */
  record Keep(
      @Nullable String name,
      @Nullable String from,
      @Nullable String to,
      @Nullable OffsetDateTime at) {}

  @GetMapping("/checks")
  @Operation(summary = "Questions that are asked again after each change, and their answers")
  List<CheckView> checks() {
    return checks.checks();
  }

  @PostMapping("/checks")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Keep a question with its answer of now",
      description = "{\"name\":\"Sunday\",\"from\":\"+4930999\",\"to\":\"600\"}")
  CheckView keep(@RequestBody Keep command) {
    return checks.keep(
        new KeepCheck(
            command.name(),
            command.from() == null ? "" : command.from(),
            command.to() == null ? "" : command.to(),
            command.at() == null ? null : command.at().toInstant()));
  }

  @PostMapping("/checks/{id}/accept")
  @Operation(summary = "Take what happens now as what is wanted")
  CheckView accept(@PathVariable long id) {
    return checks.accept(id);
  }

  @DeleteMapping("/checks/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forget a question")
  void forget(@PathVariable long id) {
    checks.delete(id);
  }
}
