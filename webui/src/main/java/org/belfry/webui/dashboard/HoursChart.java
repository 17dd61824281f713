package org.belfry.webui.dashboard;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.CallHistory.HourView;
import org.belfry.webui.base.Moments;

/** Calls hour by hour as bars: answered below, not answered on top. */
final class HoursChart extends Div {
  private static final int LABEL_EVERY = 4;

  void show(List<HourView> hours, Moments moments) {
    removeAll();
    addClassName("bf-hours");
    long most = Math.max(1, hours.stream().mapToLong(HourView::calls).max().orElse(1));
    DateTimeFormatter clock =
        DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(moments.locale());
    for (int i = 0; i < hours.size(); i++) {
      HourView hour = hours.get(i);
      LocalTime at = hour.hour().atZone(moments.zone()).toLocalTime();
      Div missed = part("bf-hour-missed", hour.calls() - hour.answered(), most);
      Div answered = part("bf-hour-answered", hour.answered(), most);
      Div column = new Div(missed, answered);
      column.addClassName("bf-hour-column");
      Span label = new Span(i % LABEL_EVERY == 0 ? clock.format(at) : "");
      label.addClassName("bf-hour-label");
      Div bar = new Div(column, label);
      bar.addClassName("bf-hour");
      bar.setTitle(
          getTranslation("dashboard.hour", clock.format(at), hour.calls(), hour.answered()));
      add(bar);
    }
    long all = hours.stream().mapToLong(HourView::calls).sum();
    getElement().setAttribute("role", "img");
    getElement().setAttribute("aria-label", getTranslation("dashboard.hours.all", all));
  }

  private static Div part(String style, long value, long most) {
    Div part = new Div();
    part.addClassName(style);
    part.getStyle().set("height", String.format(Locale.ROOT, "%.1f%%", 100.0 * value / most));
    return part;
  }
}
