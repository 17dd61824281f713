package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.mix.Participant.Hears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixerTest {
  private static final double HALF_OF_HALF = -12.04; // 0.25 of full scale

  private final Mixer mixer = new Mixer(MixerSettings.DEFAULT);
  private final List<Ear> ears = new ArrayList<>();

  @ParameterizedTest(name = "{0}, {1} and {2} samples/s")
  @CsvSource({
    "8000, 8000, 8000",
    "16000, 16000, 16000",
    "8000, 16000, 8000",
    "16000, 8000, 16000",
    "8000, 8000, 16000"
  })
  void eachOfThreeTalkersHearsExactlyTheOtherTwo(int first, int second, int third)
      throws RoomRefusal {
    Ear alice = enter(new TestVoice(first, 300, 0.25));
    Ear bob = enter(new TestVoice(second, 500, 0.25));
    Ear carol = enter(new TestVoice(third, 700, 0.25));
    tick(50);
    assertThat(alice.level(300)).isLessThan(-70);
    assertThat(alice.level(500)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(alice.level(700)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(bob.level(300)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(bob.level(500)).isLessThan(-70);
    assertThat(bob.level(700)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(carol.level(300)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(carol.level(500)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(carol.level(700)).isLessThan(-70);
    assertThat(alice.participant().hears()).isEqualTo(Hears.OTHERS);
  }

  @ParameterizedTest
  @CsvSource({"8000", "16000"})
  void aListenerHearsAllThree(int rate) throws RoomRefusal {
    enter(new TestVoice(8000, 300, 0.2));
    enter(new TestVoice(16000, 500, 0.2));
    enter(new TestVoice(8000, 700, 0.2));
    Ear listener = enter(TestVoice.silent(rate));
    tick(50);
    for (int hertz : new int[] {300, 500, 700}) {
      assertThat(listener.level(hertz)).isCloseTo(-13.98, within(0.2));
    }
    assertThat(listener.participant().hears()).isEqualTo(Hears.EVERYBODY);
  }

  @Test
  void widebandStaysWidebandAmongWidebandParticipants() throws RoomRefusal {
    enter(new TestVoice(16000, 6000, 0.25));
    Ear wide = enter(TestVoice.silent(16000));
    Ear narrow = enter(TestVoice.silent(8000));
    tick(50);
    assertThat(wide.level(6000)).isCloseTo(HALF_OF_HALF, within(0.1));
    // 6 kHz would come back as 2 kHz where it is not filtered out.
    assertThat(narrow.level(2000)).isLessThan(-65);
  }

  @Test
  void narrowbandBringsNoMirrorImageIntoWideband() throws RoomRefusal {
    enter(new TestVoice(8000, 3000, 0.25));
    Ear wide = enter(TestVoice.silent(16000));
    tick(50);
    assertThat(wide.level(3000)).isCloseTo(HALF_OF_HALF, within(0.2));
    assertThat(wide.level(5000)).isLessThan(-65);
  }

  @Test
  void allWhoOnlyListenGetTheSameArray() throws RoomRefusal {
    enter(new TestVoice(8000, 300, 0.25));
    Ear one = enter(TestVoice.silent(8000));
    Ear two = enter(TestVoice.silent(8000));
    Ear muted = enter(new TestVoice(8000, 500, 0.25));
    muted.participant().mute(true);
    tick(3);
    assertThat(one.participant().frame()).isSameAs(two.participant().frame());
    assertThat(one.participant().frame()).isSameAs(muted.participant().frame());
  }

  @Test
  void whoTalksAloneHearsSilence() throws RoomRefusal {
    Ear alice = enter(new TestVoice(8000, 300, 0.25));
    enter(TestVoice.silent(8000));
    tick(5);
    assertThat(alice.participant().hears()).isEqualTo(Hears.SILENCE);
    assertThat(alice.heard()).containsOnly(0);
  }

  @Test
  void theMutedAreHeardByNobodyButMeasured() throws RoomRefusal {
    Ear alice = enter(new TestVoice(8000, 300, 0.25));
    Ear bob = enter(TestVoice.silent(8000));
    tick(30);
    assertThat(bob.level(300)).isGreaterThan(-13);
    alice.participant().mute(true);
    tick(2);
    bob.forget();
    tick(30);
    assertThat(bob.participant().hears()).isEqualTo(Hears.SILENCE);
    assertThat(bob.heard()).containsOnly(0);
    assertThat(alice.participant().talksWhileMuted()).isTrue();
    assertThat(alice.participant().level()).isCloseTo(-12, within(0.5));
    alice.participant().mute(false);
    tick(30);
    assertThat(bob.level(300)).isGreaterThan(-13);
  }

  @Test
  void mutingMakesNoClick() throws RoomRefusal {
    Ear alice = enter(new TestVoice(8000, 300, 0.5));
    Ear bob = enter(TestVoice.silent(8000));
    tick(10);
    alice.participant().mute(true);
    tick(3);
    alice.participant().mute(false);
    tick(10);
    short[] heard = bob.heard();
    // The steepest step of the tone itself is 0.5 * 2 pi * 300 / 8000 of full scale.
    double steepest = 0.5 * 2 * Math.PI * 300 / 8000 * 32767;
    for (int i = 161; i < heard.length; i++) {
      assertThat(Math.abs(heard[i] - heard[i - 1]))
          .as("sample %d", i)
          .isLessThan((int) steepest + 500);
    }
  }

  @Test
  void theDeafHearSilenceAndAreHeard() throws RoomRefusal {
    Ear alice = enter(new TestVoice(8000, 300, 0.25));
    Ear bob = enter(new TestVoice(8000, 500, 0.25));
    alice.participant().deafen(true);
    tick(30);
    assertThat(alice.heard()).containsOnly(0);
    assertThat(bob.level(300)).isGreaterThan(-13);
  }

  @Test
  void peopleComeAndGoInTheMiddle() throws RoomRefusal {
    Ear listener = enter(TestVoice.silent(8000));
    tick(10);
    assertThat(listener.participant().hears()).isEqualTo(Hears.SILENCE);
    Ear alice = enter(new TestVoice(16000, 300, 0.25));
    Ear bob = enter(new TestVoice(8000, 500, 0.25));
    tick(30);
    assertThat(listener.level(300)).isGreaterThan(-13);
    assertThat(listener.level(500)).isGreaterThan(-13);
    leave(alice);
    tick(30);
    assertThat(listener.level(300)).isLessThan(-70);
    assertThat(listener.level(500)).isGreaterThan(-13);
    leave(bob);
    mixer.leave(bob.participant());
    tick(30);
    assertThat(listener.participant().hears()).isEqualTo(Hears.SILENCE);
    assertThat(mixer.size()).isEqualTo(1);
    assertThat(mixer.participant(0)).isSameAs(listener.participant());
  }

  @Test
  void whoseSourceEndsGoesOnListening() throws RoomRefusal {
    TestVoice voice = new TestVoice(8000, 300, 0.25);
    Ear alice = enter(voice);
    enter(new TestVoice(8000, 500, 0.25));
    tick(5);
    voice.over = true;
    tick(30);
    assertThat(alice.participant().ended()).isTrue();
    assertThat(alice.level(500)).isGreaterThan(-13);
  }

  @Test
  void theNoiseOfASilentRoomIsNotMixed() throws RoomRefusal {
    enter(new TestVoice(8000, 300, 0.001)); // -60 dBFS
    Ear listener = enter(TestVoice.silent(8000));
    tick(20);
    assertThat(listener.participant().hears()).isEqualTo(Hears.SILENCE);
  }

  @Test
  void steadyNoiseIsLearntAndShutOut() throws RoomRefusal {
    TestVoice noisy = new TestVoice(8000, 300, 0.006); // -44 dBFS, above the lowest bound
    Ear alice = enter(noisy);
    tick(50);
    assertThat(alice.participant().talking()).isTrue();
    tick(50 * 10);
    assertThat(alice.participant().talking()).isFalse();
    noisy.amplitude = 0.03; // -30 dBFS: a voice over the same noise
    tick(1);
    assertThat(alice.participant().talking()).isTrue();
  }

  @Test
  void musicIsHeardHoweverSoft() throws RoomRefusal {
    Ear music = enter(new TestVoice(8000, 440, 0.001));
    music.participant().hearAlways();
    Ear listener = enter(TestVoice.silent(8000));
    tick(30);
    assertThat(listener.level(440)).isCloseTo(-60, within(1.0));
  }

  @Test
  void theEndOfAWordIsHeld() throws RoomRefusal {
    TestVoice voice = new TestVoice(8000, 300, 0.25);
    Ear alice = enter(voice);
    tick(10);
    voice.amplitude = 0.0005;
    tick(14);
    assertThat(alice.participant().talking()).isTrue();
    tick(2);
    assertThat(alice.participant().talking()).isFalse();
  }

  @Test
  void volumeIsPerTalker() throws RoomRefusal {
    Ear alice = enter(new TestVoice(8000, 300, 0.25));
    enter(new TestVoice(8000, 500, 0.25)).participant().volume(-12);
    Ear listener = enter(TestVoice.silent(8000));
    alice.participant().volume(0);
    tick(50);
    assertThat(listener.level(300)).isCloseTo(-12, within(0.2));
    assertThat(listener.level(500)).isCloseTo(-24, within(0.2));
  }

  @Test
  void automaticLevelBringsQuietAndLoudTogether() throws RoomRefusal {
    Mixer gentle = new Mixer(MixerSettings.DEFAULT.withAutomaticLevel(true));
    gentle.join(new TestVoice(8000, 300, 0.02)); // -37 dBFS
    gentle.join(new TestVoice(8000, 500, 0.3)); // -13.5 dBFS
    Ear listener = new Ear(gentle.join(TestVoice.silent(8000)));
    for (int i = 0; i < 50 * 15; i++) {
      gentle.tick();
      if (i > 50 * 14) {
        listener.listen();
      }
    }
    assertThat(listener.level(300)).isCloseTo(-34 + 9, within(1.5));
    assertThat(listener.level(500)).isCloseTo(-19, within(1.5));
  }

  @Test
  void aFullRoomSaysSo() throws RoomRefusal {
    Mixer small = new Mixer(MixerSettings.DEFAULT.withParticipantsMax(2));
    small.join(TestVoice.silent(8000));
    Participant second = small.join(TestVoice.silent(8000));
    assertThatThrownBy(() -> small.join(TestVoice.silent(8000)))
        .isInstanceOfSatisfying(
            RoomRefusal.class, r -> assertThat(r.reason()).isEqualTo(RoomRefusal.Reason.FULL))
        .hasMessage("The conference is full: 2 participants are in it.");
    small.leave(second);
    small.join(TestVoice.silent(8000));
    assertThat(small.size()).isEqualTo(2);
  }

  @Test
  void aLockedRoomKeepsWhoIsInIt() throws RoomRefusal {
    Ear alice = enter(TestVoice.silent(8000));
    mixer.lock(true);
    assertThatThrownBy(() -> enter(TestVoice.silent(8000))).hasMessage("The conference is locked.");
    tick(2);
    assertThat(alice.participant().hears()).isEqualTo(Hears.SILENCE);
    mixer.lock(false);
    enter(TestVoice.silent(8000));
  }

  @Test
  void otherRatesAreRefused() {
    assertThatThrownBy(() -> mixer.join(TestVoice.silent(48000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Ear enter(TestVoice voice) throws RoomRefusal {
    Ear ear = new Ear(mixer.join(voice));
    ears.add(ear);
    return ear;
  }

  private void leave(Ear ear) {
    mixer.leave(ear.participant());
    ears.remove(ear);
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      mixer.tick();
      ears.forEach(Ear::listen);
    }
  }
}
