package org.belfry.webui.schedules;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** Asks for one holiday: days, or some hours of them. */
final class HolidayDialog extends FormDialog {
  private final transient Consumer<Closed> add;
  private final transient Inputs inputs = new Inputs("holidays.");
  private final TextField name = inputs.line("name");
  private final DatePicker from = inputs.labelled("from", new DatePicker());
  private final DatePicker until = inputs.labelled("until", new DatePicker());
  private final Checkbox hours = inputs.check("hours");
  private final TimePicker fromTime = inputs.labelled("fromtime", new TimePicker());
  private final TimePicker untilTime = inputs.labelled("untiltime", new TimePicker());

  /**
   * @param add saves it; a problem of its is that of the first entry of {@code closed}
   */
  HolidayDialog(Consumer<Closed> add) {
    this.add = add;
    super(text("holidays.create"), text("holidays.create.save"));
    name.setAutofocus(true);
    from.setRequiredIndicatorVisible(true);
    from.setManualValidation(true);
    until.setManualValidation(true);
    field("name", name);
    form().beside(form().at("from", from), form().at("until", until));
    form().field("hours", hours);
    form().beside(form().at("fromTime", fromTime), form().at("untilTime", untilTime));
    hours.addValueChangeListener(changed -> arrange());
    arrange();
  }

  private void arrange() {
    fromTime.setVisible(hours.getValue());
    untilTime.setVisible(hours.getValue());
  }

  @Override
  protected void save() {
    LocalDate first = from.getValue();
    LocalDate last = until.getValue();
    Closed holiday =
        new Closed(
            Inputs.orNull(name.getValue()),
            Inputs.orEmpty(moment(first, fromTime.getValue())),
            hours.getValue()
                ? moment(last == null ? first : last, untilTime.getValue())
                : last == null ? null : last.toString());
    try {
      add.accept(holiday);
    } catch (InvalidCommand invalid) {
      throw new InvalidCommand(atFields(invalid));
    }
  }

  private @Nullable String moment(@Nullable LocalDate day, @Nullable LocalTime time) {
    if (day == null) {
      return null;
    }
    return hours.getValue() && time != null ? day.atTime(time).toString() : day.toString();
  }

  private static List<FieldProblem> atFields(InvalidCommand invalid) {
    List<FieldProblem> problems = new ArrayList<>();
    for (FieldProblem problem : invalid.problems()) {
      problems.add(
          new FieldProblem(problem.field().replaceFirst("^closed\\[0]\\.", ""), problem.message()));
    }
    return problems;
  }
}
