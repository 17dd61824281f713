package org.belfry.media.relay;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.NtpTime;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/** A test bench: legs whose wires are lists, and a clock that is moved by hand. */
final class Bench {
  static final long MILLI = 1_000_000;

  /** One datagram that a leg sent. */
  record Sent(Packet packet, TransportAddress to) {
    String hex() {
      return HexFormat.of().formatHex(packet.toBytes());
    }
  }

  /** One leg with what it did. */
  static final class Side {
    final List<Sent> rtp = new ArrayList<>();
    final List<Sent> rtcp = new ArrayList<>();
    final List<LegEvent> events = new ArrayList<>();
    final TransportAddress phone;
    LegSettings settings;
    final Leg leg;
    int sequence = 500;
    int timestamp = 90_000;
    boolean wireTakes = true;
    @Nullable TransportAddress narrowedTo;

    Side(Bench bench, int ssrc, String phone, LegSettings settings) {
      this.phone = at(phone);
      this.settings = settings;
      this.leg =
          new Leg(
              settings,
              new StreamStart(ssrc, 0, 0),
              "belfry".getBytes(StandardCharsets.US_ASCII),
              wire(rtp, true),
              wire(rtcp, false),
              bench.scratch,
              events::add,
              bench.now);
    }

    private Wire wire(List<Sent> list, boolean first) {
      return new Wire() {
        @Override
        public boolean send(Packet packet, TransportAddress to) {
          return keep(list, packet, to);
        }

        @Override
        public void narrow(@Nullable TransportAddress peer) {
          if (first) {
            narrowedTo = peer;
          }
        }
      };
    }

    private boolean keep(List<Sent> list, Packet packet, TransportAddress to) {
      if (wireTakes) {
        Packet copy = new Packet();
        copy.copyFrom(packet);
        list.add(new Sent(copy, to));
      }
      return wireTakes;
    }

    Sent last() {
      return rtp.getLast();
    }
  }

  final Packet scratch = new Packet();
  long now = 1_000 * MILLI;
  private final Packet packet = new Packet();
  private final Sender sender = new Sender();

  static TransportAddress at(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return TransportAddress.of(
        new InetSocketAddress(
            hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1))));
  }

  static LegSettings audio(String phone) {
    return LegSettings.of(MediaKind.AUDIO)
        .withRemote(at(phone))
        .withFlow(Flow.BOTH)
        .withPayloadTypes(PayloadTypes.of(Map.of(0, 8000, 101, 8000)), Impairment.G711)
        .withMediaTimeout(Duration.ofSeconds(30));
  }

  Side side(int ssrc, String phone) {
    return new Side(this, ssrc, phone, audio(phone));
  }

  Side side(int ssrc, String phone, LegSettings settings) {
    return new Side(this, ssrc, phone, settings);
  }

  static void join(Side a, Side b) {
    a.leg.hears(b.leg, PayloadMap.SAME);
    b.leg.hears(a.leg, PayloadMap.SAME);
  }

  void apply(Side side, LegSettings settings) {
    side.settings = settings;
    side.leg.apply(settings, now);
  }

  /** The phone of this side speaks one frame. */
  void speaks(Side side) {
    speaks(side, 0);
  }

  void speaks(Side side, int payloadType) {
    rtp(side, side.phone, payloadType, side.sequence++, side.timestamp, 0x1000 + side.phone.port());
    side.timestamp += 160;
    now += 20 * MILLI;
  }

  /** Somebody sends an RTP packet to this side. */
  void rtp(
      Side side, TransportAddress from, int payloadType, int sequence, int timestamp, int ssrc) {
    packet.beginRtp(payloadType, sequence & 0xffff, timestamp, ssrc, 4);
    System.arraycopy(new byte[] {1, 2, 3, 4}, 0, packet.bytes(), packet.payloadOffset(), 4);
    sender.set(from);
    side.leg.received(packet, sender, false, now);
  }

  void bytes(Side side, TransportAddress from, boolean onRtcpPort, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    packet.copyFrom(bytes, 0, bytes.length);
    sender.set(from);
    side.leg.received(packet, sender, onRtcpPort, now);
  }

  void seconds(int seconds, Side... sides) {
    for (int i = 0; i < seconds; i++) {
      now += 1000 * MILLI;
      for (Side side : sides) {
        side.leg.everySecond(now, NtpTime.of(Instant.ofEpochSecond(0, now)));
      }
    }
  }
}
