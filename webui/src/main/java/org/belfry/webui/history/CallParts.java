package org.belfry.webui.history;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.webui.base.Causes;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/** The parts of a call's record, for the dialog and the page of one call. */
final class CallParts {
  private final CallRecord call;
  private final Moments moments;
  private final Component page;

  /**
   * @param page whose texts are used
   */
  CallParts(CallRecord call, Moments moments, Component page) {
    this.call = call;
    this.moments = moments;
    this.page = page;
  }

  Div parties() {
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div parties =
        new Div(
            new Party(call.callerName(), call.caller()),
            arrow,
            new Party(call.calleeName(), call.callee()));
    parties.addClassName("bf-entry-parties");
    return parties;
  }

  Div ending() {
    Div ending = new Div(Causes.pill(page, call), new Span(Causes.sentence(page, call.cause())));
    ending.addClassName("bf-entry-line");
    return ending;
  }

  /** Codecs and quality of its legs, also over time; empty when none is known. */
  List<Component> legs() {
    List<Component> legs = new ArrayList<>();
    if (call.answeredAt() != null && !call.media().isEmpty()) {
      legs.add(new MediaTable(call.media()));
      List<LegQuality> known = QualityCharts.has(call.media());
      if (!known.isEmpty()) {
        legs.add(new QualityCharts(known));
      }
    }
    return legs;
  }

  /** As a picture, which runs and loads nothing. */
  Div drawing(String svg) {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    Image image =
        new Image(
            "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes),
            page.getTranslation("doctor.ladder.alt"));
    Div scrolled = new Div(image);
    scrolled.addClassName("bf-ladder");
    return scrolled;
  }

  Facts times() {
    Facts facts =
        new Facts()
            .fact(page.getTranslation("history.detail.started"), moments.full(call.startedAt()))
            .fact(page.getTranslation("history.detail.ringing"), orDash(call.ringingAt()))
            .fact(page.getTranslation("history.detail.answered"), orDash(call.answeredAt()))
            .fact(page.getTranslation("history.detail.ended"), moments.full(call.endedAt()))
            .fact(page.getTranslation("history.talktime"), Moments.clock(call.talkTime()))
            .fact(page.getTranslation("history.detail.status"), Integer.toString(call.status()));
    agent(facts, "history.detail.calleragent", call.callerAgent());
    agent(facts, "history.detail.calleeagent", call.calleeAgent());
    return facts.fact(page.getTranslation("history.detail.callid"), call.callId());
  }

  Div attempts() {
    Div all = new Div(new H3(page.getTranslation("history.detail.attempts")));
    all.addClassName("bf-attempts");
    if (call.attempts().isEmpty()) {
      all.add(new Paragraph(page.getTranslation("history.detail.noattempts")));
    }
    for (CallRecord.Attempt attempt : call.attempts()) {
      Span target = new Span(attempt.target());
      target.addClassName("bf-number");
      Div row =
          new Div(new Span(moments.time(attempt.startedAt())), target, outcome(attempt.status()));
      row.addClassName("bf-attempt");
      all.add(row);
    }
    return all;
  }

  private Pill outcome(int status) {
    String words =
        switch (status) {
          case 408 -> page.getTranslation("history.attempt.timeout");
          case 486, 600 -> page.getTranslation("history.attempt.busy");
          case 487 -> page.getTranslation("history.attempt.cancelled");
          case 603 -> page.getTranslation("history.attempt.declined");
          default ->
              status < 300
                  ? page.getTranslation("history.attempt.answered")
                  : page.getTranslation("history.attempt.failed", Integer.toString(status));
        };
    Pill.Tone tone =
        status < 300 ? Pill.Tone.GOOD : status == 487 ? Pill.Tone.QUIET : Pill.Tone.BUSY;
    return new Pill(words, tone);
  }

  private void agent(Facts facts, String textKey, @Nullable String agent) {
    if (agent != null) {
      facts.fact(page.getTranslation(textKey), agent);
    }
  }

  private String orDash(@Nullable Instant instant) {
    return instant == null ? "–" : moments.full(instant);
  }
}
