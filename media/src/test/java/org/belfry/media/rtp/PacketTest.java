package org.belfry.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.belfry.media.rtp.Packet.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3550 §5.1 and RFC 7983 §7. */
class PacketTest {

  @ParameterizedTest
  @CsvSource({
    "00010000, STUN",
    "03, STUN",
    "04, UNKNOWN",
    "13, UNKNOWN",
    "14, DTLS",
    "3f, DTLS",
    "40, TURN_CHANNEL",
    "4f, TURN_CHANNEL",
    "50, UNKNOWN",
    "7f, UNKNOWN",
    "8000, RTP",
    "80bf, RTP",
    "80c0, RTCP",
    "80c8, RTCP",
    "80df, RTCP",
    "80e0, RTP",
    "80, RTP",
    "bf60, RTP",
    "c0, UNKNOWN",
    "ff, UNKNOWN"
  })
  void theFirstBytesTellWhatItIs(String hex, Kind kind) {
    assertThat(packet(hex).kind()).isEqualTo(kind);
  }

  @Test
  void anEmptyDatagramIsNothing() {
    assertThat(new Packet().kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(new Packet().looksLikeRtp()).isFalse();
  }

  @Test
  void fieldsAreReadWhereTheyStand() {
    Packet p = packet("80 e5 fffe 80000001 deadbeef 0102");
    assertThat(p.looksLikeRtp()).isTrue();
    assertThat(p.marker()).isTrue();
    assertThat(p.payloadType()).isEqualTo(101);
    assertThat(p.sequence()).isEqualTo(0xfffe);
    assertThat(p.timestamp()).isEqualTo(0x80000001);
    assertThat(p.ssrc()).isEqualTo(0xdeadbeef);
    assertThat(p.payloadLength()).isEqualTo(2);
    assertThat(p.bytes()[p.payloadOffset()]).isEqualTo((byte) 1);
  }

  @Test
  void fieldsAreWrittenWhereTheyStand() {
    Packet p = packet("80 00 0000 00000000 00000000 aa");
    p.marker(true);
    p.payloadType(111);
    p.sequence(65535);
    p.timestamp(-2);
    p.ssrc(0x12345678);
    assertThat(p.toBytes()).isEqualTo(hex("80 ef ffff fffffffe 12345678 aa"));
    p.marker(false);
    assertThat(p.payloadType()).isEqualTo(111);
    assertThat(p.marker()).isFalse();
  }

  @Test
  void sourcesExtensionAndPaddingAreNotPayload() {
    Packet p = packet("b2 00 0001 00000002 00000003 00000004 00000005 bede0001 00000000 a1a2 0002");
    assertThat(p.looksLikeRtp()).isTrue();
    assertThat(p.headerLength()).isEqualTo(12 + 8 + 8);
    assertThat(p.payloadLength()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'80 00 0001 00000002 000000'",
    "'40 00 0001 00000002 00000003'",
    "'81 00 0001 00000002 00000003'",
    "'90 00 0001 00000002 00000003'",
    "'90 00 0001 00000002 00000003 bede0001'",
    "'a0 00 0001 00000002 00000003 05'",
    "'a0 00 0001 00000002 00000003 00'"
  })
  void whatDoesNotFitIsNotRtp(String hex) {
    assertThat(packet(hex).looksLikeRtp()).isFalse();
  }

  @Test
  void aPacketIsBegunInPlace() {
    Packet p = new Packet();
    p.beginRtp(0, 7, 8, 9, 1);
    p.bytes()[p.payloadOffset()] = 5;
    assertThat(p.toBytes()).isEqualTo(hex("80 00 0007 00000008 00000009 05"));
  }

  @Test
  void aDatagramThatDoesNotFitIsOurFault() {
    assertThatThrownBy(() -> new Packet().set(0, 4000))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Packet packet(String hex) {
    Packet p = new Packet();
    byte[] bytes = hex(hex);
    p.copyFrom(bytes, 0, bytes.length);
    return p;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
