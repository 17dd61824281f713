package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.jitter.JitterSettings;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.EventFormat;
import org.belfry.media.path.LegFormat;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.rtp.Packet;
import org.junit.jupiter.api.Test;

/** A room whose listeners share a codec: encoded once, sent by legs of their own. */
class SharedPayloadTest {
  private static final long FRAME = 20_000_000;

  private final Mixer mixer = new Mixer(MixerSettings.DEFAULT);
  private final Outgoing<G711> outgoing =
      new Outgoing<>(
          mixer,
          law ->
              (frame, out) -> {
                law.encode(frame, 0, out, 0, frame.length);
                return frame.length;
              });
  private final List<Seat> seats = new ArrayList<>();
  private long now = FRAME;

  /** One in the room, with a leg of ours and the packets that its phone got. */
  private final class Seat {
    final AudioLeg leg;
    final Outgoing<G711>.Payload payload;
    final Participant participant;
    final List<byte[]> heard = new ArrayList<>();
    int own;

    Seat(int ptime, boolean events) throws RoomRefusal {
      Optional<EventFormat> digits =
          events ? Optional.of(new EventFormat(101, 8000)) : Optional.empty();
      leg =
          new AudioLeg(
              new LegFormat(
                  new LegFormat.Receiving(
                      Map.of(8, G711Codec.PCMA), -1, digits, JitterSettings.DEFAULT),
                  new LegFormat.Sending(G711Codec.PCMA, 8, FormatParameters.NONE, ptime, digits)),
              8000,
              digit -> {},
              null,
              new Random(seats.size()));
      participant = mixer.join(leg.source(() -> now));
      payload = outgoing.open(participant, G711.A_LAW);
      seats.add(this);
    }

    void says(int hertz, int tick) {
      Packet packet = new Packet();
      packet.beginRtp(8, tick, tick * 160, 99, 160);
      short[] tone = new short[160];
      for (int i = 0; i < 160; i++) {
        tone[i] = (short) (8000 * Math.sin(2 * Math.PI * hertz * (tick * 160 + i) / 8000));
      }
      G711.A_LAW.encode(tone, 0, packet.bytes(), packet.payloadOffset(), 160);
      leg.put(packet, now);
    }

    void hears() {
      int length = payload.encode(); // before its bytes are asked for
      if (!leg.writePayload(payload.bytes(), length, packet -> heard.add(packet.toBytes()))) {
        own++;
        leg.write(participant.frame(), packet -> heard.add(packet.toBytes()));
      }
    }

    /** The sound of the last half second. */
    double level(int hertz) {
      short[] pcm = new short[heard.size() * 320];
      int at = 0;
      for (byte[] bytes : heard) {
        if ((bytes[1] & 0x7f) == 8) {
          G711.A_LAW.decode(bytes, 12, pcm, at, bytes.length - 12);
          at += bytes.length - 12;
        }
      }
      return ToneLevel.decibels(Arrays.copyOfRange(pcm, at - 4000, at), 8000, hertz);
    }
  }

  private void talk(int ticks) {
    for (int tick = 0; tick < ticks; tick++, now += FRAME) {
      seats.getFirst().says(440, tick);
      mixer.tick();
      seats.forEach(Seat::hears);
    }
  }

  @Test
  void threeLegsOfOneCodecHearTheTalkerEncodedOnce() throws RoomRefusal {
    Seat talker = new Seat(20, true);
    Seat one = new Seat(20, true);
    Seat two = new Seat(20, true);
    talk(100);
    assertThat(one.level(440)).isGreaterThan(-20);
    assertThat(two.level(440)).isGreaterThan(-20);
    assertThat(talker.level(440)).isLessThan(-40);
    assertThat(outgoing.encoded()).isLessThanOrEqualTo(205); // the talker's own, and all others'
    assertThat(one.own + two.own + talker.own).isZero();
    for (int i = 1; i < 100; i++) {
      assertThat(number(two.heard.get(i))).isEqualTo(number(two.heard.get(i - 1)) + 1 & 0xffff);
      assertThat(stamp(two.heard.get(i)) - stamp(two.heard.get(i - 1))).isEqualTo(160);
    }
  }

  @Test
  void aLegOfOtherPacketsEncodesForItself() throws RoomRefusal {
    new Seat(20, true);
    Seat long40 = new Seat(40, true);
    talk(100);
    assertThat(long40.own).isEqualTo(100);
    assertThat(long40.heard).hasSize(50);
    assertThat(long40.level(440)).isGreaterThan(-20);
  }

  @Test
  void aDigitTakesThePlaceOfWhatWasEncodedElsewhere() throws RoomRefusal {
    new Seat(20, true);
    Seat events = new Seat(20, true);
    Seat tones = new Seat(20, false);
    events.leg.sendDigit(Digit.of('5').orElseThrow(), 100);
    tones.leg.sendDigit(Digit.of('5').orElseThrow(), 100);
    talk(50);
    assertThat(events.own).isZero();
    assertThat(events.heard).anyMatch(bytes -> (bytes[1] & 0x7f) == 101);
    assertThat(events.heard).anyMatch(bytes -> (bytes[1] & 0x7f) == 8);
    assertThat(tones.own).isBetween(5, 12);
    assertThat(tones.heard).hasSize(50);
  }

  private static int number(byte[] packet) {
    return (packet[2] & 0xff) << 8 | (packet[3] & 0xff);
  }

  private static int stamp(byte[] packet) {
    return java.nio.ByteBuffer.wrap(packet).getInt(4);
  }
}
