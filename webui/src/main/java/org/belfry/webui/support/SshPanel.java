package org.belfry.webui.support;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import java.time.Duration;
import java.time.Instant;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SshAdmin;
import org.belfry.pbx.admin.SshAdmin.SshState;
import org.belfry.pbx.admin.SshAdmin.SshView;
import org.belfry.pbx.admin.SshAdmin.SwitchOn;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** SSH: off, or on for one key until a time. */
final class SshPanel extends Panel {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int HOURS = 4;

  private final transient SshAdmin ssh;
  private final transient Inputs inputs = new Inputs("ssh.");
  private final Moments moments;
  private final Div state = new Div();
  private final TextArea key = inputs.lines("key");
  private final IntegerField hours = inputs.whole("hours");
  private transient @Nullable SshView shown;

  SshPanel(SshAdmin ssh, Moments moments) {
    this.ssh = ssh;
    this.moments = moments;
    super(text("ssh.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    hours.setMin(SshAdmin.HOURS_MIN);
    hours.setMax(SshAdmin.HOURS_MAX);
    hours.setValue(HOURS);
    Form form = new Form();
    form.field("key", key);
    form.field("hours", hours);
    Button on = new Button(inputs.text("on"), clicked -> form.submit(this::switchOn));
    on.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add(lead, state, form, on);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    SshView now = ssh.ssh();
    if (now.equals(shown)) {
      return; // drawn anew, a press would miss its button
    }
    shown = now;
    state.removeAll();
    Pill.Tone tone =
        switch (now.state()) {
          case ON -> Pill.Tone.BUSY;
          case REFUSED -> Pill.Tone.BAD;
          case ASKED, OFF, ELSEWHERE -> Pill.Tone.QUIET;
        };
    state.add(new Pill(inputs.word("state", now.state()), tone));
    Instant until = now.until();
    if (now.state() == SshState.ON && until != null) {
      state.add(
          new Facts()
              .fact(inputs.text("until"), moments.minute(until))
              .fact(inputs.text("command"), inputs.text("command.line"))
              .fact(inputs.text("fingerprint"), Inputs.orEmpty(now.fingerprint()))
              .fact(inputs.text("host"), Inputs.orEmpty(now.hostFingerprint())),
          new Button(inputs.text("off"), clicked -> switchOff()));
    }
    if (now.state() == SshState.REFUSED) {
      state.add(new Paragraph(inputs.text("refused")));
    }
  }

  private void switchOff() {
    try {
      ssh.switchOff();
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
    refresh();
  }

  private void switchOn() {
    ssh.switchOn(new SwitchOn(Inputs.orNull(key.getValue()), hours.getValue()));
    refresh();
  }
}
