package org.belfry.webui.reports;

import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.belfry.pbx.admin.CallReports;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.ReportFiles;
import org.belfry.pbx.admin.ReportMails;
import org.belfry.webui.base.Calendars;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Toast;

/** The calls of a period: figures, charts, tables, a workbook, and reports by mail. */
@Route(value = "reports", layout = MainLayout.class)
@RolesAllowed({"ADMIN", "SUPERVISOR"})
public class ReportsView extends Page {
  private enum Choice {
    TODAY,
    YESTERDAY,
    WEEK,
    LAST_WEEK,
    MONTH,
    LAST_MONTH,
    CUSTOM
  }

  /**
   * @param from first day
   * @param to last day
   */
  private record Days(LocalDate from, LocalDate to) {}

  private final transient CallReports reports;
  private final transient Inputs inputs = new Inputs("reports.");
  private final Moments moments = Moments.of(this);
  private final Select<Choice> choice = new Select<>();
  private final DatePicker from = new DatePicker();
  private final DatePicker to = new DatePicker();
  private final Div figures = new Div();
  private final Div parts = new Div();

  /** What is shown, for downloads, which hold no lock of the page. */
  private transient volatile Days shown;

  public ReportsView(CallReports reports, ReportFiles files, ReportMails mails, Myself myself) {
    this.reports = reports;
    super("reports.title", "reports.lead");
    LocalDate today = LocalDate.now(moments.zone());
    shown = new Days(today, today);
    addActions(
        new Download(
            inputs.text("xlsx"),
            "belfry-report.xlsx",
            ReportFiles.XLSX,
            out -> files.report(out, shown.from(), shown.to(), moments.locale())));
    figures.addClassName("bf-figures");
    parts.addClassName("bf-reports");
    add(bar(), figures, parts);
    if (myself.administers()) {
      add(new ReportMailsPanel(mails, moments));
    }
    choice.setValue(Choice.WEEK);
  }

  private Div bar() {
    choice.setAriaLabel(inputs.text("period"));
    choice.setItems(Choice.values());
    choice.setItemLabelGenerator(
        each -> inputs.text("period." + each.name().toLowerCase(Locale.ROOT)));
    choice.addValueChangeListener(chosen -> choose());
    day(from, "from");
    day(to, "to");
    Div bar = new Div(choice, from, to);
    bar.addClassName("bf-filters");
    return bar;
  }

  private void day(DatePicker picker, String key) {
    picker.setAriaLabel(inputs.text(key));
    picker.setPlaceholder(inputs.text(key));
    picker.setVisible(false);
    Calendars.speak(picker, moments.locale());
    picker.addValueChangeListener(changed -> {
      if (choice.getValue() == Choice.CUSTOM && from.getValue() != null && to.getValue() != null) {
        show(new Days(from.getValue(), to.getValue()));
      }
    });
  }

  private void choose() {
    LocalDate today = LocalDate.now(moments.zone());
    boolean custom = choice.getValue() == Choice.CUSTOM;
    if (custom) {
      from.setValue(shown.from());
      to.setValue(shown.to());
    }
    from.setVisible(custom);
    to.setVisible(custom);
    show(
        switch (choice.getValue()) {
          case TODAY -> new Days(today, today);
          case YESTERDAY -> new Days(today.minusDays(1), today.minusDays(1));
          case WEEK -> new Days(today.minusDays(6), today);
          case LAST_WEEK -> {
            LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            yield new Days(monday.minusWeeks(1), monday.minusDays(1));
          }
          case MONTH -> new Days(today.withDayOfMonth(1), today);
          case LAST_MONTH -> {
            LocalDate first = today.withDayOfMonth(1);
            yield new Days(first.minusMonths(1), first.minusDays(1));
          }
          case CUSTOM -> shown;
        });
  }

  private void show(Days days) {
    try {
      new Parts(reports.report(days.from(), days.to()), inputs, moments.locale())
          .into(figures, parts);
      shown = days;
    } catch (InvalidCommand refused) {
      Toast.problem(inputs.text("period.refused", CallReports.DAYS_MAX));
    }
  }
}
