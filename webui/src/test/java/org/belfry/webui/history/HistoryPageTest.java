package org.belfry.webui.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.QualitySample;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Chart;
import org.belfry.webui.base.Download;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithMockUser;

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
    assertThat(textOf(find(Empty.class).single())).contains("No matches");

    press("Clear filter");
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void whatIsFilteredIsDownloaded() {
    pbx.callEnded(call("1001", "Alice", NOON, true));
    navigate(HistoryView.class);
    test(find(TextField.class).single()).setValue("alice");
    test(find(Select.class).single()).selectItem("Not answered");

    ByteArrayOutputStream file = new ByteArrayOutputStream();
    test(find(Download.class).withText("Download CSV").single()).download(file);
    assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo("alice,false\r\n");
  }

  @Test
  void oneCallIsShownWithItsTimesAttemptsAndCauseInWords() {
    pbx.callEnded(call("1001", "Alice", NOON, false));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single()))
        .contains(
            "Alice",
            "The caller hung up before the call was answered.",
            "sip:1009@10.0.0.9",
            "Cancelled");
  }

  @Test
  void howEachSideSoundedIsSaidInATableAndInASentenceWhenSomethingWasWrong() {
    pbx.callEnded(
        with(
            call("1001", "Alice", NOON, true),
            new LegQuality(
                "caller", "audio", "opus", "DTLS", 2850, 2900, 150, 12.4, 38.2, 3.2, "5 % lost"),
            new LegQuality(
                "callee", "audio", "PCMA", "", 0, 2850, 0, 0, null, null, "no RTP ever came")));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single()))
        .contains(
            "Audio quality",
            "opus, encrypted (DTLS) Poor 2,850 / 2,900 150 (5.0 %) 12 ms 38 ms",
            "PCMA No audio 0 / 2,850 0 (0.0 %) 0 ms –",
            "Caller: 5% of the audio packets sent by this device were lost.",
            "Called: no audio received.");
  }

  @Test
  void aLegWhoseTimeIsKnownHasItsFiguresAsLines() {
    LegQuality caller =
        new LegQuality("caller", "audio", "PCMU", "", 500, 500, 0, 3.0, null, 4.38, null);
    LegQuality video = new LegQuality("caller", "video", "VP8", "", 9, 9, 0, 0, null, null, null);
    List<QualitySample> samples =
        List.of(
            new QualitySample(5, 0, 3, 4.4, null, null, null),
            new QualitySample(5, 20, 9, 2.1, 1.0, 4.0, 4.2));
    pbx.callEnded(
        with(call("1001", "Alice", NOON, true), caller.with(samples), video.with(samples)));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(find(Chart.class).all())
        .extracting(chart -> chart.getElement().getAttribute("aria-label"))
        .containsExactly("MOS (1 to 4.5)", "Packet loss (%)", "Jitter (ms)");
  }

  @Test
  void aCallThatSoundedWellNeedsNoSentence() {
    pbx.callEnded(
        with(
            call("1001", "Alice", NOON, true),
            new LegQuality(
                "caller", "audio", "PCMU", "SDES", 3000, 3000, 2, 3.0, null, 4.38, null)));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single()))
        .contains("PCMU, encrypted (SDES) Good")
        .doesNotContain("Caller:");
  }

  @Test
  void withoutMediaOfOursNothingIsSaidOfIt() {
    pbx.callEnded(call("1001", "Alice", NOON, true));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single())).doesNotContain("Audio quality");
  }

  @Test
  void theDoctorSaysWhatWentWrongAndWhatToDo() {
    upkeep.doctor().findsOneWayAudio();
    pbx.callEnded(call("1001", "Alice", NOON, true));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single()))
        .contains(
            "Called: One side was not heard.",
            "RTP from that side does not reach Belfry.",
            "Check firewall, NAT and microphone on that side.",
            "Called: A router rewrites SIP messages. (udp:192.0.2.5:5060)",
            "The messages of this call are no longer kept");
    assertThat(find(Details.class).single().getSummaryText()).isEqualTo("Messages");
  }

  @Test
  @WithMockUser(username = "carol", roles = "SUPERVISOR")
  void aSupervisorSeesTheDiagnosisAndNoMessages() {
    pbx.callEnded(call("1001", "Alice", NOON, true));
    navigate(HistoryView.class);

    test(grid()).clickRow(0);

    assertThat(textOf(find(Dialog.class).single())).contains("The call went well.");
    assertThat(find(Details.class).all()).isEmpty();
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

  private static CallRecord with(CallRecord call, LegQuality... legs) {
    return new CallRecord(
        call.callId(),
        call.caller(),
        call.callerName(),
        call.callee(),
        call.calleeName(),
        call.callerAgent(),
        call.calleeAgent(),
        call.startedAt(),
        call.ringingAt(),
        call.answeredAt(),
        call.endedAt(),
        call.status(),
        call.cause(),
        call.attempts(),
        List.of(legs),
        null);
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
        List.of(),
        null);
  }
}
