package org.belfry.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** There and back with libsrtp, over two roll-overs of the sequence (RFC 3711 §3.3.1). */
class LibSrtpTest {
  private final Random random = new Random(2);
  private final Packet packet = new Packet();

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void whatOneSideSendsTheOtherReads(SrtpSuite suite) throws Throwable {
    SrtpKeys ours = keys(suite);
    SrtpKeys theirs = keys(suite);
    SrtpProtection here = new SrtpProtection(ours, theirs);
    try (LibSrtp reads = new LibSrtp(ours, false);
        LibSrtp sends = new LibSrtp(theirs, true)) {
      for (int i = 0; i < 150_000; i += 1 + random.nextInt(500)) {
        byte[] plain = rtp(20_000 + i, random.nextInt(500));
        assertThat(reads.unprotectRtp(sent(here, plain))).isEqualTo(plain);
        assertThat(received(here, sends.protectRtp(plain))).isEqualTo(plain);
        byte[] report = rtcp(4 * random.nextInt(40));
        assertThat(reads.unprotectRtcp(sent(here, report))).isEqualTo(report);
        assertThat(received(here, sends.protectRtcp(report))).isEqualTo(report);
      }
    }
  }

  private byte[] sent(SrtpProtection one, byte[] plain) {
    packet.copyFrom(plain, 0, plain.length);
    assertThat(one.protect(packet)).isEqualTo(Verdict.PASS);
    return packet.toBytes();
  }

  private byte[] received(SrtpProtection one, byte[] wire) {
    packet.copyFrom(wire, 0, wire.length);
    assertThat(one.unprotect(packet)).isEqualTo(Verdict.PASS);
    return packet.toBytes();
  }

  private SrtpKeys keys(SrtpSuite suite) {
    byte[] key = new byte[suite.keyLength()];
    byte[] salt = new byte[suite.saltLength()];
    random.nextBytes(key);
    random.nextBytes(salt);
    return new SrtpKeys(suite, key, salt);
  }

  private byte[] rtp(int sequence, int payload) {
    byte[] bytes = new byte[12 + payload];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putShort(0, (short) 0x8000).putShort(2, (short) sequence).putInt(8, 7);
    return bytes;
  }

  private byte[] rtcp(int payload) {
    byte[] bytes = new byte[8 + payload];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(0, 0x80c80006).putInt(4, 7);
    return bytes;
  }
}
