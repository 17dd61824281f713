package org.belfry.webui.certificates;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.AcmeAdmin.AcmeView;
import org.belfry.pbx.admin.AcmeAdmin.Phase;
import org.belfry.pbx.admin.AcmeAdmin.ProgressView;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** The request that runs or ran last, and when the next one is due. */
final class RequestPanel extends Panel {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final transient AcmeAdmin acme;
  private final transient Inputs inputs = new Inputs("certrequest.");
  private final transient Runnable ended;
  private final Moments moments = Moments.of(this);
  private final Div content = new Div();
  private transient @Nullable AcmeView shown;

  /**
   * @param ended called when something has changed
   */
  RequestPanel(AcmeAdmin acme, Runnable ended) {
    this.acme = acme;
    this.ended = ended;
    super(text("certrequest.title"));
    add(content);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    AcmeView now = acme.acme();
    if (now.equals(shown)) {
      return; // drawn anew, a press would miss its button
    }
    shown = now;
    content.removeAll();
    Facts facts = new Facts().fact(inputs.text("state"), state(now.progress()));
    if (now.renewal().due() != null) {
      facts.fact(
          inputs.text(now.renewal().failures() > 0 ? "retry" : "due"),
          moments.minute(now.renewal().due()));
    } else {
      facts.fact(inputs.text("due"), inputs.text("off"));
    }
    content.add(facts);
    explain(now.progress());
    boolean busy = now.progress().phase().isBusy();
    Button test = new Button(inputs.text("test"), clicked -> attempt(true));
    test.setEnabled(!busy);
    Button request = new Button(inputs.text("now"), clicked -> attempt(false));
    request.setEnabled(!busy && now.on());
    Div actions = new Div(test, request);
    actions.addClassName("bf-actions");
    Paragraph help = new Paragraph(inputs.text("test.lead"));
    help.addClassName("bf-small");
    content.add(actions, help);
    ended.run();
  }

  private Div state(ProgressView progress) {
    Pill.Tone tone =
        switch (progress.phase()) {
          case DONE -> Pill.Tone.GOOD;
          case FAILED -> Pill.Tone.BAD;
          case NONE -> Pill.Tone.QUIET;
          default -> Pill.Tone.BUSY;
        };
    Div line = new Div(new Pill(inputs.word("phase", progress.phase()), tone));
    if (progress.test()) {
      line.add(new Span(inputs.text("is.test")));
    }
    if (progress.since() != null) {
      line.add(new Span(moments.minute(progress.since())));
    }
    line.addClassName("bf-entry-line");
    return line;
  }

  private void explain(ProgressView progress) {
    Reason reason = progress.reason();
    if (progress.phase() == Phase.DONE && progress.test()) {
      content.add(new Paragraph(inputs.text("test.done")));
    }
    if (reason == null) {
      return;
    }
    Paragraph words = new Paragraph(inputs.word("reason", reason));
    words.addClassName("bf-hint");
    content.add(words);
    Facts facts = new Facts();
    if (progress.name() != null) {
      facts.fact(inputs.text("name"), progress.name());
    }
    if (progress.detail() != null) {
      facts.fact(inputs.text("detail"), progress.detail());
    }
    content.add(facts);
  }

  private void attempt(boolean test) {
    try {
      acme.request(test);
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
    refresh();
  }
}
