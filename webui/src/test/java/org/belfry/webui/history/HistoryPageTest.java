package org.belfry.webui.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;

class HistoryPageTest extends PageTest {
  private static final Instant NOON =
      LocalDate.now().atTime(12, 0).atZone(ZoneId.systemDefault()).toInstant();

  @Test
  void callsAreFilteredByPartyAnswerAndDay() {
    pbx.callEnded(call("1001", "Alice", NOON, true));
    pbx.callEnded(call("1002", "Bob", NOON, false));
    pbx.callEnded(call("1001", "Alice", NOON.minus(Duration.ofDays(3)), false));
    navigate(HistoryView.class);
    assertThat(rows()).isEqualTo(3);

    test(find(TextField.class).single()).setValue("alice");
    assertThat(rows()).isEqualTo(2);
    test(find(Select.class).single()).selectItem("Not answered");
    assertThat(rows()).isEqualTo(1);
    test(find(DatePicker.class).first()).setValue(LocalDate.now());
    assertThat(textOf(find(Empty.class).single())).contains("Nothing matches");

    press("Clear filter");
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void oneCallIsShownWithItsTimesAttemptsAndCauseInWords() {
    pbx.callEnded(call("1001", "Alice", NOON, false));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single()))
        .contains(
            "Alice",
            "The caller gave up before anyone answered.",
            "sip:1009@10.0.0.9",
            "Stopped ringing");
  }

  @Test
  void withoutCallsThePageSaysWhenTheFirstWillAppear() {
    navigate(HistoryView.class);

    assertThat(textOf(find(Empty.class).single())).contains("No calls yet");
  }

  private int rows() {
    return test(grid()).size();
  }

  private Grid<?> grid() {
    return find(Grid.class).single();
  }

  private static CallRecord call(String caller, String name, Instant start, boolean answered) {
    return new CallRecord(
        "id-" + caller + start,
        caller,
        name,
        "1009",
        "Igor",
        null,
        null,
        start,
        start,
        answered ? start.plusSeconds(5) : null,
        start.plusSeconds(65),
        answered ? 200 : 487,
        answered ? Cause.CALLER_HUNG_UP : Cause.CANCELLED,
        List.of(new Attempt("sip:1009@10.0.0.9", start, answered ? 200 : 487)),
        List.of());
  }
}
