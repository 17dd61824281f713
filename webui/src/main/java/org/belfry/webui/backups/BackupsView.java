package org.belfry.webui.backups;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.BackupAdmin.BackupView;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** Backups: how they stand, where they go, what was done, exports, and the way back. */
@Route(value = "backups", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class BackupsView extends Page {
  private static final int SHOWN = 15;
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final transient BackupAdmin backups;
  private final transient Inputs inputs = new Inputs("backups.");
  private final Moments moments = Moments.of(this);
  private final Div state = new Div();
  private final Div done = new Div();
  private final Button now = new Button(inputs.text("now"), clicked -> attempt(this::make));
  private final Button prove = new Button(inputs.text("prove"), clicked -> attempt(this::prove));

  public BackupsView(BackupAdmin backups, ExportAdmin exports) {
    this.backups = backups;
    super("backups.title", "backups.lead");
    now.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    addActions(prove, now);
    done.addClassName("bf-rows");
    Div left = new Div(new PlanPanel(backups, this::refresh), new ExportsPanel(exports));
    left.addClassName("bf-stack");
    Div right =
        new Div(
            new Panel(inputs.text("state"), state),
            new Panel(inputs.text("done"), done),
            new RestorePanel(backups, this::refresh));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(both);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void make() {
    backups.make();
    Toast.done(inputs.text("now.begun"));
  }

  private void prove() {
    backups.prove();
    Toast.done(inputs.text("prove.begun"));
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
    refresh();
  }

  private void refresh() {
    BackupView view = backups.backup();
    now.setEnabled(view.place() != null && view.running() == null);
    prove.setEnabled(view.lastGood() != null && view.running() == null);
    Facts facts =
        new Facts()
            .fact(inputs.text("last"), when(view.lastGood()))
            .fact(inputs.text("proof"), proof(view.lastProof()))
            .fact(
                inputs.text("next"),
                view.nextAt() == null ? inputs.text("never") : moments.minute(view.nextAt()));
    RunView running = view.running();
    if (running != null) {
      facts.fact(
          inputs.text("running"), new Pill(inputs.word("runkind", running.kind()), Pill.Tone.BUSY));
    }
    state.removeAll();
    state.add(facts);
    if (view.problem() != null) {
      Paragraph problem = new Paragraph(FieldProblems.sentence(view.problem()));
      problem.addClassName("bf-hint");
      state.add(problem);
    }
    show(backups.runs());
  }

  private String when(@Nullable RunView run) {
    return run == null ? inputs.text("never") : moments.minute(run.startedAt());
  }

  private Div proof(@Nullable RunView run) {
    Div line = new Div();
    if (run == null) {
      line.add(new Span(inputs.text("never")));
    } else {
      line.add(RunRow.pill(run, inputs), new Span(moments.minute(run.startedAt())));
    }
    line.addClassName("bf-entry-line");
    return line;
  }

  private void show(List<RunView> runs) {
    done.removeAll();
    if (runs.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("done.none"));
      none.addClassName("bf-none");
      done.add(none);
    }
    runs.stream().limit(SHOWN).forEach(run -> done.add(new RunRow(run, inputs, moments)));
  }
}
