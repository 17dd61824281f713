package org.belfry.webui.attendants;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.AttendantAdmin.Step;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.jspecify.annotations.Nullable;

/** Tries the attendant as it stands on the page: what a caller hears who presses this and that. */
final class TrialPanel extends Panel {
  private final transient AttendantAdmin attendants;
  private final transient Draft draft;
  private final transient Consumer<Set<String>> passed;
  private final transient Inputs inputs = new Inputs("trial.");
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();
  private final DateTimePicker at = inputs.labelled("at", new DateTimePicker());
  private final TextField pressed = inputs.line("pressed");
  private final Div said = new Div();
  private final List<@Nullable String> done = new ArrayList<>();

  /**
   * @param passed told the steps that the call went through
   */
  TrialPanel(AttendantAdmin attendants, Draft draft, Consumer<Set<String>> passed) {
    this.attendants = attendants;
    this.draft = draft;
    this.passed = passed;
    super(text("trial.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    at.addValueChangeListener(changed -> {
      if (!done.isEmpty()) {
        run();
      }
    });
    Button call = new Button(inputs.text("call"), clicked -> restart());
    call.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    Button press = new Button(inputs.text("press"), clicked -> press());
    press.addClickShortcut(Key.ENTER).listenOn(pressed).resetFocusOnActiveElement();
    Button nothing = new Button(inputs.text("nothing"), clicked -> goOn(null));
    Div actions = new Div(press, nothing);
    actions.addClassName("bf-actions");
    Div form = new Div(at, call, pressed, actions);
    form.addClassName("bf-form");
    said.addClassName("bf-trial");
    add(lead, form, said);
  }

  private void restart() {
    done.clear();
    run();
  }

  private void press() {
    String keys = pressed.getValue().strip();
    if (keys.isEmpty()) {
      pressed.setErrorMessage(inputs.text("pressed.missing"));
      pressed.setInvalid(true);
      return;
    }
    pressed.clear();
    pressed.setInvalid(false);
    goOn(keys);
  }

  private void goOn(@Nullable String input) {
    done.add(input);
    run();
  }

  private void run() {
    said.removeAll();
    LocalDateTime when = at.getValue();
    Instant moment = when == null ? clock.instant() : when.atZone(moments.zone()).toInstant();
    try {
      List<Step> steps = attendants.tryOut(draft.command(), done, moment);
      OrderedList list = new OrderedList();
      list.addClassName("bf-reasons");
      Set<String> nodes = new LinkedHashSet<>();
      for (Step step : steps) {
        nodes.add(step.node());
        list.add(item(step));
      }
      said.add(list);
      passed.accept(nodes);
    } catch (InvalidCommand invalid) {
      Paragraph problem = new Paragraph(inputs.text("wrong"));
      problem.addClassName("bf-hint");
      said.add(problem);
      invalid.problems().stream()
          .limit(3)
          .forEach(p -> said.add(new Paragraph(FieldProblems.sentence(p.message()))));
      passed.accept(Set.of());
    }
  }

  private ListItem item(Step step) {
    Span node = new Span(step.node());
    node.addClassName("bf-step-text");
    ListItem item = new ListItem(node, new Span(" " + FieldProblems.words(step.does())));
    for (String line : step.said()) {
      Paragraph words = new Paragraph("„" + line + "“");
      words.addClassName("bf-said");
      item.add(words);
    }
    if (step.input() != null) {
      Span input = new Span(inputs.text("caller", step.input()));
      input.addClassName("bf-step-when");
      item.add(input);
    }
    return item;
  }
}
