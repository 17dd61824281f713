package org.belfry.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.Test;

class WavTest {
  private final Wav tone = new Wav(8000, Tone.sine(440, 8000, 4000, 0.5));

  @Test
  void whatIsWrittenIsRead() throws BadWav {
    assertThat(Wav.of(tone.toBytes())).isEqualTo(tone);
  }

  @Test
  void aFileThatACrashLeftUnfinishedIsReadToItsEnd() throws BadWav {
    byte[] bytes = tone.toBytes();
    Arrays.fill(bytes, 40, 44, (byte) 0);
    assertThat(Wav.of(bytes)).isEqualTo(tone);
    assertThat(Wav.of(Arrays.copyOf(tone.toBytes(), 1044)).pcm()).hasSize(500);
  }

  @Test
  void otherFilesAreRefusedInWords() {
    assertThatThrownBy(() -> Wav.of("hello, I am no sound".getBytes())).isInstanceOf(BadWav.class);
    byte[] stereo = tone.toBytes();
    stereo[22] = 2;
    assertThatThrownBy(() -> Wav.of(stereo)).hasMessageContaining("2 channels");
    assertThatThrownBy(() -> Wav.of(new byte[0])).isInstanceOf(BadWav.class);
  }

  @Test
  void damageNeverCausesAnythingButBadWav() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(tone.toBytes(), 44 + random.nextInt(100));
      for (int k = random.nextInt(6); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(Wav.of(bytes).pcm().length).isLessThan(100);
      } catch (BadWav e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aToneIsFoundAndOthersAreNot() {
    assertThat(ToneLevel.decibels(tone.pcm(), 8000, 440)).isBetween(-6.5, -5.5);
    assertThat(ToneLevel.decibels(tone.pcm(), 8000, 700)).isLessThan(-70);
    assertThat(ToneLevel.decibels(new short[8000], 8000, 440)).isLessThan(-100);
  }
}
