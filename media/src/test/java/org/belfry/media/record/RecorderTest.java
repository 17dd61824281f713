package org.belfry.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.belfry.media.AllocatedBytes;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundFile;
import org.belfry.media.path.FrameSink;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private final Codecs codecs = new Codecs(List.of());
  private final List<RecorderEvent> events = new ArrayList<>();
  private final List<Runnable> disk = new ArrayList<>();
  @TempDir private Path directory;

  @Test
  void whatALegSaysIsInTheFile() throws IOException {
    Recorder recorder = recorder(RecorderSettings.of(8000, 1), Runnable::run);
    short[] tone = Tone.sine(440, 8000, 8000, 0.25);
    for (int i = 0; i < 50; i++) {
      recorder.leg(0).write(Arrays.copyOfRange(tone, 160 * i, 160 * i + 160));
    }
    assertThat(recorder.duration()).isEqualTo(Duration.ofSeconds(1));
    assertThat(recorder.level(0)).isCloseTo(-12, within(0.3));
    assertThat(recorder.peak(0)).isCloseTo(-12, within(0.3));
    assertThat(file()).doesNotExist();
    recorder.stop();
    recorder.stop();
    assertThat(pcm()).isEqualTo(tone);
    assertThat(finished().duration()).isEqualTo(Duration.ofSeconds(1));
    assertThat(finished().bytes()).isEqualTo(Files.size(file()));
    assertThat(finished().lost()).isZero();
    assertThat(recorder.ended()).isTrue();
  }

  @Test
  void eachLegHasItsChannel() throws Exception {
    Recorder recorder = recorder(RecorderSettings.of(8000, 2), Runnable::run);
    for (int i = 0; i < 50; i++) {
      recorder.leg(0).write(constant(100));
      recorder.leg(1).write(constant(300));
    }
    recorder.stop();
    byte[] bytes = Files.readAllBytes(file());
    assertThat(bytes).hasSize(44 + 50 * 640);
    assertThat(bytes[44]).isEqualTo((byte) 100);
    assertThat(bytes[46]).isEqualTo((byte) (300 & 0xff));
  }

  @Test
  void aLegThatIsMissingIsSilent() throws IOException {
    Recorder recorder = recorder(RecorderSettings.of(8000, 2), Runnable::run);
    for (int i = 0; i < 10; i++) {
      recorder.leg(0).write(constant(1000));
    }
    for (int i = 0; i < 10; i++) {
      recorder.leg(1).write(constant(2000));
    }
    recorder.stop();
    short[] pcm = pcm(); // the mean of both
    assertThat(recorder.duration()).isEqualTo(Duration.ofMillis(380)); // they met once
    assertThat(pcm[100]).isEqualTo((short) 500);
    assertThat(pcm[18 * 160 + 10]).isEqualTo((short) 1000);
  }

  @Test
  void silenceIsRecordedAsSilence() throws IOException {
    Recorder recorder = recorder(RecorderSettings.of(8000, 1), Runnable::run);
    recorder.leg(0).write(constant(1000));
    recorder.leg(0).silence();
    assertThat(recorder.level(0)).isEqualTo(-100);
    recorder.stop();
    assertThat(Arrays.copyOfRange(pcm(), 160, 320)).containsOnly(0);
  }

  @Test
  void aPauseLeavesNothingBehind() throws IOException {
    Recorder recorder = recorder(RecorderSettings.of(8000, 1), Runnable::run);
    give(recorder, 10, 1000);
    recorder.pause();
    give(recorder, 20, 2000);
    assertThat(recorder.paused()).isTrue();
    assertThat(recorder.level(0)).isGreaterThan(-25);
    recorder.resume();
    give(recorder, 5, 3000);
    recorder.stop();
    short[] pcm = pcm();
    assertThat(pcm).hasSize(15 * 160).doesNotContain((short) 2000);
    assertThat(pcm[10 * 160]).isEqualTo((short) 3000);
  }

  @Test
  void aLateDiskCostsSoundThatIsCountedAndKeepsItsPlace() throws IOException {
    Recorder recorder = recorder(RecorderSettings.of(8000, 1), disk::add);
    give(recorder, 100, 1000); // all that the queue holds
    give(recorder, 30, 2000);
    runDisk();
    give(recorder, 50, 3000);
    assertThat(recorder.lost()).isEqualTo(Duration.ofMillis(600));
    recorder.stop();
    runDisk();
    assertThat(events.getFirst())
        .isEqualTo(new RecorderEvent.SoundLost(Duration.ofSeconds(2), Duration.ofMillis(600)));
    short[] pcm = pcm();
    assertThat(pcm).hasSize(180 * 160);
    assertThat(pcm[99 * 160]).isEqualTo((short) 1000);
    assertThat(Arrays.copyOfRange(pcm, 100 * 160, 130 * 160)).containsOnly(0);
    assertThat(pcm[130 * 160]).isEqualTo((short) 3000);
    assertThat(finished().lost()).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void itEndsAtItsLongestTime() throws IOException {
    Recorder recorder =
        recorder(RecorderSettings.of(8000, 1).withLengthMax(Duration.ofSeconds(1)), Runnable::run);
    give(recorder, 80, 1000);
    assertThat(recorder.ended()).isTrue();
    assertThat(events.getFirst())
        .isEqualTo(
            new RecorderEvent.LimitReached("The recording has reached its longest time, 1 s."));
    assertThat(finished().duration()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pcm()).hasSize(8000);
  }

  @Test
  void itEndsAtItsLargestSize() throws IOException {
    Recorder recorder = recorder(RecorderSettings.of(8000, 1).withBytesMax(20_000), Runnable::run);
    give(recorder, 200, 1000);
    assertThat(recorder.ended()).isTrue();
    assertThat(events.getFirst())
        .isEqualTo(
            new RecorderEvent.LimitReached(
                "The recording has reached its largest size, 20000 bytes."));
    assertThat(Files.size(file())).isBetween(20_000L, 20_400L);
    recorder.stop();
    assertThat(events).hasSize(2);
  }

  @Test
  void aDirectoryThatIsMissingIsToldInASentence() {
    Recorder recorder =
        new Recorder(
            RecorderSettings.of(8000, 1),
            target(directory.resolve("none/call.wav")),
            Runnable::run,
            events::add);
    give(recorder, 100, 1000);
    recorder.stop();
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            RecorderEvent.Failed.class,
            f ->
                assertThat(f.sentence())
                    .startsWith("The recording ended after 0 s: the directory of ")
                    .endsWith(" is missing."));
    assertThat(recorder.ended()).isTrue();
  }

  @Test
  void whenTheServerStopsNothingIsThrownOnTheTick() {
    Recorder recorder =
        recorder(
            RecorderSettings.of(8000, 1),
            task -> {
              throw new RejectedExecutionException();
            });
    give(recorder, 100, 1000);
    recorder.stop();
    assertThat(recorder.ended()).isTrue();
  }

  @Test
  void whatIsStoppedBeforeItBeganIsAnEmptyFile() throws IOException {
    recorder(RecorderSettings.of(8000, 1), Runnable::run).stop();
    assertThat(pcm()).isEmpty();
    assertThat(finished().sound().isEmpty()).isTrue();
  }

  @Test
  void silenceAtTheEndsIsFound() {
    Recorder recorder = recorder(RecorderSettings.of(8000, 1), Runnable::run);
    give(recorder, 20, 0);
    give(recorder, 1, 9000); // a click
    give(recorder, 29, 10);
    give(recorder, 50, 5000);
    give(recorder, 10, 0);
    give(recorder, 40, 5000);
    give(recorder, 100, 5);
    recorder.stop();
    SoundBounds.Span sound = finished().sound();
    assertThat(sound).isEqualTo(new SoundBounds.Span(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    assertThat(sound.with(Duration.ofMillis(200), finished().duration()))
        .isEqualTo(new SoundBounds.Span(Duration.ofMillis(800), Duration.ofMillis(3200)));
    assertThat(sound.with(Duration.ofSeconds(9), finished().duration()))
        .isEqualTo(new SoundBounds.Span(Duration.ZERO, Duration.ofSeconds(5)));
  }

  @Test
  void silenceAtTheEndsOfAWavIsFoundToo() {
    short[] pcm = new short[24000];
    System.arraycopy(Tone.sine(300, 8000, 8000, 0.3), 0, pcm, 8000, 8000);
    assertThat(SoundBounds.of(new Wav(8000, pcm), -45))
        .isEqualTo(new SoundBounds.Span(Duration.ofSeconds(1), Duration.ofSeconds(2)));
  }

  @Test
  void aTickAllocatesNothing() {
    Recorder recorder = recorder(RecorderSettings.of(16000, 2), task -> {});
    FrameSink left = recorder.leg(0);
    FrameSink right = recorder.leg(1);
    short[] frame = new short[320];
    Runnable twentySeconds =
        () -> {
          for (int i = 0; i < 1000; i++) {
            left.write(frame);
            right.silence();
          }
        };
    assertThat(AllocatedBytes.least(twentySeconds)).isZero();
  }

  private Recorder recorder(RecorderSettings settings, Executor writing) {
    return new Recorder(settings, target(file()), writing, events::add);
  }

  private RecordingTarget target(Path path) {
    return new RecordingTarget(PartFile.of(path, RecordingFormat.WAV), codecs, List.of());
  }

  private Path file() {
    return directory.resolve("call.wav");
  }

  private short[] pcm() throws IOException {
    return new SoundFile(codecs).load(file(), 8000, 60);
  }

  private RecorderEvent.Finished finished() {
    return (RecorderEvent.Finished) events.getLast();
  }

  private void runDisk() {
    while (!disk.isEmpty()) {
      disk.removeFirst().run();
    }
  }

  private static void give(Recorder recorder, int frames, int value) {
    for (int i = 0; i < frames; i++) {
      recorder.leg(0).write(constant(value));
    }
  }

  private static short[] constant(int value) {
    short[] frame = new short[160];
    Arrays.fill(frame, (short) value);
    return frame;
  }
}
