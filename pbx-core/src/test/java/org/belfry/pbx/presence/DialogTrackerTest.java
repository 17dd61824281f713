package org.belfry.pbx.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.presence.WatchedDialog.Direction;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.presence.WatchedDialog.State;
import org.belfry.pbx.sip.Aor;
import org.junit.jupiter.api.Test;

/** What watchers see of calls. */
class DialogTrackerTest {
  private static final Aor ALICE = new Aor("1001", "pbx.example");
  private static final Aor BOB = new Aor("1002", "pbx.example");
  private static final Aor CAROL = new Aor("1003", "pbx.example");
  private static final Party FROM = new Party("sip:1001@pbx.example", "Alice");
  private static final Party TO = new Party("sip:1002@pbx.example", "Bob");

  private final LiveDialogs live = new LiveDialogs();
  private final DialogTracker tracker = new DialogTracker(live);

  @Test
  void bothSidesAreSeenFromTheirOwnPhone() {
    tracker.begins("c", FROM, "a", ALICE, TO, T0);
    assertThat(live.of(ALICE)).extracting(WatchedDialog::state).containsExactly(State.TRYING);
    assertThat(live.of(BOB)).isEmpty();
    tracker.rings("c", 0, BOB, "b", T0);
    assertThat(live.of(BOB))
        .containsExactly(
            new WatchedDialog("c#0", "c", "b", "a", Direction.RECIPIENT, State.EARLY, FROM, T0));
    assertThat(live.of(ALICE))
        .containsExactly(
            new WatchedDialog("c#c", "c", "a", "b", Direction.INITIATOR, State.EARLY, TO, T0));
    tracker.answered("c", 0, BOB, "b", T0);
    assertThat(states(ALICE)).containsExactly(State.CONFIRMED);
    assertThat(states(BOB)).containsExactly(State.CONFIRMED);
    tracker.ended("c");
    assertThat(live.size()).isZero();
  }

  @Test
  void eachRingingPhoneHasADialogUntilOneAnswers() {
    tracker.begins("c", FROM, "a", ALICE, TO, T0);
    tracker.rings("c", 0, BOB, "b0", T0);
    tracker.rings("c", 1, BOB, "b1", T0);
    tracker.rings("c", 2, CAROL, "d", T0);
    assertThat(live.of(BOB)).extracting(WatchedDialog::localTag).containsExactly("b0", "b1");
    tracker.answered("c", 1, BOB, "b1", T0);
    tracker.branchEnded("c", 0);
    tracker.branchEnded("c", 2);
    assertThat(live.of(BOB)).extracting(WatchedDialog::localTag).containsExactly("b1");
    assertThat(live.of(CAROL)).isEmpty();
    assertThat(live.of(ALICE).getFirst().remoteTag()).isEqualTo("b1");
  }

  @Test
  void aSecondAnswerThatIsHungUpLeavesTheCall() {
    tracker.begins("c", FROM, "a", ALICE, TO, T0);
    tracker.answered("c", 0, BOB, "b0", T0);
    tracker.answered("c", 1, CAROL, "d", T0);
    assertThat(states(CAROL)).containsExactly(State.CONFIRMED);
    tracker.hungUp("c", "a", "d");
    assertThat(live.of(CAROL)).isEmpty();
    assertThat(states(BOB)).containsExactly(State.CONFIRMED);
    tracker.hungUp("c", "a", "b0"); // the end of the call is told by ended()
    assertThat(states(BOB)).containsExactly(State.CONFIRMED);
  }

  @Test
  void whatComesAfterTheEndIsNothing() {
    tracker.begins("c", FROM, "a", ALICE, TO, T0);
    tracker.ended("c");
    tracker.rings("c", 0, BOB, "b", T0);
    tracker.answered("c", 0, BOB, "b", T0);
    assertThat(live.size()).isZero();
  }

  @Test
  void onlyWatchedUsersAreTold() {
    List<Aor> told = new ArrayList<>();
    live.tell(told::add);
    live.watch(BOB);
    tracker.begins("c", FROM, "a", ALICE, TO, T0);
    tracker.rings("c", 0, BOB, "b", T0);
    tracker.rings("c", 0, BOB, "b", T0); // 180 again: nothing new
    assertThat(told).containsExactly(BOB);
    live.unwatch(BOB);
    tracker.ended("c");
    assertThat(told).containsExactly(BOB);
  }

  @Test
  void thereIsALimitToTheDialogsOfOneUser() {
    for (int i = 0; i < 100; i++) {
      tracker.begins("c" + i, FROM, "a", null, TO, T0);
      tracker.rings("c" + i, 0, BOB, "b", T0);
    }
    assertThat(live.of(BOB)).hasSize(LiveDialogs.DIALOGS_MAX);
    for (int i = 0; i < 100; i++) {
      tracker.ended("c" + i);
    }
    assertThat(live.size()).isZero();
  }

  private List<State> states(Aor aor) {
    return live.of(aor).stream().map(WatchedDialog::state).toList();
  }
}
