package org.belfry.media.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.AllocatedBytes;
import org.belfry.media.codec.Codecs;
import org.belfry.media.file.SoundFile;
import org.belfry.media.path.FrameSource.Got;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayerTest {
  private final Player player = new Player(8000);
  private final short[] frame = new short[160];
  @TempDir private Path directory;

  @Test
  void soundsFollowEachOtherWithoutAGap() {
    player.add(ramp(0, 250).sound());
    player.add(ramp(250, 230).sound());
    player.finish();
    assertThat(player.waiting()).isEqualTo(2);
    short[] heard = play(3);
    // The beginning fades in; from there on every sample is there, in order.
    for (int i = 40; i < 480; i++) {
      assertThat(heard[i]).isEqualTo((short) i);
    }
    assertThat(player.read(frame)).isEqualTo(Got.END);
    assertThat(player.read(frame)).isEqualTo(Got.END);
    assertThat(player.played()).isEqualTo(2);
  }

  @Test
  void anEmptyPlayerIsSilentUntilItIsFinished() {
    assertThat(player.read(frame)).isEqualTo(Got.SILENCE);
    player.add(ramp(0, 160).sound());
    assertThat(player.read(frame)).isEqualTo(Got.SOUND);
    assertThat(player.read(frame)).isEqualTo(Got.SILENCE);
    player.finish();
    assertThat(player.read(frame)).isEqualTo(Got.END);
  }

  @Test
  void aLoopGoesOnForEver() {
    player.add(new Clip(8000, Tone.sine(400, 8000, 8000 / 400 * 10, 0.5)).loop());
    short[] heard = play(100);
    assertThat(ToneLevel.decibels(heard, 8000, 400)).isCloseTo(-6, within(0.2));
    assertThat(player.played()).isZero();
  }

  @Test
  void whatIsCutDoesNotClick() {
    double steepest = 0.5 * 2 * Math.PI * 400 / 8000 * 32767;
    player.add(new Clip(8000, Tone.sine(400, 8000, 80000, 0.5)).sound());
    player.add(new Clip(8000, Tone.sine(440, 8000, 80000, 0.5)).sound());
    short[] heard = new short[0];
    heard = join(heard, play(5));
    player.pause();
    heard = join(heard, play(3));
    player.resume();
    heard = join(heard, play(5));
    player.seek(Duration.ofMillis(1234));
    heard = join(heard, play(5));
    player.skip();
    heard = join(heard, play(5));
    player.stop();
    heard = join(heard, play(3));
    for (int i = 1; i < heard.length; i++) {
      assertThat(Math.abs(heard[i] - heard[i - 1]))
          .as("sample %d", i)
          .isLessThan((int) (2 * steepest));
    }
    assertThat(player.read(frame)).isEqualTo(Got.SILENCE);
  }

  @Test
  void aPauseKeepsThePlace() {
    player.add(ramp(0, 1600).sound());
    play(3);
    player.pause();
    assertThat(player.paused()).isTrue();
    Duration where = player.position();
    play(10);
    assertThat(player.position()).isEqualTo(where);
    player.resume();
    play(2);
    assertThat(player.position()).isEqualTo(where.plusMillis(40));
  }

  @Test
  void onePausedHasSilenceToGive() {
    player.add(ramp(0, 1600).sound());
    play(1);
    player.pause();
    assertThat(player.read(frame)).isEqualTo(Got.SOUND); // the fade
    assertThat(player.read(frame)).isEqualTo(Got.SILENCE);
    player.finish();
    assertThat(player.read(frame)).isEqualTo(Got.SILENCE);
  }

  @Test
  void oneGoesForwardsAndBackwards() {
    player.add(ramp(0, 16000).sound());
    play(5); // 100 ms
    player.seek(Duration.ofMillis(500));
    assertThat(player.position().toMillis()).isBetween(600L, 610L);
    player.seek(Duration.ofSeconds(-5));
    assertThat(player.position()).isZero();
    player.seek(Duration.ofSeconds(5));
    assertThat(player.waiting()).isZero();
  }

  @Test
  void volumeIsInDecibels() {
    player.add(new Clip(8000, Tone.sine(400, 8000, 80000, 0.5)).sound());
    play(1);
    player.volume(-6.02);
    play(1);
    assertThat(ToneLevel.decibels(play(50), 8000, 400)).isCloseTo(-12, within(0.2));
  }

  @Test
  void aQueueHasALimit() {
    for (int i = 0; i <= Player.QUEUE_MAX; i++) {
      assertThat(player.add(ramp(0, 10).sound())).isTrue();
    }
    assertThat(player.add(ramp(0, 10).sound())).isFalse();
    player.stop();
    assertThat(player.waiting()).isZero();
    assertThat(player.add(ramp(0, 10).sound())).isTrue();
  }

  @Test
  void anotherRateIsRefused() {
    assertThatThrownBy(() -> player.add(new Clip(16000, new short[10]).sound()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void emptySoundsArePassedOver() {
    player.add(new Clip(8000, new short[0]).sound());
    player.add(new Clip(8000, new short[0]).loop());
    player.add(ramp(0, 160).sound());
    assertThat(player.read(frame)).isEqualTo(Got.SOUND);
    assertThat(frame[159]).isEqualTo((short) 159);
  }

  @Test
  void aTickAllocatesNothing() throws Exception {
    CountryTones tones = new CountryTones();
    player.add(new Clip(8000, Tone.sine(400, 8000, 1000, 0.5)).sound());
    player.add(tones.tone("gb", ToneKind.RINGBACK).sound(8000));
    player.volume(-3);
    Path file =
        Files.write(directory.resolve("music.wav"), new Wav(16000, new short[16000]).toBytes());
    Player music = new Player(16000);
    SoundFile files = new SoundFile(new Codecs(List.of()));
    music.add(FileSound.of(files.open(file, 16000), true, task -> {}));
    var listener = new MusicOnHold(music).listener(8000);
    Runnable tenSeconds =
        () -> {
          for (int i = 0; i < 500; i++) {
            player.read(frame);
            listener.read(frame);
          }
        };
    assertThat(AllocatedBytes.least(tenSeconds)).isZero();
  }

  @Test
  void allWhoWaitHearTheSameMusic() {
    Player music = new Player(16000);
    music.add(new Clip(16000, Tone.sine(500, 16000, 16000, 0.4)).loop());
    MusicOnHold hold = new MusicOnHold(music);
    var early = hold.listener(16000);
    short[] first = new short[320];
    early.read(first);
    var late = hold.listener(16000);
    var narrow = hold.listener(8000);
    short[] second = new short[320];
    short[] heard = new short[0];
    for (int i = 0; i < 60; i++) {
      early.read(first);
      late.read(second);
      assertThat(second).isEqualTo(first);
      assertThat(narrow.read(frame)).isEqualTo(Got.SOUND);
      heard = join(heard, frame.clone());
    }
    // One read of the music for each tick, not for each listener.
    assertThat(music.position().toMillis()).isEqualTo(61 * 20 % 1000);
    assertThat(ToneLevel.decibels(Arrays.copyOfRange(heard, 800, 8800), 8000, 500))
        .isCloseTo(-8, within(0.3));
    early.read(first);
    early.read(first);
    assertThat(late.read(second)).isEqualTo(Got.SOUND);
    assertThat(second).isEqualTo(first);
  }

  private short[] play(int frames) {
    short[] all = new short[frames * 160];
    for (int i = 0; i < frames; i++) {
      if (player.read(frame) == Got.SOUND) {
        System.arraycopy(frame, 0, all, i * 160, 160);
      }
    }
    return all;
  }

  private static Clip ramp(int from, int count) {
    short[] pcm = new short[count];
    for (int i = 0; i < count; i++) {
      pcm[i] = (short) (from + i);
    }
    return new Clip(8000, pcm);
  }

  private static short[] join(short[] a, short[] b) {
    short[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
