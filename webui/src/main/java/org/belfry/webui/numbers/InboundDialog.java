package org.belfry.webui.numbers;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.admin.InboundAdmin.SaveInbound;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The form for one inbound number, new or existing. */
final class InboundDialog extends FormDialog {
  private final transient InboundAdmin numbers;
  private final InboundAdmin.@Nullable InboundView before;
  private final transient Consumer<InboundAdmin.InboundView> saved;
  private final transient Inputs inputs = new Inputs("inbound.");
  private final TextField pattern = inputs.line("pattern");
  private final ComboBox<String> trunk;
  private final ComboBox<String> open;
  private final ComboBox<String> schedule;
  private final ComboBox<String> closed;

  InboundDialog(
      InboundAdmin numbers,
      Destinations destinations,
      List<String> trunks,
      List<String> schedules,
      InboundAdmin.@Nullable InboundView before,
      Consumer<InboundAdmin.InboundView> saved) {
    this.numbers = numbers;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "inbound.create" : "inbound.change"),
        text(before == null ? "inbound.create.save" : "base.save"));
    trunk = inputs.name("trunk", trunks);
    open = destinations.box(inputs, "open");
    schedule = inputs.name("schedule", schedules);
    closed = destinations.box(inputs, "closed");
    pattern.setRequiredIndicatorVisible(true);
    pattern.setAutofocus(true);
    open.setRequiredIndicatorVisible(true);
    if (before != null) {
      form().warnings(before.warnings());
    }
    field("pattern", pattern);
    field("open", open);
    field("schedule", schedule);
    field("closed", closed);
    field("trunk", trunk);
    schedule.addValueChangeListener(changed -> closed.setVisible(!schedule.isEmpty()));
    if (before != null) {
      pattern.setValue(before.pattern());
      trunk.setValue(before.trunk());
      open.setValue(before.open());
      schedule.setValue(before.schedule());
      closed.setValue(before.closed());
    }
    closed.setVisible(!schedule.isEmpty());
    unlessChanged(
        () -> before != null && numbers.number(before.id()).filter(before::equals).isEmpty());
  }

  @Override
  protected void save() {
    String when = Inputs.orNull(schedule.getValue());
    SaveInbound command =
        new SaveInbound(
            pattern.getValue().strip(),
            Inputs.orNull(trunk.getValue()),
            when,
            Inputs.orEmpty(open.getValue()),
            when == null ? null : Inputs.orNull(closed.getValue()));
    saved.accept(before == null ? numbers.create(command) : numbers.replace(before.id(), command));
  }
}
