package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.session.World.answer;
import static org.belfry.media.session.World.bytes;
import static org.belfry.media.session.World.closed;
import static org.belfry.media.session.World.offer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.InfoBody;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.dtmf.ToneSender;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.rtp.Packet;
import org.belfry.media.sdp.negotiation.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device without telephone-events (RFC 4733) and one with, both with PCMA. */
class DigitTranslationTest {
  private static final int EVENT = 101;
  private static final String EVENTS = "a=rtpmap:101 telephone-event/8000";
  private static final int FRAME = 160;

  @TempDir static Path libraries;

  private World world;
  private MediaSession session;
  private Handset plain;
  private Handset knowing;
  private ToneReceiver tones;

  @BeforeEach
  void begin() throws Exception {
    SoundLibraries sound = SoundLibraries.load(libraries);
    world = new World(63_000, 63_999, Duration.ZERO, 0, sound.toneReceivers());
    tones = sound.toneReceivers().orElseThrow().get();
    session = world.call();
    plain = new Handset(1, 8);
    knowing = new Handset(2, 8);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    closed(session);
    for (int i = 0; i < 100 && world.sessions.ticker().size() > 0; i++) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(world.sessions.ticker().size()).isZero();
    world.close();
    assertThat(world.sessions.server().portsInUse("lo")).isZero();
    tones.close();
    plain.close();
    knowing.close();
  }

  /** The one who calls has no events; the one who is called is offered them all the same. */
  private void plainCallsKnowing() throws Exception {
    String onward = offer(session, "b0", plain.sdp());
    assertThat(onward).contains(EVENTS);
    knowing.told(onward);
    String back = answer(session, "b0", "t", knowing.sdpBy("RTP/AVP", "8 101", EVENTS));
    assertThat(back).doesNotContain("telephone-event");
    plain.told(back);
    session.answered("b0", "t");
    plain.isHeardBy(knowing, "hello");
    knowing.isHeardBy(plain, "hello");
  }

  private boolean info(Side from, char key) {
    return session.dialled(
        from, InfoBody.RELAY, bytes(new InfoBody(Digit.of(key).orElseThrow(), 160).toRelay()));
  }

  @Test
  void aDigitByInfoIsAnEventForWhoKnowsEvents() throws Exception {
    plainCallsKnowing();
    assertThat(info(Side.A, '5')).isTrue();
    assertThat(nextEvent(knowing)).isEqualTo(5);
    plain.isHeardBy(knowing, "and sound goes on");
    assertThat(info(Side.B, '5')).as("the other has no events").isFalse();
    assertThat(session.dialled(Side.A, "text/plain", bytes("5"))).isFalse();
    assertThat(session.dialled(Side.A, InfoBody.RELAY, bytes("Signal=flash"))).isFalse();
  }

  @Test
  void whoIsCalledWithoutEventsIsUnderstoodToo() throws Exception {
    plain.told(offer(session, "b0", knowing.sdpBy("RTP/AVP", "8 101", EVENTS)));
    String back = answer(session, "b0", "t", plain.sdp());
    assertThat(back).contains("telephone-event/8000");
    knowing.told(back);
    session.answered("b0", "t");
    plain.isHeardBy(knowing, "hello");
    assertThat(info(Side.B, '7')).isTrue();
    assertThat(nextEvent(knowing)).isEqualTo(7);
  }

  @Test
  void anEventIsAToneForWhoKnowsNoEvents() throws Exception {
    plainCallsKnowing();
    for (int step = 1; step <= 8; step++) {
      event(3, step, step == 8);
    }
    assertThat(heardTone(plain)).isEqualTo('3');
    knowing.isHeardBy(plain, "and sound goes on");
  }

  @Test
  void aToneIsAnEventForWhoKnowsEvents() throws Exception {
    plainCallsKnowing();
    saysTone('9');
    assertThat(nextEvent(knowing)).isEqualTo(9);
  }

  @Test
  void aDigitThatComesByToneAndByInfoWasPressedOnce() throws Exception {
    plainCallsKnowing();
    saysTone('9');
    assertThat(nextEvent(knowing)).isEqualTo(9);
    assertThat(info(Side.A, '9')).isTrue();
    assertThat(info(Side.A, '4')).isTrue();
    assertThat(nextOtherEvent(knowing, 9)).isEqualTo(4);
    saysTone('9'); // from now on its tones are only repeated INFOs
    assertThat(info(Side.A, '1')).isTrue();
    assertThat(nextOtherEvent(knowing, 4)).isEqualTo(1);
  }

  @Test
  void whereBothKnowEventsNothingIsTranslated() throws Exception {
    String both = "8 101";
    knowing.told(offer(session, "b0", plain.sdpBy("RTP/AVP", both, EVENTS)));
    plain.told(answer(session, "b0", "t", knowing.sdpBy("RTP/AVP", both, EVENTS)));
    session.answered("b0", "t");
    assertThat(info(Side.A, '5')).isFalse();
    assertThat(world.sessions.ticker().size()).isZero();
  }

  // ---- phones

  /** The digit of the next event that the phone hears. */
  private static int nextEvent(Handset phone) throws Exception {
    return nextOtherEvent(phone, -1);
  }

  private static int nextOtherEvent(Handset phone, int than) throws Exception {
    for (Packet heard = phone.hears(5000); heard != null; heard = phone.hears(5000)) {
      if (heard.payloadType() == EVENT && heard.bytes()[heard.payloadOffset()] != than) {
        return heard.bytes()[heard.payloadOffset()];
      }
    }
    throw new AssertionError("no event came");
  }

  /** One packet of an event that lasts. */
  private void event(int digit, int step, boolean last) throws Exception {
    Packet packet = new Packet();
    packet.beginRtp(EVENT, 20_000 + step, 777_000, 2, 4);
    int ticks = step * FRAME;
    byte[] payload = {(byte) digit, (byte) (last ? 0x8a : 0x0a), (byte) (ticks >> 8), (byte) ticks};
    System.arraycopy(payload, 0, packet.bytes(), packet.payloadOffset(), payload.length);
    knowing.sends(packet.toBytes());
    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
  }

  private void saysTone(char key) throws Exception {
    ToneSender sender = new ToneSender(8000);
    sender.send(Digit.of(key).orElseThrow(), 200);
    try (Encoder encoder = G711Codec.PCMA.encoder(FormatParameters.NONE, 8000)) {
      for (int i = 0; i < 20; i++) {
        short[] pcm = new short[FRAME];
        sender.fill(pcm, 0, FRAME);
        byte[] payload = new byte[FRAME];
        encoder.encode(pcm, 0, FRAME, payload, 0);
        plain.says(payload);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  private char heardTone(Handset phone) throws Exception {
    for (int i = 0; i < 100; i++) {
      Packet packet = phone.hears(500);
      if (packet == null) {
        break;
      }
      short[] pcm = new short[packet.payloadLength()];
      try (var decoder = G711Codec.PCMA.decoder(8000)) {
        decoder.decode(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), pcm, 0);
      }
      for (DtmfEvent event : tones.on(pcm, 0, pcm.length)) {
        if (event instanceof DtmfEvent.Pressed(Digit digit)) {
          return digit.symbol();
        }
      }
    }
    throw new AssertionError("no tone");
  }
}
