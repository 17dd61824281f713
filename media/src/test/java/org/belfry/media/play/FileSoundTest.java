package org.belfry.media.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SoundReader;
import org.belfry.media.path.FrameSource.Got;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSoundTest {
  private final Queue<Runnable> disk = new ArrayDeque<>();
  private final Ramp ramp = new Ramp(30_000);
  private final short[] out = new short[30_000];
  @TempDir private Path directory;

  @Test
  void itsBeginningIsThereBeforeItPlays() {
    FileSound sound = FileSound.of(ramp, false, disk::add);
    assertThat(disk).isEmpty();
    assertThat(ramp.next).isEqualTo(16_000); // two seconds
    assertThat(sound.read(out, 0, 160)).isEqualTo(160);
    assertThat(out[159]).isEqualTo((short) 159);
    assertThat(sound.position()).isEqualTo(160);
    assertThat(sound.samples()).isEqualTo(30_000);
    assertThat(disk).isEmpty(); // nothing is worth reading yet
  }

  @Test
  void allOfItIsHeardWhileItIsReadAhead() {
    FileSound sound = FileSound.of(ramp, false, Runnable::run);
    int done = 0;
    int got = 160;
    while (got == 160) {
      got = sound.read(out, done, Math.min(160, 30_000 - done));
      done += got;
    }
    assertThat(done).isEqualTo(30_000);
    for (int i = 0; i < done; i++) {
      assertThat(out[i]).isEqualTo((short) i);
    }
    assertThat(sound.read(out, 0, 160)).isZero();
    assertThat(sound.underruns()).isZero();
  }

  @Test
  void aLateDiskIsSilenceThatIsCounted() {
    FileSound sound = FileSound.of(ramp, false, disk::add);
    assertThat(sound.read(out, 0, 20_000)).isEqualTo(20_000);
    assertThat(out[15_999]).isEqualTo((short) 15_999);
    assertThat(out[16_000]).isZero();
    assertThat(sound.underruns()).isEqualTo(1);
    disk.remove().run();
    assertThat(sound.read(out, 0, 200)).isEqualTo(200);
    assertThat(out[0]).isZero(); // it fades in
    assertThat(out[199]).isEqualTo((short) (16_199));
  }

  @Test
  void aLoopHasNoGap() {
    FileSound sound = FileSound.of(new Ramp(1000), true, Runnable::run);
    assertThat(sound.samples()).isEqualTo(Sound.UNKNOWN);
    for (int tick = 0; tick < 100; tick++) {
      assertThat(sound.read(out, 0, 160)).isEqualTo(160);
      for (int i = 0; i < 160; i++) {
        assertThat(out[i]).isEqualTo((short) ((tick * 160 + i) % 1000));
      }
    }
    assertThat(sound.underruns()).isZero();
  }

  @Test
  void anEmptyFileEndsAtOnce() {
    assertThat(FileSound.of(new Ramp(0), false, Runnable::run).read(out, 0, 160)).isZero();
    assertThat(FileSound.of(new Ramp(0), true, Runnable::run).read(out, 0, 160)).isZero();
  }

  @Test
  void afterASeekTheOldSoundIsNotHeard() {
    FileSound sound = FileSound.of(ramp, false, disk::add);
    sound.read(out, 0, 160);
    sound.seek(20_000);
    assertThat(sound.position()).isEqualTo(20_000);
    sound.read(out, 0, 160);
    assertThat(out).startsWith((short) 0).doesNotContain((short) 320);
    assertThat(sound.underruns()).isZero(); // waiting for a seek is no fault
    disk.remove().run();
    sound.read(out, 0, 160);
    assertThat(out[159]).isEqualTo((short) 20_159);
    assertThat(sound.position()).isEqualTo(20_160);
  }

  @Test
  void oneGoesBackFromTheEnd() {
    FileSound sound = FileSound.of(ramp, false, Runnable::run);
    sound.seek(29_990);
    assertThat(sound.read(out, 0, 160)).isEqualTo(10);
    sound.seek(100);
    assertThat(sound.read(out, 0, 160)).isEqualTo(160);
    assertThat(out[100]).isEqualTo((short) 200);
  }

  @Test
  void aDiskThatFailsEndsTheSoundInASentence() {
    ramp.failsAt = 16_000;
    FileSound sound = FileSound.of(ramp, false, Runnable::run);
    int heard = 0;
    int got = 160;
    while (got > 0) {
      got = sound.read(out, 0, 160);
      heard += got;
    }
    assertThat(heard).isBetween(16_000, 16_320);
    assertThat(sound.failure()).isEqualTo("The file could not be read on: the disk is gone");
  }

  @Test
  void closingClosesTheFileOnceAndNotOnTheTick() {
    FileSound sound = FileSound.of(ramp, false, disk::add);
    sound.close();
    sound.close();
    assertThat(ramp.closed).isZero();
    assertThat(sound.read(out, 0, 160)).isZero();
    while (!disk.isEmpty()) {
      disk.remove().run();
    }
    assertThat(ramp.closed).isEqualTo(1);
    assertThat(sound.read(out, 0, 160)).isZero();
    assertThat(disk).isEmpty();
  }

  @Test
  void aStoppedServerIsNoExceptionOnTheTick() {
    FileSound sound =
        FileSound.of(
            ramp,
            false,
            task -> {
              throw new RejectedExecutionException();
            });
    for (int i = 0; i < 300; i++) {
      sound.read(out, 0, 160);
    }
    assertThat(sound.failure()).isEqualTo("Reading has ended: the server is stopping.");
  }

  @Test
  void withARealThreadItIsTheSame() {
    Random random = new Random(11);
    try (ExecutorService reading = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 50; round++) {
        Ramp file = new Ramp(30_000);
        FileSound sound = FileSound.of(file, false, reading);
        for (int i = 0; i < 100; i++) {
          if (random.nextInt(10) == 0) {
            sound.seek(random.nextInt(29_000));
          }
          int before = (int) sound.position();
          int got = sound.read(out, 0, 160);
          int after = (int) sound.position();
          // Whatever was heard stands where the position says; the rest is silence.
          if (after - before == 160 && got == 160 && out[159] != 0) {
            assertThat(out[159]).isEqualTo((short) (after - 1));
          }
        }
        sound.close();
      }
    }
  }

  @Test
  void aWavFileIsPlayed() throws IOException {
    short[] pcm = new short[4000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) i;
    }
    Path file = Files.write(directory.resolve("prompt.wav"), new Wav(8000, pcm).toBytes());
    SoundFile files = new SoundFile(new Codecs(List.of()));
    Player player = new Player(8000);
    player.add(FileSound.of(files.open(file, 8000), false, Runnable::run));
    player.add(FileSound.of(files.open(file, 8000), false, Runnable::run));
    player.finish();
    short[] frame = new short[160];
    int samples = 0;
    while (player.read(frame) == Got.SOUND) {
      for (int i = 0; i < 160; i++, samples++) {
        if (samples >= 40) {
          assertThat(frame[i]).isEqualTo((short) (samples % 4000));
        }
      }
    }
    assertThat(samples).isEqualTo(8000);
    assertThat(player.position()).isEqualTo(Duration.ZERO);
  }

  /** A file in which every sample says its place. */
  private static final class Ramp implements SoundReader {
    private final int length;
    private int next;
    private int closed;
    private int failsAt = Integer.MAX_VALUE;

    Ramp(int length) {
      this.length = length;
    }

    @Override
    public int rate() {
      return 8000;
    }

    @Override
    public long samples() {
      return length;
    }

    @Override
    public int read(short[] out, int from, int count) throws IOException {
      if (next >= failsAt) {
        throw new IOException("the disk is gone");
      }
      int got = Math.min(count, length - next);
      for (int i = 0; i < got; i++) {
        out[from + i] = (short) next++;
      }
      return got;
    }

    @Override
    public void seek(long sample) {
      next = (int) sample;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
