package org.belfry.webui.users;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.admin.CallSettingsAdmin.From;
import org.belfry.pbx.admin.CallSettingsAdmin.On;
import org.belfry.pbx.admin.CallSettingsAdmin.Ring;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.CallSettingsAdmin.Step;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** The form for one rule: when, who, at what times; then what. */
final class RuleDialog extends FormDialog {
  /** What a rule does. */
  enum Then {
    FORWARD,
    FOLLOW,
    RING
  }

  private static final int STEP_SECONDS = 20;

  private final List<Rule> all;
  private final int index;
  private final transient Consumer<List<Rule>> save;
  private final transient Inputs inputs = new Inputs("rules.");
  private final Select<On> on = inputs.choice("on", On.class);
  private final Select<From> from = inputs.choice("from", From.class);
  private final TextArea numbers = inputs.lines("numbers");
  private final ComboBox<String> schedule;
  private final Checkbox whileClosed = inputs.check("closed");
  private final Select<Then> then = inputs.choice("what", Then.class);
  private final ComboBox<String> forwardTo;
  private final Rows<StepRow> follow;
  private final IntegerField ringSeconds = inputs.whole("ringseconds");
  private final TextField ringTone = inputs.line("ringtone");

  /** Numbers that ring together. */
  private static final class StepRow extends Rows.Row {
    private final TextField numbers;
    private final IntegerField seconds;
    private final Checkbox confirm;

    StepRow(Inputs inputs, @Nullable Step step) {
      numbers = field("numbers", inputs.line("step.numbers"));
      seconds = field("seconds", inputs.whole("step.seconds"));
      confirm = field("confirm", inputs.check("step.confirm"));
      seconds.setWidth("9rem");
      seconds.setValue(step == null ? Integer.valueOf(STEP_SECONDS) : step.seconds());
      if (step != null) {
        numbers.setValue(String.join(", ", step.numbers()));
        confirm.setValue(Boolean.TRUE.equals(step.confirm()));
      }
    }

    Step step() {
      return new Step(Inputs.values(numbers.getValue()), seconds.getValue(), confirm.getValue());
    }
  }

  /**
   * @param all the user's rules
   * @param index of the one to change, -1 for a new one
   * @param save takes all of them
   */
  RuleDialog(
      Destinations destinations,
      List<String> schedules,
      List<Rule> all,
      int index,
      Consumer<List<Rule>> save) {
    this.all = all;
    this.index = index;
    this.save = save;
    super(
        text(index < 0 ? "rules.create" : "rules.change"),
        text(index < 0 ? "rules.create.save" : "base.save"));
    addClassName("bf-wide");
    schedule = inputs.name("schedule", schedules);
    forwardTo = destinations.box(inputs, "forwardto");
    follow = new Rows<>(inputs, "follow", true, () -> new StepRow(inputs, null));
    form().part(inputs.text("part.when"));
    form().beside(form().at("on", on), form().at("from", from));
    field("numbers", numbers);
    field("schedule", schedule);
    form().field("whileOpen", whileClosed);
    form().part(inputs.text("part.then"));
    field("then", then);
    field("forwardTo", forwardTo);
    form().rows("follow", follow);
    form().beside(form().at("ring.seconds", ringSeconds), form().at("ring.ringTone", ringTone));
    on.addValueChangeListener(changed -> arrange());
    from.addValueChangeListener(changed -> arrange());
    schedule.addValueChangeListener(changed -> arrange());
    then.addValueChangeListener(changed -> arrange());
    show(index < 0 ? null : all.get(index));
  }

  private void show(@Nullable Rule rule) {
    on.setValue(rule == null || rule.on() == null ? On.CALL : rule.on());
    from.setValue(rule == null || rule.from() == null ? From.ANYBODY : rule.from());
    then.setValue(
        rule == null || rule.forwardTo() != null
            ? Then.FORWARD
            : rule.follow() != null ? Then.FOLLOW : Then.RING);
    if (rule == null || rule.follow() == null) {
      follow.add(new StepRow(inputs, null));
    } else {
      rule.follow().forEach(step -> follow.add(new StepRow(inputs, step)));
    }
    if (rule != null) {
      numbers.setValue(rule.numbers() == null ? "" : String.join("\n", rule.numbers()));
      schedule.setValue(rule.schedule());
      whileClosed.setValue(Boolean.FALSE.equals(rule.whileOpen()));
      forwardTo.setValue(rule.forwardTo());
      Ring ring = rule.ring();
      ringSeconds.setValue(ring == null ? null : ring.seconds());
      ringTone.setValue(ring == null ? "" : Inputs.orEmpty(ring.ringTone()));
    }
    arrange();
  }

  /** Shows what the choices made so far ask for. */
  private void arrange() {
    numbers.setVisible(from.getValue() == From.NUMBERS);
    whileClosed.setVisible(!schedule.isEmpty());
    forwardTo.setVisible(then.getValue() == Then.FORWARD);
    follow.setVisible(then.getValue() == Then.FOLLOW);
    ringSeconds.setVisible(then.getValue() == Then.RING);
    ringTone.setVisible(then.getValue() == Then.RING);
  }

  @Override
  protected void save() {
    List<Rule> rules = new ArrayList<>(all);
    int at = index < 0 ? rules.size() : index;
    if (index < 0) {
      rules.add(rule());
    } else {
      rules.set(index, rule());
    }
    try {
      save.accept(rules);
    } catch (InvalidCommand invalid) {
      throw new InvalidCommand(
          invalid.problems().stream().map(problem -> ofThisRule(problem, at)).toList());
    }
  }

  /** {@code rules[3].forwardTo} is the field {@code forwardTo} of the fourth rule's form. */
  private static FieldProblem ofThisRule(FieldProblem problem, int at) {
    String place = "rules[" + at + "]";
    String field = problem.field();
    if (!field.startsWith(place)) {
      return problem;
    }
    String rest = field.substring(place.length());
    return new FieldProblem(rest.startsWith(".") ? rest.substring(1) : "then", problem.message());
  }

  private Rule rule() {
    String when = Inputs.orNull(schedule.getValue());
    boolean named = from.getValue() == From.NUMBERS;
    Then what = then.getValue();
    return new Rule(
        on.getValue(),
        from.getValue(),
        named ? Inputs.values(numbers) : List.of(),
        when,
        when == null ? null : !whileClosed.getValue(),
        what == Then.FORWARD ? Inputs.orEmpty(forwardTo.getValue()) : null,
        what == Then.RING
            ? new Ring(ringSeconds.getValue(), Inputs.orNull(ringTone.getValue()))
            : null,
        what == Then.FOLLOW ? follow.rows().stream().map(StepRow::step).toList() : null);
  }
}
