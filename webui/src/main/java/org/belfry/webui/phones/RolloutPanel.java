package org.belfry.webui.phones;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import org.belfry.pbx.admin.PhoneRollout;
import org.belfry.pbx.admin.PhoneRollout.FailedView;
import org.belfry.pbx.admin.PhoneRollout.RolloutView;
import org.belfry.pbx.admin.PhoneRollout.State;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;

/**
 * How a roll-out stands: how many phones have come, which have not and why; pause, resume, stop.
 */
final class RolloutPanel extends Panel {
  /** More failures are counted, and are in the API. */
  private static final int FAILURES_SHOWN = 50;

  private final transient PhoneRollout rollout;
  private final transient Inputs inputs = new Inputs("phones.");
  private final Span counts = new Span();
  private final Div state = new Div();
  private final ProgressBar bar = new ProgressBar();
  private final Div failures = new Div();
  private final Button pause = button("rollout.pause", VaadinIcon.PAUSE);
  private final Button resume = button("rollout.resume", VaadinIcon.PLAY);
  private final Button stop = button("rollout.stop", VaadinIcon.STOP);

  RolloutPanel(PhoneRollout rollout) {
    this.rollout = rollout;
    super(text("phones.rollout.title"));
    pause.addClickListener(clicked -> then(rollout::pause));
    resume.addClickListener(clicked -> then(rollout::resume));
    stop.addClickListener(clicked -> then(rollout::stop));
    failures.addClassName("bf-rows");
    Div line = new Div(state, counts, pause, resume, stop);
    line.addClassName("bf-entry-line");
    add(bar, line, failures);
    refresh();
  }

  private Button button(String key, VaadinIcon icon) {
    return new Button(text("phones." + key), icon.create());
  }

  private void then(Runnable command) {
    command.run();
    refresh();
  }

  /** Reads how it stands. */
  void refresh() {
    RolloutView now = rollout.current();
    setVisible(now != null);
    if (now != null) {
      show(now);
    }
  }

  private void show(RolloutView now) {
    int over = now.done() + now.failed().size();
    bar.setMax(Math.max(1, now.all()));
    bar.setValue(Math.min(over, Math.max(1, now.all())));
    counts.setText(
        inputs.text("rollout.progress", now.done(), now.all(), now.failed().size())
            + (now.waiting() + now.told() == 0
                ? ""
                : ", " + inputs.text("rollout.open", now.waiting(), now.told())));
    state.removeAll();
    state.add(new Pill(inputs.word("rollout.state", now.state()), tone(now)));
    boolean goesOn = now.state() == State.RUNNING || now.state() == State.PAUSED;
    pause.setVisible(now.state() == State.RUNNING);
    resume.setVisible(now.state() == State.PAUSED);
    stop.setVisible(goesOn);
    bar.setVisible(goesOn);
    failures.removeAll();
    now.failed().stream().limit(FAILURES_SHOWN).forEach(each -> failures.add(row(each)));
  }

  private static Pill.Tone tone(RolloutView now) {
    return switch (now.state()) {
      case RUNNING, PAUSED -> Pill.Tone.BUSY;
      case STOPPED -> Pill.Tone.QUIET;
      case DONE -> now.failed().isEmpty() ? Pill.Tone.GOOD : Pill.Tone.BAD;
    };
  }

  private static Div row(FailedView failed) {
    Span name = new Span(failed.name());
    name.addClassName("bf-entry-title");
    Span why = new Span(failed.why());
    why.addClassName("bf-small");
    Div row = new Div(name, why);
    row.addClassName("bf-row");
    return row;
  }
}
