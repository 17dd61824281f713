package org.belfry.webui.history;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.belfry.pbx.admin.CallDiagnosis.DiagnosisView;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.webui.base.Causes;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/** All that is known of one call. */
final class CallDialog extends Dialog {
  private final Moments moments;

  /**
   * @param ladder the drawing of its messages (SVG), or null when none is to be shown
   */
  CallDialog(CallRecord call, Moments moments, DiagnosisView diagnosis, @Nullable String ladder) {
    this.moments = moments;
    setHeaderTitle(getTranslation("history.detail.title"));
    addClassNames("bf-dialog", "bf-call");
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div parties =
        new Div(
            new Party(call.callerName(), call.caller()),
            arrow,
            new Party(call.calleeName(), call.callee()));
    parties.addClassName("bf-entry-parties");
    Div ending = new Div(Causes.pill(this, call), new Span(Causes.sentence(this, call.cause())));
    ending.addClassName("bf-entry-line");
    add(parties, ending, new DiagnosisPanel(diagnosis), times(call));
    if (call.answeredAt() != null && !call.media().isEmpty()) {
      add(new MediaTable(call.media()));
      List<LegQuality> known = QualityCharts.has(call.media());
      if (!known.isEmpty()) {
        add(new QualityCharts(known));
      }
    }
    add(attempts(call));
    if (ladder != null) {
      add(new Details(getTranslation("doctor.ladder"), drawing(ladder)));
    }
    Button close = new Button(getTranslation("base.close"), clicked -> close());
    getFooter().add(close);
  }

  /** As a picture, which runs and loads nothing. */
  private Div drawing(String svg) {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    Image image =
        new Image(
            "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes),
            getTranslation("doctor.ladder.alt"));
    Div scrolled = new Div(image);
    scrolled.addClassName("bf-ladder");
    return scrolled;
  }

  private Facts times(CallRecord call) {
    Facts facts =
        new Facts()
            .fact(getTranslation("history.detail.started"), moments.full(call.startedAt()))
            .fact(getTranslation("history.detail.ringing"), orDash(call.ringingAt()))
            .fact(getTranslation("history.detail.answered"), orDash(call.answeredAt()))
            .fact(getTranslation("history.detail.ended"), moments.full(call.endedAt()))
            .fact(getTranslation("history.talktime"), Moments.clock(call.talkTime()))
            .fact(getTranslation("history.detail.status"), Integer.toString(call.status()));
    agent(facts, "history.detail.calleragent", call.callerAgent());
    agent(facts, "history.detail.calleeagent", call.calleeAgent());
    return facts.fact(getTranslation("history.detail.callid"), call.callId());
  }

  private Div attempts(CallRecord call) {
    Div all = new Div(new H3(getTranslation("history.detail.attempts")));
    all.addClassName("bf-attempts");
    if (call.attempts().isEmpty()) {
      all.add(new Paragraph(getTranslation("history.detail.noattempts")));
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
          case 408 -> getTranslation("history.attempt.timeout");
          case 486, 600 -> getTranslation("history.attempt.busy");
          case 487 -> getTranslation("history.attempt.cancelled");
          case 603 -> getTranslation("history.attempt.declined");
          default ->
              status < 300
                  ? getTranslation("history.attempt.answered")
                  : getTranslation("history.attempt.failed", Integer.toString(status));
        };
    Pill.Tone tone =
        status < 300 ? Pill.Tone.GOOD : status == 487 ? Pill.Tone.QUIET : Pill.Tone.BUSY;
    return new Pill(words, tone);
  }

  private void agent(Facts facts, String textKey, @Nullable String agent) {
    if (agent != null) {
      facts.fact(getTranslation(textKey), agent);
    }
  }

  private String orDash(@Nullable Instant instant) {
    return instant == null ? "–" : moments.full(instant);
  }
}
