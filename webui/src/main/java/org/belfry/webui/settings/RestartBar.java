package org.belfry.webui.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SettingsAdmin.SettingsView;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** What waits for a restart, and the restart. Not there when nothing waits. */
final class RestartBar extends Div {
  private static final Inputs WORDS = new Inputs("appliance.");
  private static final Inputs PROPERTIES = new Inputs("property.");

  private final transient SettingsAdmin settings;
  private final transient Runnable undone;
  private final Moments moments = Moments.of(this);

  private @Nullable State state;

  /** What it shows; drawn anew only when that has changed, or a press would miss its button. */
  private record State(SettingsView seen, int calls) {
    static State of(SettingsView now) {
      return new State(
          new SettingsView(List.of(), now.pending(), now.refused(), now.confirmBy(), now.restart()),
          now.restart().liveCalls());
    }
  }

  /**
   * @param undone after settings were taken back
   */
  RestartBar(SettingsAdmin settings, Runnable undone) {
    this.settings = settings;
    this.undone = undone;
    addClassNames("bf-panel", "bf-restart-bar");
    getElement().setAttribute("role", "status");
    refresh();
  }

  void refresh() {
    SettingsView now = settings.settings();
    State next = State.of(now);
    if (!next.equals(state)) {
      state = next;
      draw(now);
    }
  }

  private void draw(SettingsView now) {
    removeAll();
    if (now.refused() != null) {
      hint(
          WORDS.text(
              "refused",
              moments.minute(now.refused().at()),
              FieldProblems.sentence(now.refused().reason())));
      if (!now.refused().names().isEmpty()) {
        hint(WORDS.text("refused.names", String.join(", ", labels(now.refused().names()))));
      }
    }
    if (now.confirmBy() != null) {
      hint(WORDS.text("confirm", moments.time(now.confirmBy())));
    }
    if (!now.pending().isEmpty()) {
      add(new Paragraph(WORDS.text("wait", now.pending().size())));
    }
    if (now.restart().tonight() != null) {
      add(new Paragraph(WORDS.text("tonight", moments.minute(now.restart().tonight()))));
    }
    Div actions = new Div();
    actions.addClassName("bf-actions");
    if (!now.pending().isEmpty()) {
      Button restart = new Button(WORDS.text("restart.now"), clicked -> ask());
      restart.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      actions.add(restart);
      if (now.restart().tonight() == null) {
        actions.add(new Button(WORDS.text("restart.tonight"), clicked -> tonight()));
      }
      actions.add(new Button(WORDS.text("undo"), clicked -> undo()));
    }
    if (now.restart().tonight() != null) {
      actions.add(
          new Button(
              WORDS.text("restart.cancel"),
              clicked -> {
                settings.cancelRestart();
                refresh();
              }));
    }
    add(actions);
    setVisible(
        !now.pending().isEmpty()
            || now.refused() != null
            || now.confirmBy() != null
            || now.restart().tonight() != null);
  }

  private static List<String> labels(List<String> names) {
    return names.stream()
        .map(name -> PROPERTIES.text(name.substring(name.indexOf('.') + 1)))
        .toList();
  }

  private void hint(String sentence) {
    Paragraph words = new Paragraph(sentence);
    words.addClassName("bf-hint");
    add(words);
  }

  private void ask() {
    SettingsView now = settings.settings();
    boolean moves = now.settings().stream().anyMatch(each -> each.reaches() && each.pending());
    String sentence = WORDS.text("restart.sentence", now.restart().liveCalls());
    new Question(
            WORDS.text("restart.title"),
            moves ? sentence + " " + WORDS.text("restart.moves") : sentence,
            WORDS.text("restart.now"),
            () -> {
              settings.restartNow();
              Toast.done(WORDS.text("restarting"));
            })
        .open();
  }

  private void tonight() {
    try {
      settings.restartTonight();
    } catch (InvalidCommand notAtNight) {
      Toast.problem(FieldProblems.sentence(notAtNight.problems().getFirst().message()));
    }
    refresh();
  }

  private void undo() {
    try {
      settings.undo();
      Toast.done(WORDS.text("undone"));
      undone.run();
    } catch (InvalidCommand notYours) {
      Toast.problem(FieldProblems.sentence(notYours.problems().getFirst().message()));
    }
    refresh();
  }
}
