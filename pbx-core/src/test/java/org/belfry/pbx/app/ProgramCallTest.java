package org.belfry.pbx.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program sees of its call. */
class ProgramCallTest {
  private static final Prompt MENU =
      new Prompt.Text("Welcome. Press one, or two, or hash."); // 2.4 s

  private final List<Object> came = new ArrayList<>();

  private FakeCall program(Consumer<VoiceCall> what) {
    return FakeCall.to(
        new VoiceApplication() {
          @Override
          public String name() {
            return "program";
          }

          @Override
          public void run(VoiceCall call) {
            what.accept(call);
          }
        });
  }

  // ---- digits

  @Test
  void aKeyEndsWhatIsSaid() {
    FakeCall call =
        program(c -> {
          came.add(c.collect(Collect.key(MENU)));
          came.add(c.now());
        });
    call.waits(1).dials("1").run();
    assertThat(came.getFirst()).isEqualTo(new Collected.Digits("1"));
    assertThat((java.time.Instant) came.getLast()).isBefore(call.at(2));
  }

  @Test
  void whereNoKeyMayInterruptKeysAreHeardAfterwards() {
    program(c -> came.add(c.collect(Collect.key(MENU).toTheEnd())))
        .waits(1)
        .dials("1")
        .waits(3)
        .dials("2")
        .run();
    assertThat(came).containsExactly(new Collected.Digits("2"));
  }

  @Test
  void theTimeForTheFirstDigitBeginsWhenAllIsSaid() {
    FakeCall call =
        program(c -> {
          came.add(
              c.collect(Collect.key(MENU).within(Duration.ofSeconds(4), Duration.ofSeconds(2))));
          came.add(c.now());
        });
    call.run();
    assertThat(came.getFirst()).isEqualTo(new Collected.TimedOut(""));
    assertThat((java.time.Instant) came.getLast()).isBetween(call.at(6), call.at(7));
  }

  @Test
  void aTerminatorEndsANumberAndIsNoPartOfIt() {
    program(c -> came.add(c.collect(Collect.digits(1, 8, MENU)))).dials("123#").run();
    assertThat(came).containsExactly(new Collected.Digits("123"));
  }

  @Test
  void timeEndsANumberThatIsLongEnough() {
    program(c -> came.add(c.collect(Collect.digits(3, 8, MENU)))).dials("123").waits(60).run();
    assertThat(came).containsExactly(new Collected.Digits("123"));
  }

  @Test
  void tooFewDigitsAreNone() {
    program(
            c -> {
              came.add(c.collect(Collect.digits(3, 8, MENU)));
              came.add(c.collect(Collect.digits(3, 8)));
            })
        .dials("12#")
        .dials("9")
        .waits(60)
        .run();
    assertThat(came).containsExactly(new Collected.TimedOut("12"), new Collected.TimedOut("9"));
  }

  @Test
  void whatWasPressedTooEarlyCountsForTheNextQuestionWhichIsNotAskedThen() {
    FakeCall call =
        program(c -> {
          c.play(Prompt.phrase("welcome"), MENU);
          came.add(c.collect(Collect.key(Prompt.phrase("menu"))));
        });
    call.dials("7").run();
    assertThat(came).containsExactly(new Collected.Digits("7"));
    assertThat(call.phrases()).containsExactly("welcome");
  }

  @Test
  void whatWasPressedTooEarlyCanBeForgotten() {
    program(
            c -> {
              c.play(MENU);
              came.add(c.collect(Collect.key(MENU).fresh()));
            })
        .dials("7")
        .waits(5)
        .dials("8")
        .run();
    assertThat(came).containsExactly(new Collected.Digits("8"));
  }

  @Test
  void aFloodOfKeysIsCutOff() {
    program(
            c -> {
              c.pause(Duration.ofMinutes(2));
              came.add(c.collect(Collect.digits(1, 64)));
              came.add(c.collect(Collect.digits(1, 64)));
            })
        .dials("1".repeat(300))
        .waits(100)
        .run();
    assertThat(came)
        .containsExactly(new Collected.Digits("1".repeat(64)), new Collected.TimedOut(""));
  }

  // ---- recordings

  @Test
  void silenceEndsARecordingAndItsPlaceIsKnown(@TempDir Path folder) {
    program(c -> came.add(c.record(Recording.of(folder.resolve("a.wav"), Duration.ofMinutes(3)))))
        .waits(2)
        .says(Duration.ofSeconds(10))
        .waits(60)
        .run();
    Recorded.Kept kept = (Recorded.Kept) came.getFirst();
    assertThat(kept.end()).isEqualTo(Recorded.End.SILENCE);
    assertThat(kept.sound()).isEqualTo(Duration.ofSeconds(10));
    assertThat(kept.length().toSeconds()).isBetween(14L, 16L);
    assertThat(kept.file()).exists();
  }

  @Test
  void aKeyEndsARecording(@TempDir Path folder) {
    program(c -> came.add(c.record(Recording.of(folder.resolve("a.wav"), Duration.ofMinutes(3)))))
        .says(Duration.ofSeconds(5))
        .dials("5#")
        .run();
    assertThat(((Recorded.Kept) came.getFirst()).end()).isEqualTo(Recorded.End.KEY);
  }

  @Test
  void aCallerWhoHangsUpLeavesWhatItSaid(@TempDir Path folder) {
    program(c -> came.add(c.record(Recording.of(folder.resolve("a.wav"), Duration.ofMinutes(3)))))
        .says(Duration.ofSeconds(5))
        .hangsUp()
        .run();
    Recorded.Kept kept = (Recorded.Kept) came.getFirst();
    assertThat(kept.end()).isEqualTo(Recorded.End.HANG_UP);
    assertThat(kept.sound().toSeconds()).isBetween(4L, 5L);
  }

  @Test
  void aRecordingEndsWhenItIsLongEnough(@TempDir Path folder) {
    program(c -> came.add(c.record(Recording.of(folder.resolve("a.wav"), Duration.ofSeconds(20)))))
        .says(Duration.ofSeconds(50))
        .run();
    assertThat(((Recorded.Kept) came.getFirst()).end()).isEqualTo(Recorded.End.LENGTH);
  }

  // ---- others

  @Test
  void whoeverIsBusyOrDoesNotAnswerIsAValue() {
    FakeCall call =
        program(c -> {
          came.add(c.bridge(Bridge.to("202")));
          came.add(c.bridge(Bridge.to("203")));
          came.add(c.bridge(Bridge.to("204").ringing(Duration.ofSeconds(20))));
          came.add(c.bridge(Bridge.to("205")));
          came.add(c.bridge(Bridge.to("206")));
        });
    call.refuses("202", Duration.ofSeconds(1), 486)
        .refuses("203", Duration.ofSeconds(1), 503)
        .answers("204", Duration.ofSeconds(25), Duration.ofSeconds(10))
        .refuses("205", Duration.ofSeconds(1), 408)
        .answers("206", Duration.ofSeconds(5), Duration.ofSeconds(10))
        .run();
    assertThat(came)
        .containsExactly(
            new Bridged.Busy(),
            new Bridged.Refused(503, "refused"),
            new Bridged.NoAnswer(),
            new Bridged.NoAnswer(),
            new Bridged.Talked("206", Duration.ofSeconds(10)));
  }

  @Test
  void aCallerWhoHangsUpInATalkIsAValue() {
    program(c -> came.add(c.bridge(Bridge.to("202"))))
        .answers("202", Duration.ofSeconds(5), Duration.ofMinutes(5))
        .waits(35)
        .hangsUp()
        .run();
    assertThat(came).containsExactly(new Bridged.Gone("202", Duration.ofSeconds(30)));
  }

  @Test
  void whoConfirmsHasTheCallAndWhoDoesNotHasNot() {
    Bridge all =
        Bridge.to("202")
            .together(List.of("202", "203"))
            .confirmedAfter(List.of(Prompt.phrase("press-1")));
    program(c -> came.add(c.bridge(all)))
        .answers("202", Duration.ofSeconds(2), Duration.ofMinutes(1), "9")
        .answers("203", Duration.ofSeconds(4), Duration.ofMinutes(1), "1")
        .run();
    assertThat(came).singleElement().isInstanceOf(Bridged.Talked.class);
    assertThat(((Bridged.Talked) came.getFirst()).destination()).isEqualTo("203");
  }

  @Test
  void aMailboxThatAnswersDoesNotConfirm() {
    program(c -> came.add(c.bridge(Bridge.to("202").confirmedAfter(List.of(MENU)))))
        .answers("202", Duration.ofSeconds(2), Duration.ofMinutes(1))
        .run();
    assertThat(came).containsExactly(new Bridged.NoAnswer());
  }

  @Test
  void ringingCanBeGivenUpByOthers() {
    List<VoiceCall> calls = new ArrayList<>();
    program(
            c -> {
              calls.add(c);
              came.add(c.bridge(Bridge.to("202")));
            })
        .answers("202", Duration.ofSeconds(25), Duration.ofMinutes(1))
        .waits(5)
        .then(() -> calls.getFirst().stopRinging())
        .run();
    assertThat(came).containsExactly(new Bridged.NoAnswer());
  }

  @Test
  void keysOfATalkGoToTheOtherAndNotToTheProgram() {
    FakeCall call =
        program(c -> {
          c.bridge(Bridge.to("202"));
          came.add(c.collect(Collect.key()));
        });
    call.answers("202", Duration.ofSeconds(1), Duration.ofMinutes(1)).waits(10).dials("42").run();
    assertThat(call.did("is sent 4")).isTrue();
    assertThat(call.did("is sent 2")).isTrue();
    assertThat(came).containsExactly(new Collected.TimedOut(""));
  }

  @Test
  void aProgramIsToldThingsWhileItWaits() {
    List<VoiceCall> calls = new ArrayList<>();
    program(
            c -> {
              calls.add(c);
              came.add(
                  c.await(Await.upTo(Duration.ofMinutes(1)).playing(List.of(new Prompt.Music()))));
              came.add(c.await(Await.upTo(Duration.ofSeconds(10)).keys("5")));
              came.add(c.await(Await.played(List.of(MENU))));
            })
        .waits(5)
        .then(() -> calls.getFirst().tell("next, please"))
        .dials("9")
        .run();
    assertThat(came)
        .containsExactly(
            new Awaited.Told("next, please"), new Awaited.TimedOut(), new Awaited.Played());
  }

  // ---- the end

  @Test
  void afterTheEndEverythingReturnsAtOnce() {
    FakeCall call =
        program(c -> {
          c.hangUp();
          came.add(c.answer());
          came.add(c.play(MENU));
          came.add(c.collect(Collect.key(MENU)));
          came.add(c.await(Await.upTo(Duration.ofHours(1))));
          came.add(c.record(Recording.of(Path.of("never.wav"), Duration.ofHours(1))));
          came.add(c.pause(Duration.ofHours(1)));
          came.add(c.bridge(Bridge.to("202")));
          came.add(c.now());
        });
    call.run();
    assertThat(came)
        .containsExactly(
            false,
            false,
            new Collected.Gone(),
            new Awaited.Gone(),
            new Recorded.Gone(),
            false,
            new Bridged.Gone("", Duration.ZERO),
            call.at(0));
  }

  @Test
  void aProgramThatDoesNotNoticeTheEndIsEnded() {
    FakeCall call =
        program(c -> {
          while (true) {
            c.play(MENU);
          }
        });
    assertThatThrownBy(() -> call.waits(10).hangsUp().run()).hasCauseInstanceOf(RanAway.class);
  }

  @Test
  void nobodyIsCalledWithMoreDigitsThanThereAre() {
    assertThatThrownBy(() -> Collect.digits(5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Collect.digits(1, 65)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bridge.to("1").together(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
