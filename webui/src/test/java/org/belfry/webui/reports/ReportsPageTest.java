package org.belfry.webui.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.belfry.pbx.admin.ReportMails.Every;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Chart;
import org.belfry.webui.base.Download;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithMockUser;

class ReportsPageTest extends PageTest {

  @Test
  void aWeekIsShownInFiguresChartsAndTables() {
    upkeep.reports().opens();
    navigate(ReportsView.class);
    assertThat(shown())
        .contains("Alice Miller (1001)")
        .contains("sales")
        .contains("provider")
        .contains("9.75")
        .contains("87.50");
    assertThat(find(Chart.class).all()).hasSize(6);
    assertThat(find(Chart.class).first().getElement().getAttribute("aria-label"))
        .contains("7 days");
  }

  @Test
  void anEmptyPeriodSaysSo() {
    navigate(ReportsView.class);
    assertThat(shown()).contains("No calls in this period.");
    assertThat(find(Chart.class).all()).isEmpty();
  }

  @Test
  void thePeriodThatIsShownIsDownloaded() {
    upkeep.reports().opens();
    navigate(ReportsView.class);
    test(find(Select.class).first()).selectItem("Custom");
    test(find(DatePicker.class).first()).setValue(LocalDate.of(2026, 11, 1));
    test(find(DatePicker.class).last()).setValue(LocalDate.of(2026, 11, 3));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    test(find(Download.class).single()).download(file);
    assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo("2026-11-01,2026-11-03,en");
  }

  @Test
  void aReportIsScheduledSentAndDeleted() {
    navigate(ReportsView.class);
    press("Schedule a report");
    press("Save");
    assertThat(upkeep.reports().reports()).isEmpty();
    test(find(TextArea.class).single()).setValue("a@example.org\nb@example.org");
    press("Save");
    assertThat(upkeep.reports().reports().getFirst().settings().recipients())
        .isEqualTo(List.of("a@example.org", "b@example.org"));
    assertThat(upkeep.reports().reports().getFirst().settings().every()).isEqualTo(Every.WEEK);
    assertThat(shown()).contains("Weekly, on Mondays").contains("Next at 7:00");

    test(icon("Send now")).click();
    assertThat(upkeep.reports().reports().getFirst().sentAt()).isNotNull();
    test(icon("Delete")).click();
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(upkeep.reports().reports()).isEmpty();
  }

  private Button icon(String name) {
    return find(Button.class).all().stream()
        .filter(each -> each.getAriaLabel().map(label -> label.contains(name)).orElse(false))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @WithMockUser(username = "carol", roles = "SUPERVISOR")
  void aSupervisorReadsReportsAndSchedulesNone() {
    upkeep.reports().opens();
    navigate(ReportsView.class);
    assertThat(shown()).contains("Alice Miller (1001)").doesNotContain("Schedule a report");
  }
}
