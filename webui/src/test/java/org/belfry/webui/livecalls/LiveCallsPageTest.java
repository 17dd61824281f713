package org.belfry.webui.livecalls;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.notification.Notification;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.RecordingAdmin.Command;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.peers.PeersView;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithMockUser;

class LiveCallsPageTest extends PageTest {

  @Test
  void aCallAppearsAndDisappearsByItself() throws Exception {
    navigate(LiveCallsView.class);
    assertThat(textOf(find(Empty.class).single())).contains("No live calls");

    onAThreadOfTheAppliance(() -> pbx.callBegins(call("a", LiveCallState.RINGING)));
    assertThat(callers()).containsExactly("1001");

    onAThreadOfTheAppliance(() -> pbx.callEnds("a"));
    assertThat(find(Empty.class).exists()).isTrue();
  }

  @Test
  void manyChangesBeforeThePageLooksAgainAreOneRefresh() throws Exception {
    navigate(LiveCallsView.class);

    onAThreadOfTheAppliance(() -> {
      for (int i = 0; i < 100; i++) {
        pbx.callBegins(call("c" + i, LiveCallState.CALLING));
      }
    });

    assertThat(callers()).hasSize(100);
  }

  @Test
  void anAnsweredCallSaysItsCodecsAndHowWellTheWorseSideIsHeard() {
    pbx.callBegins(answered("a"));
    pbx.callSounds(
        "a",
        new LegQuality("caller", "audio", "opus", "DTLS", 500, 500, 0, 2, 20.0, 4.4, null),
        new LegQuality("callee", "audio", "PCMA", "", 480, 500, 20, 9, null, 3.7, null));
    navigate(LiveCallsView.class);

    assertThat(soundOf(0)).isEqualTo("Fair opus, encrypted (DTLS) → PCMA");
  }

  @Test
  void nothingIsSaidOfTheSoundOfACallThatRings() {
    pbx.callBegins(call("a", LiveCallState.RINGING));
    navigate(LiveCallsView.class);

    assertThat(soundOf(0)).isEmpty();
  }

  @Test
  void anAnsweredCallIsEndedAfterAQuestion() {
    pbx.callBegins(answered("a"));
    navigate(LiveCallsView.class);

    pressInRow(0, "Hang up: Alice → Bob");
    assertThat(pbx.liveCalls()).as("nothing happens before the answer").hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(pbx.liveCalls()).isEmpty();
    assertThat(find(Empty.class).exists()).isTrue();
  }

  @Test
  void aCallThatHasEndedWhileTheQuestionWasOpenIsSaidToBeOver() {
    pbx.callBegins(answered("a"));
    navigate(LiveCallsView.class);
    pressInRow(0, "Hang up: Alice → Bob");
    pbx.callEnds("a");

    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(test(find(Notification.class).single()).getText())
        .isEqualTo("This call has already ended.");
  }

  @Test
  void aCallIsStartedForSomebody() {
    people();
    navigate(LiveCallsView.class);

    press("Start a call");
    press("Call");
    assertThat(problemAt("From")).isEqualTo("Select the calling user.");
    choose("From", "Alice · 1001");
    typeOwn("To", "+49 30 1234");
    press("Call");
    assertThat(problemAt("To")).isEqualTo("Enter a valid number or SIP address.");
    typeOwn("To", "+49301234");
    press("Call");

    assertThat(numbering.control().told()).containsExactly("call 1001 +49301234");
    assertThat(toasts()).contains("Calling the phones of Alice…");
  }

  @Test
  void theCallerIsSentToSomebodyElse() {
    people();
    pbx.callBegins(answered("a"));
    numbering.control().takesTheLead("a");
    navigate(LiveCallsView.class);

    pressInRow(0, "Transfer: Alice → Bob");
    choose("To", "Carol · 1003");
    press("Transfer");

    assertThat(numbering.control().told()).containsExactly("transfer a CALLEE 1003");
  }

  @Test
  void theCalledSideWaitsWithMusicAndIsFetchedBack() {
    pbx.callBegins(answered("a"));
    numbering.control().takesTheLead("a");
    navigate(LiveCallsView.class);

    pressInRow(0, "Hold: Alice → Bob");
    pressInRow(0, "Resume: Alice → Bob");

    assertThat(numbering.control().told()).containsExactly("hold a", "resume a");
  }

  @Test
  void anAdministratorRecordsACallPausesResumesAndStops() {
    pbx.callBegins(answered("a"));
    navigate(LiveCallsView.class);

    pressInRow(0, "Record: Alice → Bob");
    assertThat(stateOf(0)).isEqualTo("In call Recording");
    pressInRow(0, "Pause recording: Alice → Bob");
    assertThat(stateOf(0)).isEqualTo("In call Recording paused");
    pressInRow(0, "Resume recording: Alice → Bob");
    assertThat(applications.recordings().live())
        .singleElement()
        .matches(live -> live.callId().equals("a") && !live.paused());
    pressInRow(0, "Stop recording: Alice → Bob");
    assertThat(applications.recordings().live()).isEmpty();
    assertThat(stateOf(0)).isEqualTo("In call");
  }

  @Test
  @WithMockUser(
      username = "1001",
      roles = {"USER", "SUPERVISOR"})
  void aSupervisorSeesThatACallIsRecordedAndRecordsNone() {
    people();
    pbx.callBegins(answered("a"));
    applications.recordings().command("a", Command.START);
    navigate(LiveCallsView.class);

    assertThat(stateOf(0)).contains("Recording");
    Component actions = test(find(Grid.class).single()).getCellComponent(0, "actions");
    assertThat(actions.getChildren()).as("Hang up").hasSize(1);
  }

  @Test
  void whereThePhonesLeadTheCallItCanOnlyBeEnded() {
    pbx.callBegins(answered("a"));
    navigate(LiveCallsView.class);

    Component actions = test(find(Grid.class).single()).getCellComponent(0, "actions");
    assertThat(actions.getChildren()).as("Record, Hang up").hasSize(2);
  }

  @Test
  void aCallOfOursIsEndedBeforeSomebodyAnswersAndOneOfThePhonesIsNot() {
    pbx.callBegins(call("a", LiveCallState.RINGING));
    navigate(LiveCallsView.class);
    Component actions = test(find(Grid.class).single()).getCellComponent(0, "actions");
    assertThat(actions.getChildren()).isEmpty();

    numbering.control().takesTheLead("a");
    navigate(PeersView.class);
    navigate(LiveCallsView.class);
    pressInRow(0, "Hang up: Alice → Bob");
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(numbering.control().told()).containsExactly("hang up a");
    assertThat(pbx.liveCalls()).isEmpty();
  }

  @Test
  void parkedCallsAreShownWithTheirCallers() {
    people();
    navigate(LiveCallsView.class);
    assertThat(shown()).doesNotContain("Slot");
    parking.park(3, "+4930555", "1002");
    navigate(PeersView.class);
    navigate(LiveCallsView.class);
    assertThat(shown()).contains("Parked calls", "Slot *53", "+4930555", "parked by Bob");
  }

  @Test
  void leavingThePageEndsItsSubscription() {
    navigate(PeersView.class);
    int before = pbx.listeners(); // what all pages share
    navigate(LiveCallsView.class);
    assertThat(pbx.listeners()).isEqualTo(before + 2); // calls, parked calls

    navigate(PeersView.class);
    assertThat(pbx.listeners()).isEqualTo(before);
  }

  private void people() {
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice", null, null, null),
            new CreateUser("1002", "Bob", null, null, null),
            new CreateUser("1003", "Carol", null, null, null)));
  }

  private static void onAThreadOfTheAppliance(Runnable event) throws Exception {
    CompletableFuture.runAsync(event).get(5, TimeUnit.SECONDS);
    roundTrip();
  }

  private static LiveCallView call(String id, LiveCallState state) {
    return new LiveCallView(id, "1001", "Alice", "1002", "Bob", state, Instant.now(), null);
  }

  private static LiveCallView answered(String id) {
    return new LiveCallView(
        id, "1001", "Alice", "1002", "Bob", LiveCallState.ANSWERED, Instant.now(), Instant.now());
  }

  private String stateOf(int row) {
    return textOf(test(find(Grid.class).single()).getCellComponent(row, "state"));
  }

  private String soundOf(int row) {
    return textOf(test(find(Grid.class).single()).getCellComponent(row, "sound"));
  }

  @SuppressWarnings("unchecked")
  private List<String> callers() {
    Grid<LiveCallsView.Row> grid = find(Grid.class).single();
    return grid.getListDataView().getItems().map(row -> row.call().caller()).toList();
  }
}
