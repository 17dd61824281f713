package org.belfry.webui.reports;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.belfry.pbx.admin.CallReports.AgentLine;
import org.belfry.pbx.admin.CallReports.DayLine;
import org.belfry.pbx.admin.CallReports.HourLine;
import org.belfry.pbx.admin.CallReports.PersonLine;
import org.belfry.pbx.admin.CallReports.QueueLine;
import org.belfry.pbx.admin.CallReports.Report;
import org.belfry.pbx.admin.CallReports.Totals;
import org.belfry.pbx.admin.CallReports.TrunkLine;
import org.belfry.webui.base.Chart;
import org.belfry.webui.base.Chart.Series;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;

/** What a report is shown as: figures, and a panel with chart and table for each of its parts. */
final class Parts {
  /** More bars than these are not told apart; the table has all. */
  private static final int BARS_MAX = 12;

  private static final String ANSWERED = "--bf-teal";
  private static final String MISSED = "--bf-brass";

  private final Report report;
  private final Inputs inputs;
  private final Locale locale;
  private final boolean rated;

  Parts(Report report, Inputs inputs, Locale locale) {
    this.report = report;
    this.inputs = inputs;
    this.locale = locale;
    this.rated = report.totals().cost() != null;
  }

  void into(Div figures, Div parts) {
    figures.removeAll();
    parts.removeAll();
    Totals totals = report.totals();
    figures.add(
        figure(count(totals.calls()), "calls"),
        figure(share(totals.answered(), totals.calls()), "answered.share"),
        figure(count(totals.missed()), "missed"),
        figure(Moments.clock(totals.talked()), "talked"));
    if (totals.cost() != null) {
      figures.add(figure(money(totals.cost()), "cost"));
    }
    if (totals.calls() == 0) {
      parts.add(nothing("none"));
      return;
    }
    parts.add(days(), hours(), people(), trunks());
    if (!report.queues().isEmpty()) {
      parts.add(queues(), agents());
    }
  }

  private Div figure(String value, String name) {
    Span number = new Span(value);
    number.addClassName("bf-figure-number");
    Span label = new Span(inputs.text(name));
    label.addClassName("bf-figure-name");
    Div figure = new Div(number, label);
    figure.addClassName("bf-figure");
    return figure;
  }

  private Panel days() {
    DateTimeFormatter day = DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).withLocale(locale);
    List<DayLine> days = report.days();
    Chart chart =
        new Chart(inputs.text("chart.days", days.size(), report.totals().calls()))
            .columns(
                days.stream().map(each -> day.format(each.day())).toList(),
                stacked(
                    days.stream().map(DayLine::answered).toList(),
                    days.stream().map(each -> each.calls() - each.answered()).toList()));
    return new Panel(inputs.text("days"), chart);
  }

  private Panel hours() {
    List<HourLine> hours = report.hours();
    Chart chart =
        new Chart(inputs.text("chart.hours", report.totals().calls()))
            .columns(
                hours.stream().map(each -> "" + each.hour()).toList(),
                stacked(
                    hours.stream().map(HourLine::answered).toList(),
                    hours.stream().map(each -> each.calls() - each.answered()).toList()));
    return new Panel(inputs.text("hours"), chart);
  }

  private List<Series> stacked(List<Long> answered, List<Long> missed) {
    return List.of(
        new Series(inputs.text("answered"), ANSWERED, answered),
        new Series(inputs.text("missed"), MISSED, missed));
  }

  private Panel people() {
    List<PersonLine> people = report.people();
    Table table = table("person", "placed", "taken", "missed", "talked", rated ? "cost" : "");
    for (PersonLine each : people) {
      row(
          table,
          each.name() + " (" + each.extension() + ")",
          count(each.placed()),
          count(each.taken()),
          count(each.missed()),
          Moments.clock(each.talked()),
          money(each.cost()));
    }
    List<PersonLine> busiest = people.stream().limit(BARS_MAX).toList();
    Chart chart =
        new Chart(inputs.text("chart.people", people.size()))
            .bars(
                busiest.stream().map(PersonLine::name).toList(),
                List.of(
                    series("placed", ANSWERED, busiest, PersonLine::placed),
                    series("taken", "--bf-leaf", busiest, PersonLine::taken),
                    series("missed", MISSED, busiest, PersonLine::missed)),
                true);
    return people.isEmpty()
        ? new Panel(inputs.text("people"), nothing("none.people"))
        : new Panel(inputs.text("people"), chart, table);
  }

  private Panel queues() {
    List<QueueLine> queues = report.queues();
    Table table =
        new Table(heads("queue", "callers", "answered", "level", "abandoned", "waited", "talked"));
    for (QueueLine each : queues) {
      table.row(
          each.queue(),
          count(each.callers()),
          count(each.answered()),
          share(each.inTime(), each.answered() + each.abandoned()),
          count(each.abandoned()),
          Moments.clock(each.waited()),
          Moments.clock(each.talked()));
    }
    List<QueueLine> shown = queues.stream().limit(BARS_MAX).toList();
    Chart chart =
        new Chart(inputs.text("chart.queues", queues.size()))
            .bars(
                shown.stream().map(QueueLine::queue).toList(),
                List.of(
                    series("answered", ANSWERED, shown, QueueLine::answered),
                    series("abandoned", MISSED, shown, QueueLine::abandoned)),
                true);
    return new Panel(inputs.text("queues"), chart, table);
  }

  private Panel agents() {
    Table table = new Table(heads("agent", "answered", "talk.average"));
    for (AgentLine each : report.agents()) {
      table.row(
          each.name().isEmpty() ? each.extension() : each.name() + " (" + each.extension() + ")",
          count(each.answered()),
          Moments.clock(each.talked()));
    }
    List<AgentLine> busiest = report.agents().stream().limit(BARS_MAX).toList();
    Chart chart =
        new Chart(inputs.text("chart.agents", report.agents().size()))
            .bars(
                busiest.stream().map(a -> a.name().isEmpty() ? a.extension() : a.name()).toList(),
                List.of(series("answered", ANSWERED, busiest, AgentLine::answered)),
                true);
    return report.agents().isEmpty()
        ? new Panel(inputs.text("agents"), nothing("none.agents"))
        : new Panel(inputs.text("agents"), chart, table);
  }

  private Panel trunks() {
    List<TrunkLine> trunks = report.trunks();
    if (trunks.isEmpty()) {
      return new Panel(inputs.text("trunks"), nothing("none.trunks"));
    }
    Table table = table("trunk", "calls", "talked", rated ? "cost" : "");
    for (TrunkLine each : trunks) {
      row(
          table,
          each.name(),
          count(each.calls()),
          Moments.clock(each.talked()),
          money(each.cost()));
    }
    List<TrunkLine> shown = trunks.stream().limit(BARS_MAX).toList();
    List<Series> bars =
        rated
            ? List.of(series("cost", ANSWERED, shown, TrunkLine::cost))
            : List.of(series("minutes", ANSWERED, shown, each -> minutes(each.talked())));
    Chart chart =
        new Chart(inputs.text("chart.trunks", trunks.size()))
            .bars(shown.stream().map(TrunkLine::name).toList(), bars, false);
    return new Panel(inputs.text("trunks"), chart, table);
  }

  private <T> Series series(
      String name, String colour, List<T> lines, Function<T, ? extends Number> value) {
    return new Series(inputs.text(name), colour, lines.stream().map(value).toList());
  }

  private static double minutes(Duration time) {
    return Math.round(time.toSeconds() / 6.0) / 10.0;
  }

  /** Without the last column when it has no name. */
  private Table table(String... names) {
    return new Table(
        heads(List.of(names).stream().filter(n -> !n.isEmpty()).toArray(String[]::new)));
  }

  private void row(Table table, Object... cells) {
    table.row(rated ? cells : java.util.Arrays.copyOf(cells, cells.length - 1));
  }

  private String[] heads(String... names) {
    return List.of(names).stream().map(inputs::text).toArray(String[]::new);
  }

  private Paragraph nothing(String key) {
    Paragraph none = new Paragraph(inputs.text(key));
    none.addClassName("bf-none");
    return none;
  }

  private String count(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  private String money(double amount) {
    return String.format(locale, "%,.2f", amount);
  }

  private String share(long part, long whole) {
    return whole == 0 ? "–" : NumberFormat.getPercentInstance(locale).format((double) part / whole);
  }
}
