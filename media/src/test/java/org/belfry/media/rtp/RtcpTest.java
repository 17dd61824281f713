package org.belfry.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3550 §6. */
class RtcpTest {
  private static final byte[] NAME = "a@b".getBytes(StandardCharsets.US_ASCII);
  private final Rtcp view = new Rtcp();

  @Test
  void whatIsWrittenIsReadBack() {
    Reception reception = new Reception();
    Packet rtp = new Packet();
    for (int sequence : new int[] {1, 2, 4}) {
      rtp.beginRtp(0, sequence, 0, 77, 10);
      reception.arrived(rtp, 0, 8000);
    }
    reception.endInterval();
    long ntp = NtpTime.of(Instant.parse("2026-11-21T10:00:00.5Z"));
    Packet packet = new Packet();
    new RtcpWriter(packet)
        .senderReport(99, ntp, 1234, 5, 600)
        .block(reception, 0xabcd, 65536)
        .name(99, NAME);

    assertThat(packet.kind()).isEqualTo(Packet.Kind.RTCP);
    assertThat(view.read(packet)).isEqualTo(Verdict.PASS);
    assertThat(view.next()).isTrue();
    assertThat(view.type()).isEqualTo(Rtcp.SENDER_REPORT);
    assertThat(view.ssrc()).isEqualTo(99);
    assertThat(view.ntp()).isEqualTo(ntp);
    assertThat(view.rtpTimestamp()).isEqualTo(1234);
    assertThat(view.packetCount()).isEqualTo(5);
    assertThat(view.octetCount()).isEqualTo(600);
    assertThat(view.count()).isEqualTo(1);
    assertThat(view.blockSsrc(0)).isEqualTo(77);
    assertThat(view.blockLost(0)).isEqualTo(1);
    assertThat(view.blockFractionLost(0)).isEqualTo(64);
    assertThat(view.blockExtendedHighest(0)).isEqualTo(4);
    assertThat(view.blockLastSenderReport(0)).isEqualTo(0xabcd);
    assertThat(view.blockDelaySinceLastSenderReport(0)).isEqualTo(65536);
    assertThat(view.next()).isTrue();
    assertThat(view.type()).isEqualTo(Rtcp.SOURCE_DESCRIPTION);
    assertThat(view.cname()).isEqualTo("a@b");
    assertThat(view.next()).isFalse();
  }

  @Test
  void aReceiverReportWithoutBlocksAndABye() {
    Packet packet = new Packet();
    RtcpWriter writer = new RtcpWriter(packet);
    writer.receiverReport(99).name(99, NAME);
    writer.bye(99);
    assertThat(HexFormat.of().formatHex(packet.toBytes()))
        .isEqualTo(
            "80c9000100000063" + "81ca000300000063" + "0103614062000000" + "81cb000100000063");
    assertThat(view.read(packet)).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "80c9",
        "80c90001000000",
        "80c9000200000063",
        "40c9000100000063",
        "81c9000100000063",
        "80c8000100000063",
        "80c900010000006380",
        "80c9000100000063c0ca000100000063",
        "81ce0001000000630000"
      })
  void whatDoesNotFitIsMalformed(String hex) {
    assertThat(view.read(packet(hex))).isEqualTo(Verdict.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81ce00020000000100000002", // a PLI alone (RFC 5506)
        "80c9000100000063",
        "80c900010000006380cb0000" // BYE of nobody
      })
  void whatFitsPasses(String hex) {
    assertThat(view.read(packet(hex))).isEqualTo(Verdict.PASS);
  }

  @Test
  void feedbackIsRewrittenInPlace() {
    Packet packet = packet("81ce00020000000100000002");
    assertThat(view.read(packet)).isEqualTo(Verdict.PASS);
    assertThat(view.next()).isTrue();
    assertThat(view.mediaSsrc()).isEqualTo(2);
    view.ssrc(5);
    view.mediaSsrc(6);
    assertThat(HexFormat.of().formatHex(packet.toBytes())).isEqualTo("81ce00020000000500000006");
  }

  @Test
  void noiseNeverThrows() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      if (noise.length > 3) {
        noise[0] = (byte) (0x80 | noise[0] & 0x3f);
        noise[1] = (byte) (200 + random.nextInt(8));
        noise[2] = 0;
        noise[3] = (byte) random.nextInt(noise.length / 4 + 1);
      }
      Packet packet = new Packet();
      packet.copyFrom(noise, 0, noise.length);
      if (view.read(packet) != Verdict.PASS) {
        continue;
      }
      while (view.next()) {
        int blocks = view.type() <= Rtcp.RECEIVER_REPORT ? view.count() : 0;
        for (int block = 0; block < blocks; block++) {
          assertThat(view.position() + view.length()).isLessThanOrEqualTo(packet.bytes().length);
          view.blockLost(block);
          view.blockDelaySinceLastSenderReport(block);
        }
        if (view.type() == Rtcp.SOURCE_DESCRIPTION) {
          view.cname();
        }
      }
    }
  }

  @Test
  void aReportHasAtMost31Blocks() {
    RtcpWriter writer = new RtcpWriter(new Packet()).receiverReport(1);
    Reception reception = new Reception();
    for (int i = 0; i < 31; i++) {
      writer.block(reception, 0, 0);
    }
    assertThatThrownBy(() -> writer.block(reception, 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Packet packet(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Packet packet = new Packet();
    packet.copyFrom(bytes, 0, bytes.length);
    return packet;
  }
}
