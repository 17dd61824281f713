package org.belfry.pbx.app.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.conference.ConferenceEffect.Announce;
import org.belfry.pbx.app.conference.ConferenceEffect.Order;
import org.belfry.pbx.app.conference.ConferenceEffect.Recorded;
import org.belfry.pbx.app.conference.ConferenceEffect.Tell;
import org.belfry.pbx.engine.Step;
import org.junit.jupiter.api.Test;

/** What may happen in a conference. */
class FocusTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  private Focus focus = Focus.of(room(false, false, false, false, 5));
  private final List<ConferenceEffect> last = new ArrayList<>();

  private static ConferenceRoom room(
      boolean waits, boolean endsWithModerator, boolean muted, boolean records, int max) {
    return new ConferenceRoom(
        "weekly",
        "7000",
        "Weekly",
        null,
        null,
        Set.of(),
        waits,
        endsWithModerator,
        muted,
        true,
        records,
        max);
  }

  private void happens(ConferenceEvent event) {
    Step<Focus, ConferenceEffect> step = focus.on(event);
    focus = step.state();
    last.clear();
    last.addAll(step.effects());
  }

  private void comes(String id, boolean moderator) {
    happens(new ConferenceEvent.Came(new Member(id, id, null, moderator, false, false, T0)));
  }

  private List<Order> told(String id) {
    return last.stream()
        .filter(Tell.class::isInstance)
        .map(Tell.class::cast)
        .filter(t -> t.id().equals(id))
        .map(Tell::order)
        .toList();
  }

  @Test
  void whoSaysItsNameIsAnnouncedByItInsteadOfATone() {
    Path name = Path.of("name.wav");
    happens(new ConferenceEvent.Came(new Member("a", "a", null, false, false, false, T0, name)));
    assertThat(last)
        .contains(
            new Announce(List.of(new Prompt.Sound(name), Prompt.phrase("conference-joined"))));
    happens(new ConferenceEvent.Came(new Member("b", "b", null, false, false, false, T0)));
    happens(new ConferenceEvent.Left("a"));
    assertThat(last)
        .contains(new Announce(List.of(new Prompt.Sound(name), Prompt.phrase("conference-left"))));
  }

  @Test
  void whoComesTakesASeatAndIsHeardToCome() {
    comes("a", false);
    assertThat(last)
        .containsExactly(new Tell("a", new Order.Sit(false)), Announce.tone(Prompt.Kind.ENTRY));
    assertThat(focus.members()).hasSize(1);
  }

  @Test
  void whoGoesIsHeardToGoByThoseWhoStay() {
    comes("a", false);
    comes("b", false);
    happens(new ConferenceEvent.Left("a"));
    assertThat(last).containsExactly(Announce.tone(Prompt.Kind.EXIT));
    happens(new ConferenceEvent.Left("b"));
    assertThat(last).isEmpty();
    assertThat(focus.isEmpty()).isTrue();
    happens(new ConferenceEvent.Left("b"));
    assertThat(last).isEmpty();
  }

  @Test
  void aFullRoomLetsNobodyIn() {
    focus = Focus.of(room(false, false, false, false, 2));
    comes("a", false);
    comes("b", false);
    comes("c", true);
    assertThat(told("c")).containsExactly(new Order.Go("conference-full"));
    assertThat(focus.members()).hasSize(2);
  }

  @Test
  void participantsWaitForAModeratorAndGoInWithIt() {
    focus = Focus.of(room(true, false, false, false, 5));
    comes("a", false);
    assertThat(last).containsExactly(new Tell("a", new Order.Wait()));
    comes("b", true);
    assertThat(told("a")).containsExactly(new Order.Sit(false));
    assertThat(told("b")).containsExactly(new Order.Sit(false));
    assertThat(focus.members()).noneMatch(Member::waiting);
    comes("c", false);
    assertThat(told("c")).containsExactly(new Order.Sit(false));
  }

  @Test
  void aLockedRoomLetsModeratorsInAlone() {
    comes("m", true);
    happens(new ConferenceEvent.Keyed("m", '1'));
    assertThat(told("m")).containsExactly(new Order.Say("conference-now-locked"));
    comes("a", false);
    assertThat(told("a")).containsExactly(new Order.Go("conference-locked"));
    comes("n", true);
    assertThat(told("n")).containsExactly(new Order.Sit(false));
    happens(new ConferenceEvent.Keyed("n", '1'));
    comes("a", false);
    assertThat(told("a")).containsExactly(new Order.Sit(false));
  }

  @Test
  void anEmptyRoomIsNotLockedAnyMore() {
    comes("m", true);
    happens(new ConferenceEvent.Lock(true));
    happens(new ConferenceEvent.Left("m"));
    assertThat(focus.locked()).isFalse();
  }

  @Test
  void everybodyMayMuteItself() {
    comes("a", false);
    happens(new ConferenceEvent.Keyed("a", '6'));
    assertThat(told("a")).containsExactly(new Order.Mute(true));
    happens(new ConferenceEvent.Keyed("a", '6'));
    assertThat(told("a")).containsExactly(new Order.Mute(false));
  }

  @Test
  void whoIsNoModeratorLeadsNothing() {
    comes("m", true);
    comes("a", false);
    for (char key : "1238".toCharArray()) {
      happens(new ConferenceEvent.Keyed("a", key));
      assertThat(last).isEmpty();
    }
    assertThat(focus.locked()).isFalse();
  }

  @Test
  void aModeratorMutesAllOthersAndNobodyUnmutesItself() {
    comes("m", true);
    comes("a", false);
    happens(new ConferenceEvent.Keyed("m", '2'));
    assertThat(told("a")).containsExactly(new Order.Mute(true));
    assertThat(told("m")).containsExactly(new Order.Say("conference-all-muted"));
    happens(new ConferenceEvent.Keyed("a", '6'));
    assertThat(told("a")).containsExactly(new Order.Say("conference-all-muted"));
    comes("b", false);
    assertThat(told("b")).containsExactly(new Order.Sit(true));
    happens(new ConferenceEvent.Keyed("m", '2'));
    assertThat(told("a")).containsExactly(new Order.Mute(false));
    assertThat(told("b")).containsExactly(new Order.Mute(false));
  }

  @Test
  void aModeratorSendsAwayTheLatestWhoIsNone() {
    comes("a", false);
    comes("b", false);
    comes("m", true);
    happens(new ConferenceEvent.Keyed("m", '3'));
    assertThat(last).containsExactly(new Tell("b", new Order.Go("conference-kicked")));
  }

  @Test
  void theConferenceEndsForAll() {
    comes("a", false);
    comes("m", true);
    happens(new ConferenceEvent.Keyed("m", '8'));
    assertThat(told("a")).containsExactly(new Order.Go("conference-ended"));
    assertThat(told("m")).containsExactly(new Order.Go("conference-ended"));
  }

  @Test
  void theConferenceMayEndWithItsLastModerator() {
    focus = Focus.of(room(false, true, false, false, 5));
    comes("m", true);
    comes("n", true);
    comes("a", false);
    happens(new ConferenceEvent.Left("m"));
    assertThat(told("a")).isEmpty();
    happens(new ConferenceEvent.Left("n"));
    assertThat(told("a")).containsExactly(new Order.Go("conference-ended"));
  }

  @Test
  void whoIsRecordedIsTold() {
    focus = Focus.of(room(true, false, false, true, 5));
    comes("a", false);
    assertThat(last).doesNotContain(new Recorded(true));
    comes("m", true);
    assertThat(last).contains(new Recorded(true));
    assertThat(told("a")).contains(new Order.Say("conference-recorded"));
    assertThat(told("m")).contains(new Order.Say("conference-recorded"));
    happens(new ConferenceEvent.Left("m"));
    happens(new ConferenceEvent.Left("a"));
    assertThat(last).containsExactly(new Recorded(false));
  }

  @Test
  void aRecordingThatBeginsLaterIsToldToAll() {
    comes("a", false);
    happens(new ConferenceEvent.Recorded(true));
    assertThat(last)
        .containsExactly(new Recorded(true), new Tell("a", new Order.Say("conference-recorded")));
    happens(new ConferenceEvent.Recorded(true));
    assertThat(last).isEmpty();
    happens(new ConferenceEvent.Recorded(false));
    assertThat(last).containsExactly(new Recorded(false));
  }

  @Test
  void whoIsToBeMutedAndIsNotThereIsNobody() {
    happens(new ConferenceEvent.Mute("x", true));
    happens(new ConferenceEvent.Kick("x"));
    happens(new ConferenceEvent.Keyed("x", '6'));
    assertThat(last).isEmpty();
  }

  @Test
  void nobodyGuessesAPin() {
    PinGuard guard = new PinGuard();
    ConferenceRoom room =
        new ConferenceRoom(
            "weekly", "7000", "Weekly", "1234", "9876", Set.of(), false, false, false, true, false,
            5);
    assertThat(guard.judge(room, "1234", null, T0)).isEqualTo(PinGuard.Verdict.PARTICIPANT);
    assertThat(guard.judge(room, "9876", null, T0)).isEqualTo(PinGuard.Verdict.MODERATOR);
    for (int i = 0; i < PinGuard.FAILURES_MAX; i++) {
      assertThat(guard.judge(room, "555" + i, "201", T0)).isEqualTo(PinGuard.Verdict.WRONG);
    }
    assertThat(guard.judge(room, "1234", null, T0.plusSeconds(60)))
        .isEqualTo(PinGuard.Verdict.WRONG);
    assertThat(guard.judge(room, "1234", null, T0.plus(PinGuard.CLOSED).plusSeconds(1)))
        .isEqualTo(PinGuard.Verdict.PARTICIPANT);
  }

  @Test
  void aRoomWithAModeratorPinAloneLetsInWhoGivesNone() {
    ConferenceRoom room =
        new ConferenceRoom(
            "weekly", "7000", "Weekly", null, "9876", Set.of(), false, false, false, true, false,
            5);
    assertThat(new PinGuard().judge(room, "", null, T0)).isEqualTo(PinGuard.Verdict.PARTICIPANT);
    assertThat(new PinGuard().judge(room, "1", null, T0)).isEqualTo(PinGuard.Verdict.WRONG);
  }
}
