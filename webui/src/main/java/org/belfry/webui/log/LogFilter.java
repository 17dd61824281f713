package org.belfry.webui.log;

import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.Instant;
import org.belfry.pbx.admin.LogMonitor.Filter;
import org.belfry.pbx.admin.LogMonitor.LogLevel;
import org.belfry.webui.base.Calendars;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.jspecify.annotations.Nullable;

/** Which entries are shown: by level, text and time. */
final class LogFilter extends Div {
  private final transient Moments moments;
  private final Select<LogLevel> level = new Select<>();
  private final TextField text = new TextField();
  private final DateTimePicker from = new DateTimePicker();
  private final DateTimePicker until = new DateTimePicker();

  /**
   * @param changed runs when other entries are wanted
   */
  LogFilter(Inputs inputs, Moments moments, Runnable changed) {
    this.moments = moments;
    text.setPlaceholder(inputs.text("search"));
    text.setAriaLabel(inputs.text("search"));
    text.setPrefixComponent(VaadinIcon.SEARCH.create());
    text.setClearButtonVisible(true);
    text.setValueChangeMode(ValueChangeMode.LAZY);
    text.addClassName("bf-search");
    text.addValueChangeListener(typed -> changed.run());
    level.setItems(LogLevel.values());
    level.setItemLabelGenerator(each -> inputs.word("least", each));
    level.setValue(LogLevel.DEBUG);
    level.setAriaLabel(inputs.text("least"));
    level.addValueChangeListener(chosen -> changed.run());
    time(from, inputs, "from", changed);
    time(until, inputs, "until", changed);
    add(text, level, from, until);
    addClassName("bf-filters");
  }

  private void time(DateTimePicker field, Inputs inputs, String key, Runnable changed) {
    field.setAriaLabel(inputs.text(key));
    field.setDatePlaceholder(inputs.text(key));
    field.setDateAriaLabel(inputs.text(key));
    field.setTimeAriaLabel(inputs.text(key + ".time"));
    Calendars.speak(field, moments.locale());
    field.addValueChangeListener(chosen -> changed.run());
  }

  Filter wanted() {
    LogLevel least = level.getValue();
    return new Filter(
        least == LogLevel.DEBUG ? null : least,
        Inputs.orNull(text.getValue()),
        instant(from),
        instant(until));
  }

  private @Nullable Instant instant(DateTimePicker field) {
    return field.getValue() == null ? null : field.getValue().atZone(moments.zone()).toInstant();
  }
}
