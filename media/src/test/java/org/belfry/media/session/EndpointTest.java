package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.media.session.World.bytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.belfry.media.codec.Codecs;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.mix.MixerSettings;
import org.belfry.media.play.Clip;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Recorder;
import org.belfry.media.record.RecorderEvent;
import org.belfry.media.record.RecorderSettings;
import org.belfry.media.record.RecordingTarget;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.rtp.Packet;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones that talk with an application, by real sockets. */
class EndpointTest implements EndpointEvents {
  private static final int RATE = 8000;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final List<Handset> phones = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private World world;

  @BeforeEach
  void begin() throws Exception {
    world = new World();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (Endpoint each : endpoints) {
      CompletableFuture<List<LegReport>> reports = new CompletableFuture<>();
      each.close(reports::complete);
      reports.get(10, TimeUnit.SECONDS);
    }
    world.close();
    assertThat(world.sessions.server().legs()).isZero();
    assertThat(world.sessions.server().calls()).isZero();
    assertThat(world.sessions.server().portsInUse("lo")).isZero();
    for (Handset each : phones) {
      each.close();
    }
  }

  private Handset phone() throws Exception {
    Handset phone = new Handset(phones.size() + 1, 8);
    phones.add(phone);
    return phone;
  }

  private Endpoint endpoint(Handset phone) throws Exception {
    Endpoint made = world.sessions.endpoint("e" + phones.indexOf(phone), World.PHONE, this);
    endpoints.add(made);
    phone.told(
        text(
            made.answer(
                bytes(phone.sdpBy("RTP/AVP", "8 101", "a=rtpmap:101 telephone-event/8000")))));
    return made;
  }

  private static String text(byte[] sdp) {
    return new String(sdp, StandardCharsets.ISO_8859_1);
  }

  private static Clip tone(double hertz, int ms) {
    return new Clip(RATE, Tone.sine(hertz, RATE, RATE * ms / 1000, 0.25));
  }

  /** So much of what the phone hears, once it hears something. */
  private static short[] heard(Handset phone, int ms) throws Exception {
    Decoder decoder = G711Codec.PCMA.decoder(RATE);
    short[] all = new short[RATE * ms / 1000];
    int at = 0;
    while (at < all.length) {
      Packet packet = phone.hears(5000);
      if (packet == null) {
        throw new AssertionError("nothing came for 5 s");
      }
      short[] pcm = new short[packet.payloadLength()];
      decoder.decode(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), pcm, 0);
      boolean silent = true;
      for (short each : pcm) {
        silent &= Math.abs(each) < 50;
      }
      if (at > 0 || !silent) {
        int count = Math.min(pcm.length, all.length - at);
        System.arraycopy(pcm, 0, all, at, count);
        at += count;
      }
    }
    return all;
  }

  /** Says a tone as the network brings it: a packet each 20 ms, until it is told to stop. */
  private static Thread says(Handset phone, double hertz, int ms) {
    short[] pcm = Tone.sine(hertz, RATE, RATE * ms / 1000, 0.25);
    return Thread.ofVirtual()
        .start(() -> {
          Encoder encoder = G711Codec.PCMA.encoder(FormatParameters.NONE, RATE);
          long next = System.nanoTime();
          for (int at = 0; at + 160 <= pcm.length; at += 160) {
            byte[] payload = new byte[160];
            encoder.encode(pcm, at, 160, payload, 0);
            try {
              phone.says(payload);
            } catch (java.io.IOException e) {
              return;
            }
            next += 20_000_000;
            java.util.concurrent.locks.LockSupport.parkNanos(next - System.nanoTime());
          }
        });
  }

  private static double level(short[] pcm, double hertz) {
    return ToneLevel.decibels(pcm, RATE, hertz);
  }

  private void awaits(String what) throws Exception {
    for (String each = told.poll(10, TimeUnit.SECONDS);
        each != null;
        each = told.poll(10, TimeUnit.SECONDS)) {
      if (each.equals(what)) {
        return;
      }
    }
    throw new AssertionError(what + " was not told");
  }

  @Test
  void aPhoneHearsWhatIsPlayedAndTheEndIsTold() throws Exception {
    Handset alice = phone();
    Endpoint end = endpoint(alice);
    long order = end.sound().play(List.of(tone(440, 400).sound(), tone(880, 400).sound()));
    short[] sound = heard(alice, 780);
    assertThat(level(Arrays.copyOfRange(sound, 400, 2800), 440)).isGreaterThan(-16);
    assertThat(level(Arrays.copyOfRange(sound, 3600, 6000), 880)).isGreaterThan(-16);
    awaits("played " + order + " true");
  }

  /** As calls of phones reach applications: through the relay, which faces the endpoint. */
  @Test
  void aCallThatIsLedThroughUsIsHeardOnBothSides() throws Exception {
    Handset alice = phone();
    MediaSession call = world.call();
    Endpoint end = world.sessions.endpoint("e", World.PHONE, this);
    endpoints.add(end);
    String offer =
        World.offer(
            call, "b0", alice.sdpBy("RTP/AVP", "8 101", "a=rtpmap:101 telephone-event/8000"));
    String answer = text(end.answer(bytes(offer)));
    alice.told(World.answer(call, "b0", "t", answer));
    call.answered("b0", "t");
    end.sound().play(List.of(tone(440, 400).sound()));
    assertThat(level(heard(alice, 300), 440)).isGreaterThan(-16);
    alice.speaksIn(101);
    for (int i = 0; i < 3; i++) {
      alice.says(new byte[] {5, (byte) 0x8a, 3, 32}); // 5, ended, 100 ms
    }
    awaits("dialled 5");
    World.closed(call);
  }

  @Test
  void whatIsStoppedIsNotPlayedToItsEnd() throws Exception {
    Handset alice = phone();
    Endpoint end = endpoint(alice);
    long order = end.sound().play(List.of(tone(440, 60_000).sound()));
    heard(alice, 100);
    end.sound().stopPlaying();
    awaits("played " + order + " false");
  }

  /** Who hung up in the middle of it must not leave an application waiting. */
  @Test
  void whatIsOrderedTooLateIsToldToBeOver() throws Exception {
    Endpoint endpoint = endpoint(phone());
    CompletableFuture<List<LegReport>> reports = new CompletableFuture<>();
    endpoint.close(reports::complete);
    endpoints.remove(endpoint);
    reports.get(10, TimeUnit.SECONDS);
    for (int i = 0; i < 3; i++) {
      long order = endpoint.sound().play(List.of(tone(440, 100).sound()));
      awaits("played " + order + " false");
    }
  }

  @Test
  void digitsAreTold() throws Exception {
    Handset alice = phone();
    endpoint(alice);
    alice.speaksIn(101);
    for (int i = 0; i < 3; i++) {
      alice.says(new byte[] {5, (byte) 0x8a, 3, 32}); // 5, ended, 100 ms
    }
    awaits("dialled 5");
  }

  @Test
  void whatAPhoneSaysIsRecorded(@TempDir Path directory) throws Exception {
    Handset alice = phone();
    Endpoint end = endpoint(alice);
    Path file = directory.resolve("1.wav");
    CompletableFuture<RecorderEvent.Finished> finished = new CompletableFuture<>();
    end.sound()
        .record(
            new Recorder(
                RecorderSettings.of(end.sound().rate(), 1),
                new RecordingTarget(
                    PartFile.of(file, RecordingFormat.WAV), new Codecs(List.of()), List.of()),
                task -> Thread.ofVirtual().start(task),
                event -> {
                  if (event instanceof RecorderEvent.Finished f) {
                    finished.complete(f);
                  }
                }),
            false);
    says(alice, 700, 1000).join();
    end.sound().stopRecording();
    assertThat(finished.get(10, TimeUnit.SECONDS).path()).isEqualTo(file);
    short[] pcm = new org.belfry.media.file.SoundFile(new Codecs(List.of())).load(file, RATE, 60);
    assertThat(level(Arrays.copyOfRange(pcm, pcm.length / 3, pcm.length * 2 / 3), 700))
        .isGreaterThan(-16);
  }

  @Test
  void silenceIsToldOnce() throws Exception {
    Handset alice = phone();
    Endpoint end = endpoint(alice);
    end.sound().listenForSilence(Duration.ofMillis(200));
    awaits("silent");
    assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void threeInARoomHearTheTwoOthers() throws Exception {
    Room room = world.sessions.room(MixerSettings.DEFAULT);
    double[] tones = {300, 500, 700};
    List<Room.Seat> seats = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Endpoint end = endpoint(phone());
      seats.add(room.join(end.sound(), "p" + i, false).get(10, TimeUnit.SECONDS));
    }
    for (int i = 0; i < 3; i++) {
      says(phones.get(i), tones[i], 3000);
    }
    for (int i = 0; i < 3; i++) {
      heard(phones.get(i), 200); // until all of them talk
    }
    List<Thread> ears = new ArrayList<>();
    List<String> wrong = new java.util.concurrent.CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      int me = i;
      ears.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  short[] sound = heard(phones.get(me), 600);
                  short[] late = Arrays.copyOfRange(sound, 1600, 4800);
                  for (int other = 0; other < 3; other++) {
                    double level = level(late, tones[other]);
                    if (other == me ? level > -40 : level < -20) {
                      wrong.add("p" + me + " hears " + tones[other] + " Hz at " + level + " dBFS");
                    }
                  }
                } catch (Exception e) {
                  wrong.add(e.toString());
                }
              }));
    }
    for (Thread each : ears) {
      each.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(room.talkers()).isNotEmpty();
    seats.forEach(Room.Seat::leave);
  }

  /** What one brings to fall is its own seat. */
  @Test
  void whoFailsInARoomLeavesItAloneAndTheOthersTalkOn() throws Exception {
    Room room = world.sessions.room(MixerSettings.DEFAULT);
    for (int i = 0; i < 2; i++) {
      Endpoint end = endpoint(phone());
      room.join(end.sound(), "p" + i, false).get(10, TimeUnit.SECONDS);
    }
    Handset third = phone();
    CompletableFuture<String> failed = new CompletableFuture<>();
    Endpoint hostile = world.sessions.endpoint("hostile", World.PHONE, new Failing(this, failed));
    endpoints.add(hostile);
    third.told(text(hostile.answer(bytes(third.sdp()))));
    room.join(hostile.sound(), "hostile", false).get(10, TimeUnit.SECONDS);
    hostile.sound().listenForSilence(Duration.ofMillis(40));
    failed.get(10, TimeUnit.SECONDS);
    says(phones.get(0), 700, 2000);
    assertThat(level(heard(phones.get(1), 400), 700)).isGreaterThan(-20);
    assertThat(room.talkers()).extracting(Room.Talker::name).containsExactly("p0");
  }

  /** An application that fails when its device is silent. */
  private record Failing(EndpointEvents others, CompletableFuture<String> failed)
      implements EndpointEvents {
    @Override
    public void dialled(String endpointId, Digit digit, Duration held) {
      others.dialled(endpointId, digit, held);
    }

    @Override
    public void played(String endpointId, long order, boolean whole) {
      others.played(endpointId, order, whole);
    }

    @Override
    public void silent(String endpointId) {
      failed.complete(endpointId);
      throw new IllegalStateException("an application that fails");
    }

    @Override
    public void mediaLost(String sessionId, String why) {
      others.mediaLost(sessionId, why);
    }

    @Override
    public void noted(String sessionId, String what) {
      others.noted(sessionId, what);
    }
  }

  @Test
  void anApplicationThatCallsOffersAndTakesTheAnswer() throws Exception {
    Handset alice = phone();
    Endpoint end = world.sessions.endpoint("out", World.PHONE, this);
    endpoints.add(end);
    String offer = text(end.offer(Direction.SENDRECV));
    assertThat(offer).contains("m=audio ").contains("PCMA/8000");
    alice.told(offer);
    end.answered(bytes(alice.sdp()));
    end.sound().play(List.of(tone(440, 400).sound()));
    assertThat(level(heard(alice, 300), 440)).isGreaterThan(-18);
  }

  @Test
  void aPhoneOnHoldHearsNothingAndGoesOnAfterwards() throws Exception {
    Handset alice = phone();
    Endpoint end = endpoint(alice);
    end.sound().play(List.of(tone(440, 60_000).sound()));
    heard(alice, 100);
    end.answer(bytes(alice.sdp("a=inactive")));
    for (Packet p = alice.hears(300); p != null; p = alice.hears(300)) {
      // what was under way
    }
    end.answer(bytes(alice.sdp("a=sendrecv")));
    assertThat(level(heard(alice, 300), 440)).isGreaterThan(-18);
  }

  @Test
  void whatCannotBeSpokenIsRefused() throws Exception {
    Handset alice = phone();
    Endpoint end = world.sessions.endpoint("bad", World.PHONE, this);
    endpoints.add(end);
    String sdp = alice.sdpBy("RTP/AVP", "18", "a=rtpmap:18 G729/8000");
    assertThatThrownBy(() -> end.answer(bytes(sdp))).isInstanceOf(BadSdp.class);
  }

  @Override
  public void dialled(String endpointId, Digit digit, Duration held) {
    told.add("dialled " + digit.symbol());
  }

  @Override
  public void played(String endpointId, long order, boolean whole) {
    told.add("played " + order + " " + whole);
  }

  @Override
  public void silent(String endpointId) {
    told.add("silent");
  }

  @Override
  public void mediaLost(String sessionId, String why) {
    told.add("lost " + why);
  }

  @Override
  public void noted(String sessionId, String what) {
    // not looked at here
  }
}
