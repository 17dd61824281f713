package org.belfry.pbx.app.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.FakeCall;
import org.belfry.pbx.app.FakeRoom;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.call.Payer;
import org.junit.jupiter.api.Test;

/** The call of one participant. */
class ConferenceCallTest {
  private final List<Consumer<Bridged>> failures = new ArrayList<>();
  private FakeRoom mixer = new FakeRoom("none", 2);
  private ConferenceRoom weekly =
      new ConferenceRoom(
          "weekly",
          "7000",
          "Weekly",
          "1234",
          "9876",
          Set.of("204"),
          false,
          false,
          false,
          true,
          false,
          5);
  private final Conferences conferences =
      new Conferences(
          new ConferenceRooms() {
            @Override
            public ConferenceRoom room(String nameOrNumber) {
              return nameOrNumber.equals("weekly") || nameOrNumber.equals("7000") ? weekly : null;
            }

            @Override
            public Path recording(ConferenceRoom room, Instant began) {
              return null;
            }

            @Override
            public Path name() {
              return Path.of("name.wav");
            }

            @Override
            public void recorded(Path file) {
              throw new AssertionError("nothing was recorded");
            }
          },
          new VoiceCalls() {
            @Override
            public String call(
                VoiceApplication application, OutgoingCall call, Consumer<Bridged> failed) {
              failures.add(failed);
              return "call-" + failures.size();
            }

            @Override
            public Room room(String name, int participantsMax) {
              mixer = new FakeRoom(name, participantsMax);
              return mixer;
            }

            @Override
            public String language() {
              return "en";
            }

            @Override
            public VoiceCall find(String id) {
              return null;
            }
          },
          InstantSource.system());

  private FakeCall call() {
    return FakeCall.to(new Conference(conferences));
  }

  @Test
  void aParticipantGivesItsPinAndIsIn() {
    FakeCall call =
        call()
            .fromOutside("+4930123", null)
            .argument("weekly")
            .hears("conference-pin")
            .dials("1234#")
            .waits(60)
            .hangsUp()
            .run();
    assertThat(mixer.log()).contains("fake-call comes");
    assertThat(call.step()).isEqualTo("in the room");
    assertThat(conferences.all()).isEmpty();
  }

  @Test
  void invitationsThatNobodyTakesAreForgotten() {
    Conference application = new Conference(conferences);
    List<Integer> told = new ArrayList<>();
    call()
        .from("204")
        .argument("weekly")
        .waits(3)
        .then(() -> {
          for (int i = 0; i < 100; i++) {
            conferences.invite(application, "weekly", "1999", new Payer.Site("a"), told::add);
          }
          assertThat(conferences.invitations()).isEqualTo(100);
          failures.forEach(each -> each.accept(new Bridged.Refused(480, "No")));
        })
        .hangsUp()
        .run();
    assertThat(told).hasSize(100).containsOnly(480);
    assertThat(conferences.invitations()).isZero();
  }

  @Test
  void threeWrongPinsAreEnough() {
    FakeCall call =
        call().argument("weekly").dials("1#").waits(4).dials("2#").waits(4).dials("3#").run();
    assertThat(call.phrases()).endsWith("conference-wrong-pin");
    assertThat(call.callerHungUp()).isFalse();
    assertThat(mixer.log()).isEmpty();
  }

  @Test
  void aModeratorByExtensionIsAskedForNothing() {
    FakeCall call =
        call()
            .from("204")
            .argument("weekly")
            .waits(3)
            .then(() ->
                assertThat(conferences.of("weekly").focus().members().getFirst().moderator())
                    .isTrue())
            .hangsUp()
            .run();
    assertThat(call.phrases()).isEmpty();
  }

  @Test
  void whoDialsTheCodeAloneIsAskedForTheNumber() {
    FakeCall call =
        call().from("204").hears("conference-number").dials("7000#").waits(5).hangsUp().run();
    assertThat(call.phrases()).containsExactly("conference-number");
    assertThat(mixer.log()).contains("fake-call comes");
  }

  @Test
  void aUserMakesARoomByDialling() {
    call()
        .from("201")
        .argument("55")
        .waits(5)
        .then(() -> assertThat(mixer.inside()).hasSize(1))
        .hangsUp()
        .run();
    assertThat(mixer.toString()).isEqualTo("on-the-fly-55");
  }

  @Test
  void aStrangerMakesNone() {
    FakeCall call = call().fromOutside("+4930123", null).argument("55").run();
    assertThat(call.did("refuses 404")).isTrue();
  }

  @Test
  void starSixMutes() {
    FakeCall call =
        call()
            .from("204")
            .argument("weekly")
            .waits(2)
            .dials("*6")
            .waits(5)
            .dials("*6")
            .waits(5)
            .dials("6")
            .waits(3)
            .hangsUp()
            .run();
    assertThat(mixer.log()).containsSubsequence("fake-call is muted", "fake-call may speak");
    assertThat(call.phrases()).containsExactly("conference-muted", "conference-unmuted");
  }

  @Test
  void theApiSendsSomebodyAway() {
    FakeCall call =
        call()
            .from("204")
            .argument("weekly")
            .waits(5)
            .then(() -> conferences.happens("weekly", new ConferenceEvent.Kick("fake-call")))
            .run();
    assertThat(call.phrases()).containsExactly("conference-kicked");
    assertThat(call.callerHungUp()).isFalse();
    assertThat(mixer.inside()).isEmpty();
  }

  @Test
  void whoIsInvitedMustPressOne() {
    assertThat(
            call()
                .outgoing()
                .argument("weekly")
                .hears("conference-invited")
                .dials("1")
                .waits(5)
                .hangsUp()
                .run()
                .step())
        .isEqualTo("in the room");
    assertThat(call().outgoing().argument("weekly").run().step()).isEqualTo("asks");
  }

  @Test
  void everyStepMayBeTheLast() {
    FakeCall.hangUpSweep(() ->
        call().fromOutside("+49", null).argument("weekly").dials("1234#").waits(5).dials("*6*6"));
    FakeCall.hangUpSweep(
        () -> call().from("204").hears("conference-number").dials("7000#").waits(5).dials("*8"));
    assertThat(conferences.all()).isEmpty();
  }
}
