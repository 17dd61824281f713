package org.belfry.webui.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import com.vaadin.flow.component.upload.Upload;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;

class SchedulesPageTest extends PageTest {

  @Test
  void newOpeningHoursBeginWithAnOfficeWeekAndLeadToTheirPage() {
    navigate(SchedulesView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No opening hours yet");

    press("New opening hours");
    type("Name", "Office");
    choose("Time zone", "Europe/Berlin");
    press("Create");

    assertThat(getCurrentView()).isInstanceOf(SchedulePage.class);
    assertThat(schedule().hours()).hasSize(1);
    assertThat(shown()).contains("Office", "Time zone: Europe/Berlin.");
  }

  @Test
  void hoursAreWrittenAsPeopleDo() {
    List<Hours> hours =
        List.of(
            new Hours(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.THURSDAY), "08:00", "17:30"),
            new Hours(EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SUNDAY), "22:00", "00:00"));

    assertThat(org.belfry.webui.schedules.Hours.words(hours, Locale.ENGLISH))
        .isEqualTo("Mon–Thu 08:00–17:30, Fri, Sun 22:00–24:00");
  }

  @Test
  void furtherHoursAreAddedAndWhatIsMissingStandsAtTheirFields() {
    office();
    navigate(SchedulePage.class, "Office");

    press("Add hours");
    save();
    assertThat(problemAt("Days")).isEqualTo("Select at least one day.");

    test(find(CheckboxGroup.class).all().getLast()).selectItem("Sat");
    test(find(TimePicker.class).withLabel("From").all().getLast()).setValue(LocalTime.of(9, 0));
    test(find(TimePicker.class).withLabel("Until").all().getLast()).setValue(LocalTime.of(12, 0));
    save();

    assertThat(schedule().hours())
        .last()
        .isEqualTo(new Hours(EnumSet.of(DayOfWeek.SATURDAY), "09:00", "12:00"));
  }

  @Test
  void theNightSwitchGoesBeforeTheHoursUntilItEnds() {
    office();
    navigate(SchedulePage.class, "Office");
    assertThat(shown()).contains("Open", "hours and holidays");

    press("Night mode");
    select("Mode", "Closed");
    press("Save", Dialog.class);
    assertThat(schedule().open()).isFalse();
    assertThat(shown()).contains("Closed", "night mode, until turned off");

    press("Night mode");
    select("Mode", "Follow hours and holidays");
    press("Save", Dialog.class);
    assertThat(schedule().override()).isNull();
  }

  @Test
  void aSwitchThatWouldBeOverAlreadyIsRefusedAtTheField() {
    office();
    navigate(SchedulesView.class);

    pressInRow(0, "Night mode: Office");
    select("Mode", "Closed");
    test(find(DateTimePicker.class).single()).setValue(LocalDateTime.of(2001, 1, 1, 7, 0));
    press("Save");

    assertThat(problemAt("Until")).isEqualTo("Must be in the future.");
    assertThat(schedule().override()).isNull();
  }

  @Test
  void aHolidayIsAddedAndTakenAway() {
    office();
    navigate(SchedulePage.class, "Office");
    assertThat(shown()).contains("No holidays.");

    press("Add holiday");
    press("Add");
    assertThat(problemAt("First day")).isEqualTo("Required.");
    type("Name", "Works outing", Dialog.class);
    test(find(DatePicker.class).withLabel("First day").single())
        .setValue(LocalDate.of(2099, 6, 12));
    press("Add");
    assertThat(schedule().closed()).containsExactly(new Closed("Works outing", "2099-06-12", null));
    assertThat(shown()).contains("Works outing", "Jun 12, 2099");

    pressOn("Delete: Works outing");
    assertThat(schedule().closed()).isEmpty();
  }

  @Test
  void theHolidaysOfACalendarAreTakenAndWhatIsNoneIsSaid() {
    office();
    navigate(SchedulePage.class, "Office");

    press("Import calendar");
    upload("holidays.ics", "not a calendar");
    assertThat(textOf(find(Dialog.class).single())).contains("This is no iCalendar file.");

    upload("holidays.ics", "BEGIN:VCALENDAR");
    assertThat(schedule().closed()).extracting(Closed::name).containsExactly("Neujahr");
    assertThat(shown()).contains("Neujahr");
  }

  @Test
  void whatIsStillUsedIsNotDeletedAndSaysByWhom() {
    office();
    numbering.schedules().areUsedBy("the number +4930123450");
    navigate(SchedulesView.class);

    pressInRow(0, "Delete: Office");
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(numbering.schedules().schedules()).hasSize(1);
    assertThat(toasts()).contains("The number +4930123450 goes by it.");
  }

  @Test
  void theListTellsWhatIsOpenAndWhy() {
    ScheduleView office = office();
    numbering.schedules().override(office.id(), new NightSwitch(false, null));
    navigate(SchedulesView.class);

    assertThat(textOf(test(find(Grid.class).single()).getCellComponent(0, "now")))
        .contains("Closed", "night mode");
  }

  private void save() {
    test(find(Button.class).withText("Save").first()).click();
  }

  private void press(String text, Class<Dialog> in) {
    Dialog dialog = find(in).single();
    test(find(Button.class, dialog).withText(text).single()).click();
  }

  private void type(String label, String value, Class<Dialog> in) {
    Dialog dialog = find(in).single();
    test(find(TextField.class, dialog).withLabel(label).single()).setValue(value);
  }

  private void upload(String name, String text) {
    test(find(Upload.class).single())
        .upload(name, "text/calendar", text.getBytes(StandardCharsets.UTF_8));
    roundTrip();
  }

  private ScheduleView schedule() {
    return numbering.schedules().schedules().getFirst();
  }

  private ScheduleView office() {
    return numbering
        .schedules()
        .create(
            new SaveSchedule(
                "Office",
                "Europe/Berlin",
                List.of(
                    new Hours(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "08:00", "17:00")),
                List.of()));
  }
}
