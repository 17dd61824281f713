package org.belfry.webui.schedules;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.ScheduleAdmin;

/** A week as seven bars, with the open hours marked. */
final class Week extends Div {
  private static final int DAY = 24 * 60;

  Week(List<ScheduleAdmin.Hours> hours, Locale language) {
    addClassName("bf-week");
    getElement().setAttribute("role", "img");
    getElement().setAttribute("aria-label", Hours.words(hours, language));
    for (DayOfWeek day : DayOfWeek.values()) {
      Span name = new Span(Hours.name(day.getValue(), language));
      Div bar = new Div();
      bar.addClassName("bf-week-day");
      for (ScheduleAdmin.Hours each : hours) {
        int from = Hours.minutes(each.from());
        int until = Hours.minutes(each.until());
        boolean nextDay = until <= from;
        if (each.days().contains(day)) {
          bar.add(open(from, nextDay ? DAY : until));
        }
        if (nextDay && until > 0 && each.days().contains(day.minus(1))) {
          bar.add(open(0, until));
        }
      }
      add(name, bar);
    }
    Div scale =
        new Div(new Span("0"), new Span("6"), new Span("12"), new Span("18"), new Span("24"));
    scale.addClassName("bf-week-scale");
    add(new Span(), scale);
  }

  private static Div open(int from, int until) {
    Div open = new Div();
    open.getStyle()
        .set("left", 100.0 * from / DAY + "%")
        .set("width", 100.0 * (until - from) / DAY + "%");
    return open;
  }
}
