package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.media.session.World.between;
import static org.belfry.media.session.World.closed;
import static org.belfry.media.session.World.offer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.play.Clip;
import org.belfry.media.play.Sound;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Recorder;
import org.belfry.media.record.RecorderEvent;
import org.belfry.media.record.RecorderSettings;
import org.belfry.media.record.RecordingTarget;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.rtp.Packet;
import org.belfry.media.sdp.negotiation.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of two phones that are recorded beside the relay. */
class CallTapTest {
  private static final int FRAME = 160;
  private static final int HEADER = 80;

  @TempDir private Path directory;
  private final CompletableFuture<RecorderEvent.Finished> finished = new CompletableFuture<>();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private World world;
  private MediaSession session;
  private Handset alice;
  private Handset bob;

  @BeforeEach
  void begin() throws Exception {
    world = new World(61_000, 61_999, Duration.ZERO);
    session = world.call();
    alice = new Handset(1, 8);
    bob = new Handset(2, 8);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    session.close(reports -> {});
    for (int i = 0; i < 100 && world.sessions.ticker().size() > 0; i++) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(world.sessions.ticker().size()).isZero();
    world.close();
    disk.close();
    alice.close();
    bob.close();
  }

  @Test
  void eachSideIsOnItsChannelAndTheyHearEachOtherAllTheWhile() throws Exception {
    between(session, alice, bob);
    session.record(this::recorder, rate -> List.of());
    bothSay(440, 700, 60);
    alice.isHeardBy(bob, "still there");
    closed(session);
    short[] both = pcm();
    assertThat(level(both, 0, 440)).isGreaterThan(-20);
    assertThat(level(both, 0, 700)).isLessThan(-50);
    assertThat(level(both, 1, 700)).isGreaterThan(-20);
    assertThat(level(both, 1, 440)).isLessThan(-50);
    assertThat(finished.get().duration()).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void twoWhoShareNoCodecAreRecordedToo() throws Exception {
    bob.speaksIn(0);
    between(session, alice, bob);
    session.record(this::recorder, rate -> List.of());
    say(alice, 440, 60);
    closed(session);
    assertThat(level(pcm(), 0, 440)).isGreaterThan(-20);
  }

  @Test
  void whatIsSaidInAPauseIsLeftOut() throws Exception {
    between(session, alice, bob);
    CallTap tap = session.record(this::recorder, rate -> List.of());
    bothSay(440, 700, 30);
    tap.pause(true);
    bothSay(1000, 1000, 30);
    tap.pause(false);
    bothSay(440, 700, 30);
    tap.stop();
    short[] both = pcm();
    assertThat(level(both, 0, 440)).isGreaterThan(-25);
    assertThat(level(both, 0, 1000)).isLessThan(-35);
    assertThat(finished.get().duration()).isLessThan(Duration.ofMillis(1700));
    assertThat(closed(session)).hasSize(2);
  }

  @Test
  void bothHearTheAnnouncementInsteadOfEachOtherAndThenEachOtherAgain() throws Exception {
    between(session, alice, bob);
    alice.isHeardBy(bob, "before");
    short[] beep = Tone.sine(1000, 8000, 4000, 0.25);
    session.record(this::recorder, rate -> List.<Sound>of(new Clip(8000, beep).sound()));
    int beeps = 0;
    for (int i = 0; i < 40 && beeps < 15; i++) {
      Packet heard = bob.hears(100);
      beeps += heard != null && heard.payloadLength() == FRAME ? 1 : 0;
    }
    assertThat(beeps).isGreaterThanOrEqualTo(15);
    alice.isHeardBy(bob, "after");
    bob.isHeardBy(alice, "after");
    closed(session);
    finished.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aCallIsRecordedOnceAtATimeAndNotBeforeItIsAnswered() throws Exception {
    bob.told(offer(session, "b0", alice.sdp()));
    assertThatThrownBy(() -> session.record(this::recorder, rate -> List.of()))
        .isInstanceOf(NotRecordable.class)
        .hasMessageContaining("Nobody talks");
    alice.told(World.answer(session, "b0", "t", bob.sdp()));
    session.answered("b0", "t");
    CallTap first = session.record(this::recorder, rate -> List.of());
    assertThatThrownBy(() -> session.record(this::recorder, rate -> List.of()))
        .hasMessageContaining("already");
    first.stop();
    finished.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aNewPortOfAPhoneIsFollowed() throws Exception {
    between(session, alice, bob);
    session.record(this::recorder, rate -> List.of());
    bothSay(440, 700, 20);
    try (Handset moved = new Handset(5, 8)) {
      bob.told(World.later(session, Side.A, Kind.OFFER, moved.sdp()));
      moved.told(World.later(session, Side.B, Kind.ANSWER, bob.sdp()));
      say(moved, 300, 60);
      closed(session);
    }
    assertThat(level(pcm(), 0, 300)).isGreaterThan(-25);
  }

  // ---- sound

  private Recorder recorder(int rate) {
    Path file = directory.resolve("call.wav");
    return new Recorder(
        RecorderSettings.of(rate, 2),
        new RecordingTarget(
            PartFile.of(file, RecordingFormat.WAV), new Codecs(List.of()), List.of()),
        disk,
        event -> {
          if (event instanceof RecorderEvent.Finished done) {
            finished.complete(done);
          }
        });
  }

  private void bothSay(double ofAlice, double ofBob, int frames) throws Exception {
    Thread other =
        Thread.ofVirtual()
            .start(() -> {
              try {
                say(bob, ofBob, frames);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    say(alice, ofAlice, frames);
    other.join();
  }

  private static void say(Handset who, double hertz, int frames) throws Exception {
    short[] tone = Tone.sine(hertz, 8000, frames * FRAME, 0.25);
    try (Encoder encoder = G711Codec.PCMA.encoder(FormatParameters.NONE, 8000)) {
      long due = System.nanoTime();
      for (int i = 0; i < frames; i++) {
        byte[] payload = new byte[FRAME];
        encoder.encode(Arrays.copyOfRange(tone, i * FRAME, (i + 1) * FRAME), 0, FRAME, payload, 0);
        who.says(payload);
        due +=
            Duration.ofMillis(20).toNanos(); // who wakes late catches up, as a phone's clock does
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  /** Both channels, one after the other in each sample. */
  private short[] pcm() throws Exception {
    byte[] bytes = Files.readAllBytes(finished.get(10, TimeUnit.SECONDS).path());
    short[] pcm = new short[(bytes.length - HEADER) / 2];
    ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(pcm);
    return pcm;
  }

  private static double level(short[] both, int channel, double hertz) {
    short[] one = new short[both.length / 2];
    for (int i = 0; i < one.length; i++) {
      one[i] = both[2 * i + channel];
    }
    return ToneLevel.decibels(one, 8000, hertz);
  }
}
