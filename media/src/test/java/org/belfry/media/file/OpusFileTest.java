package org.belfry.media.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.play.Tone;
import org.belfry.media.record.ToneLevel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7845. */
class OpusFileTest {
  @TempDir private static Path libraries;
  @TempDir private Path directory;
  private static Codecs codecs;

  @BeforeAll
  static void load() throws LibraryMissing {
    codecs = TestCodecs.opus(libraries);
  }

  @ParameterizedTest(name = "{0} samples/s, {1} channels")
  @CsvSource({"8000, 1", "16000, 1", "8000, 2", "16000, 2", "48000, 1"})
  void whatIsWrittenIsHeardByUsAndByOthers(int rate, int channels) throws Exception {
    Path file = write(rate, channels, 2 * 50);
    short[] ours = new SoundFile(codecs).load(file, rate, 10);
    assertThat(ours).hasSize(2 * rate);
    assertThat(level(ours, rate, 440)).isCloseTo(channels == 1 ? -12 : -18, within(1.0));
    assertThat(level(ours, rate, 880)).isCloseTo(channels == 1 ? -100 : -18, within(45.0));

    assertThat(Sox.run("opusinfo", file.toString()))
        .contains("Playback length: 0m:02.000s")
        .doesNotContain("WARNING");
    Path wav = Sox.decoded(file);
    assertThat(Sox.run("soxi", "-c", wav.toString())).isEqualTo("" + channels);
    assertThat(Sox.seconds(wav)).isCloseTo(2, within(0.001));
    Path first = directory.resolve("left.wav");
    Sox.run("sox", wav.toString(), first.toString(), "remix", "1");
    short[] left = new SoundFile(codecs).load(first, rate, 10);
    assertThat(level(left, rate, 440)).isCloseTo(-12, within(1.0));
    assertThat(level(left, rate, 880)).isLessThan(-40);
  }

  @ParameterizedTest(name = "opusenc {2}, {0} channels")
  @CsvSource({
    "1, 2, ''",
    "2, 2, ''",
    "1, 0.5, ''",
    "1, 3, --framesize 60",
    "2, 3, --framesize 2.5",
    "1, 2, --speech --bitrate 8",
    "6, 2, ''"
  })
  void whatOthersWriteIsHeard(int channels, double seconds, String options) throws Exception {
    Path wav = directory.resolve("sox.wav");
    Path file = directory.resolve("others.opus");
    Sox.sine(wav.toString(), seconds, 440, 0.25, "-r", "48000", "-b", "16", "-c", "" + channels);
    List<String> command = new ArrayList<>(List.of("opusenc", "--quiet"));
    command.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
    command.addAll(List.of(wav.toString(), file.toString()));
    Sox.run(command.toArray(String[]::new));
    short[] pcm = new SoundFile(codecs).load(file, 16000, 10);
    assertThat(pcm.length).isCloseTo((int) (seconds * 16000), within(2));
    assertThat(level(pcm, 16000, 440))
        .isCloseTo(-12, within(channels > 2 ? 3.0 : 1.5)); // bass only in one of six
  }

  @Test
  void theSoundStandsWhereItWas() throws Exception {
    Path file = directory.resolve("click.opus");
    short[] sound = new short[16000];
    System.arraycopy(Tone.sine(500, 16000, 1600, 0.5), 0, sound, 8000, 1600);
    PartFile part = PartFile.of(file, RecordingFormat.OGG_OPUS);
    try (SoundWriter writer = part.create(16000, 1, codecs, List.of("TITLE=a tone"))) {
      for (int i = 0; i < 50; i++) {
        writer.write(Arrays.copyOfRange(sound, i * 320, i * 320 + 320));
      }
    }
    part.publish();
    short[] heard = new SoundFile(codecs).load(file, 16000, 10);
    assertThat(heard).hasSize(16000);
    int begin = 0;
    while (Math.abs(heard[begin]) < 3000) {
      begin++;
    }
    assertThat(begin).isCloseTo(8000, within(32)); // 2 ms
  }

  @Test
  void oneGoesToAnyPlace() throws Exception {
    Path file = directory.resolve("steps.opus");
    PartFile part = PartFile.of(file, RecordingFormat.OGG_OPUS);
    try (SoundWriter writer = part.create(8000, 1, codecs, List.of())) {
      for (int second = 0; second < 10; second++) {
        short[] tone = Tone.sine(300 + 200 * second, 8000, 8000, 0.3);
        for (int i = 0; i < 50; i++) {
          writer.write(Arrays.copyOfRange(tone, i * 160, i * 160 + 160));
        }
      }
    }
    part.publish();
    try (SoundReader reader = new SoundFile(codecs).open(file, 8000)) {
      assertThat(reader.samples()).isEqualTo(80_000);
      short[] half = new short[4000];
      for (int second : new int[] {7, 0, 3, 9, 1}) {
        reader.seek(second * 8000 + 2000);
        assertThat(reader.read(half, 0, 4000)).isEqualTo(4000);
        assertThat(ToneLevel.decibels(half, 8000, 300 + 200 * second))
            .as("second %d", second)
            .isCloseTo(-10.5, within(1.5));
      }
      reader.seek(79_000);
      assertThat(reader.read(half, 0, 4000)).isEqualTo(1000);
      reader.seek(90_000);
      assertThat(reader.read(half, 0, 4000)).isZero();
    }
  }

  @Test
  void damageIsPassedOver() throws Exception {
    byte[] good = Files.readAllBytes(write(16000, 2, 500));
    Random random = new Random(4);
    int heard = 0;
    for (int i = 0; i < 100; i++) {
      byte[] bytes = Arrays.copyOf(good, good.length - random.nextInt(good.length / 2));
      for (int k = random.nextInt(4); k > 0; k--) {
        bytes[200 + random.nextInt(bytes.length - 200)] = (byte) random.nextInt();
      }
      try (SoundReader reader = new SoundFile(codecs).open(new BytesChannel(bytes), 8000)) {
        heard += reader.read(new short[100_000], 0, 100_000) > 16_000 ? 1 : 0;
      }
    }
    assertThat(heard).isGreaterThan(95);
  }

  @Test
  void otherOggFilesAreRefusedInASentence() throws Exception {
    Path file = directory.resolve("vorbis.ogg");
    Sox.sine(file.toString(), 0.5, 440, 0.5, "-r", "48000", "-c", "1", "-t", "ogg");
    assertThatThrownBy(() -> new SoundFile(codecs).open(file, 8000))
        .isInstanceOf(UnreadableSound.class)
        .hasMessage("This Ogg file does not begin with Opus sound.");
    byte[] head = Arrays.copyOf(Files.readAllBytes(write(8000, 1, 50)), 47);
    assertThatThrownBy(() -> new SoundFile(codecs).open(new BytesChannel(head), 8000))
        .isInstanceOf(UnreadableSound.class)
        .hasMessage("This Opus file ends before its sound begins.");
  }

  @Test
  void aPartThatAKillLeftIsCompleted() throws Exception {
    for (RecordingFormat format : RecordingFormat.values()) {
      Path file = directory.resolve("killed" + format.suffix());
      PartFile part = PartFile.of(file, format);
      SoundWriter writer = part.create(8000, 1, codecs, List.of());
      short[] tone = Tone.sine(440, 8000, 160, 0.25);
      for (int i = 0; i < 120; i++) {
        writer.write(tone);
        if (i == 99) {
          writer.checkpoint();
        }
      }
      // As after a kill: nothing closed. And half a page, half a sample more.
      try (FileChannel more = FileChannel.open(part.part(), StandardOpenOption.APPEND)) {
        more.write(ByteBuffer.wrap("OggS\0half".getBytes()));
      }
    }
    PartFile.Recovery recovery = PartFile.recover(directory);
    assertThat(recovery.complete()).hasSize(2);
    assertThat(recovery.problems()).isEmpty();
    for (RecordingFormat format : RecordingFormat.values()) {
      Path file = directory.resolve("killed" + format.suffix());
      Path wav = format == RecordingFormat.WAV ? file : Sox.decoded(file);
      assertThat(Sox.seconds(wav)).as("%s", format).isBetween(1.99, 2.41);
      assertThat(new SoundFile(codecs).load(file, 8000, 10).length / 8000.0)
          .isCloseTo(Sox.seconds(wav), within(0.01));
    }
    assertThat(PartFile.recover(directory).complete()).isEmpty();
  }

  @Test
  void aPartWithoutSoundIsDeletedAndAFileIsNotReplaced() throws Exception {
    for (RecordingFormat format : RecordingFormat.values()) {
      PartFile empty = PartFile.of(directory.resolve("empty" + format.suffix()), format);
      empty.create(8000, 1, codecs, List.of()).checkpoint(); // and then the process was killed
      assertThat(empty.part()).exists();
    }
    Files.write(directory.resolve("torn.part.wav"), new byte[10]);
    Path there = Files.write(directory.resolve("there.wav"), new byte[1000]);
    Path other = Files.write(directory.resolve("there.part.wav"), new byte[500]);
    Path foreign = Files.write(directory.resolve("foreign.part.wav"), new byte[500]);
    Path noOgg = Files.write(directory.resolve("none.part.opus"), new byte[500]);
    PartFile.Recovery recovery = PartFile.recover(directory);
    assertThat(recovery.complete()).isEmpty();
    assertThat(recovery.problems())
        .containsExactlyInAnyOrder(
            "there.part.wav could not be completed: there is a file there.wav already.",
            "foreign.part.wav could not be completed: it is no WAV file of ours.",
            "none.part.opus could not be completed: it is no Ogg file.");
    assertThat(Files.size(there)).isEqualTo(1000);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(there, other, foreign, noOgg);
    }
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    Path file = write(8000, 1, 10);
    assertThatThrownBy(
            () -> PartFile.of(file, RecordingFormat.OGG_OPUS).create(8000, 1, codecs, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aPartOfOneFileIsCopiedIntoAnotherFormat() throws Exception {
    Path opus = write(8000, 1, 100);
    PartFile part = PartFile.of(directory.resolve("cut.wav"), RecordingFormat.WAV);
    try (SoundReader reader = new SoundFile(codecs).open(opus, 8000);
        SoundWriter writer = part.create(8000, 1, codecs, List.of())) {
      assertThat(SoundCopy.copy(reader, writer, 4000, 12_000)).isEqualTo(8000);
    }
    part.publish();
    assertThat(Sox.seconds(part.path())).isEqualTo(1);
    assertThat(level(new SoundFile(codecs).load(part.path(), 8000, 2), 8000, 440))
        .isCloseTo(-12, within(1.0));
  }

  /** 440 Hz on the left, 880 Hz on the right. */
  private Path write(int rate, int channels, int frames) throws IOException {
    Path file = directory.resolve("written-" + rate + "-" + channels + ".opus");
    PartFile part = PartFile.of(file, RecordingFormat.OGG_OPUS);
    short[] left = Tone.sine(440, rate, frames * rate / 50, 0.25);
    short[] right = Tone.sine(880, rate, frames * rate / 50, 0.25);
    try (SoundWriter writer = part.create(rate, channels, codecs, List.of())) {
      short[] frame = new short[rate / 50 * channels];
      for (int i = 0; i < frames; i++) {
        for (int k = 0; k < frame.length; k++) {
          int at = i * rate / 50 + k / channels;
          frame[k] = k % channels == 0 ? left[at] : right[at];
        }
        writer.write(frame);
      }
    }
    part.publish();
    return file;
  }

  private static double level(short[] pcm, int rate, int hertz) {
    int from = pcm.length / 4;
    return ToneLevel.decibels(Arrays.copyOfRange(pcm, from, pcm.length * 3 / 4), rate, hertz);
  }
}
