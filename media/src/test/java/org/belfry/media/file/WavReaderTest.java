package org.belfry.media.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.UnreadableSound.Reason;
import org.belfry.media.play.Tone;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavReaderTest {
  private final SoundFile files = new SoundFile(new Codecs(List.of()));
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "-r 8000 -c 1 -e signed -b 16",
    "-r 8000 -c 2 -e signed -b 16",
    "-r 8000 -c 1 -e unsigned -b 8",
    "-r 8000 -c 1 -e a-law",
    "-r 8000 -c 2 -e mu-law",
    "-r 16000 -c 1 -e signed -b 24",
    "-r 16000 -c 1 -e signed -b 32",
    "-r 48000 -c 2 -e float -b 32",
    "-r 48000 -c 1 -e float -b 64",
    "-r 44100 -c 2 -e signed -b 16",
    "-r 22050 -c 1 -e signed -b 16",
    "-r 11025 -c 1 -e mu-law",
    "-r 96000 -c 6 -e signed -b 24"
  })
  void whatSoxWritesIsHeard(String options) throws Exception {
    Path file = directory.resolve("tone.wav");
    Sox.sine(file.toString(), 1.5, 440, 0.5, options.split(" "));
    for (int rate : new int[] {8000, 16000, 48000}) {
      short[] pcm = files.load(file, rate, 10);
      assertThat(pcm.length).isCloseTo(3 * rate / 2, within(4));
      short[] middle = Arrays.copyOfRange(pcm, rate / 4, rate * 5 / 4);
      assertThat(ToneLevel.decibels(middle, rate, 440)).isCloseTo(-6, within(0.3));
      assertThat(ToneLevel.decibels(middle, rate, 3100)).isLessThan(-45);
    }
  }

  @Test
  void aMirrorImageIsNotHeard() throws Exception {
    Path file = directory.resolve("high.wav");
    Sox.sine(file.toString(), 1, 5000, 0.5, "-r", "44100", "-c", "1");
    short[] pcm = files.load(file, 8000, 10);
    assertThat(ToneLevel.decibels(pcm, 8000, 3000)).isLessThan(-60);
  }

  @Test
  void oneGoesToAnySample() throws Exception {
    short[] ramp = new short[16000];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (short) i;
    }
    Path file = write(new Wav(8000, ramp).toBytes());
    try (SoundReader reader = files.open(file, 8000)) {
      assertThat(reader.samples()).isEqualTo(16000);
      short[] out = new short[10];
      for (int at : new int[] {0, 1, 5000, 4999, 15990}) {
        reader.seek(at);
        assertThat(reader.read(out, 0, 10)).isEqualTo(10);
        assertThat(out[0]).isEqualTo((short) at);
        assertThat(out[9]).isEqualTo((short) (at + 9));
      }
      reader.seek(15995);
      assertThat(reader.read(out, 0, 10)).isEqualTo(5);
      reader.seek(99999);
      assertThat(reader.read(out, 0, 10)).isZero();
    }
  }

  @Test
  void oneGoesToAnySampleWhereTheRateIsConverted() throws Exception {
    Path file = directory.resolve("sweep.wav");
    Sox.run(
        "sox", "-n", "-r", "44100", "-c", "1", file.toString(), "synth", "4", "sine", "200:2000");
    short[] whole = files.load(file, 8000, 10);
    try (SoundReader reader = files.open(file, 8000)) {
      short[] out = new short[100];
      for (int at : new int[] {20000, 0, 7, 12345, 31000}) {
        reader.seek(at);
        assertThat(reader.read(out, 0, 100)).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
          assertThat((int) out[i]).isCloseTo(whole[at + i], within(2));
        }
      }
    }
  }

  @Test
  void badFilesAreRefusedInASentence() throws Exception {
    refused("hello, I am no sound".getBytes(StandardCharsets.UTF_8), Reason.NOT_SOUND);
    refused(new byte[0], Reason.NOT_SOUND);
    refused("RIFF".getBytes(StandardCharsets.UTF_8), Reason.NOT_SOUND);
    byte[] good = new Wav(8000, Tone.sine(440, 8000, 800, 0.5)).toBytes();
    refused(Arrays.copyOf(good, 30), Reason.DAMAGED);
    byte[] adpcm = good.clone();
    adpcm[20] = 17;
    refused(adpcm, Reason.UNSUPPORTED);
    byte[] many = good.clone();
    many[22] = 9;
    refused(many, Reason.UNSUPPORTED);
    byte[] slow = good.clone();
    slow[24] = 1;
    slow[25] = 0;
    refused(slow, Reason.UNSUPPORTED);
    byte[] noFormat = good.clone();
    noFormat[12] = 'x';
    refused(noFormat, Reason.DAMAGED);
    assertThatThrownBy(() -> files.open(directory.resolve("none.wav"), 8000))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.load(write(new Wav(8000, new short[90000]).toBytes()), 8000, 10))
        .hasMessage("This file sounds for 11 s; 10 s are allowed here.");
  }

  @Test
  void withoutTheLibraryOpusIsRefusedInASentence() {
    assertThatThrownBy(() -> files.open(write("OggS...".getBytes(StandardCharsets.UTF_8)), 8000))
        .hasMessage("Ogg/Opus files cannot be read here: the Opus library is missing.");
  }

  @Test
  void damageNeverCausesAnythingButARefusal() throws Exception {
    Random random = new Random(5);
    byte[] good = new Wav(8000, Tone.sine(440, 8000, 100, 0.5)).toBytes();
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = Arrays.copyOf(good, 20 + random.nextInt(good.length - 20));
      for (int k = random.nextInt(6); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try (SoundReader reader = files.open(new BytesChannel(bytes), 8000)) {
        assertThat(reader.read(new short[2000], 0, 2000)).isBetween(0, 2000);
      } catch (UnreadableSound e) {
        assertThat(e.getMessage()).endsWith(".").doesNotContain("null");
      }
    }
  }

  private void refused(byte[] bytes, Reason reason) throws IOException {
    Path file = write(bytes);
    assertThatThrownBy(() -> files.open(file, 8000).close())
        .isInstanceOfSatisfying(
            UnreadableSound.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.getMessage()).endsWith(".");
            });
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("file.wav"), bytes);
  }
}
