package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoudestSpeakersTest {
  private final Mixer mixer = new Mixer(MixerSettings.DEFAULT);

  @Test
  void theThreeLoudestAreShownInOrder() throws RoomRefusal {
    join(0.02);
    Participant third = join(0.05);
    Participant first = join(0.5);
    Participant second = join(0.15);
    tick(150);
    assertThat(mixer.loudest()).containsExactly(first, second, third);
    assertThat(mixer.loudest(0)).isSameAs(first);
    assertThat(mixer.loudest(3)).isNull();
  }

  @Test
  void aLittleLouderDoesNotDisturbTheOrder() throws RoomRefusal {
    Participant first = join(0.2);
    tick(20);
    Participant second = join(0.3); // 3.5 dB
    tick(100);
    assertThat(mixer.loudest()).containsExactly(first, second);
  }

  @Test
  void oneShoutDoesNotEither() throws RoomRefusal {
    Participant first = join(0.2);
    tick(20);
    TestVoice voice = new TestVoice(8000, 500, 0.1);
    Participant second = mixer.join(voice);
    tick(20);
    voice.amplitude = 0.9;
    tick(5);
    voice.amplitude = 0.1;
    tick(30);
    assertThat(mixer.loudest()).containsExactly(first, second);
  }

  @Test
  void whoIsSilentForASecondIsNoLongerShown() throws RoomRefusal {
    TestVoice voice = new TestVoice(8000, 500, 0.3);
    Participant p = mixer.join(voice);
    tick(10);
    voice.speaks = false;
    tick(45);
    assertThat(mixer.loudest()).containsExactly(p);
    tick(10);
    assertThat(mixer.loudest()).isEmpty();
  }

  @Test
  void musicIsNoSpeaker() throws RoomRefusal {
    Participant music = join(0.5);
    music.hearAlways();
    Participant talker = join(0.1);
    tick(50);
    assertThat(mixer.loudest()).containsExactly(talker);
    assertThat(music.talking()).isTrue();
    assertThat(talker.loudness()).isCloseTo(-20, within(0.5));
    assertThat(music.loudness()).isEqualTo(-100);
  }

  @Test
  void whoLeavesIsNotShown() throws RoomRefusal {
    Participant gone = join(0.5);
    Participant stays = join(0.3);
    tick(10);
    mixer.leave(gone);
    tick(1);
    assertThat(mixer.loudest()).containsExactly(stays);
  }

  private Participant join(double amplitude) throws RoomRefusal {
    return mixer.join(new TestVoice(8000, 500, amplitude));
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      mixer.tick();
    }
  }
}
