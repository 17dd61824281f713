package org.belfry.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Random;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 3711 §3, RFC 6188, RFC 7714. */
class SrtpProtectionTest {
  private static final int SSRC = 0xcafebabe;

  private final Random random = new Random(3711);
  private final Packet packet = new Packet();

  @Test
  void whatLibsrtpEncryptsIsReadAndWrittenAlike() {
    // The reference packets of libsrtp's own test driver.
    SrtpKeys keys =
        new SrtpKeys(
            SrtpSuite.AES_CM_128_HMAC_SHA1_80,
            hex("e1f97a0d3e018be0d64fa32c06de4139"),
            hex("0ec675ad498afeebb6960b3aabe6"));
    byte[] rtp = hex("800f1234decafbadcafebabe" + "ab".repeat(16));
    byte[] srtp =
        hex("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
    byte[] rtcp = hex("81c8000bcafebabe" + "ab".repeat(16));
    byte[] srtcp =
        hex("81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");
    SrtpProtection one = new SrtpProtection(keys, keys);
    assertThat(protect(one, rtp)).isEqualTo(srtp);
    assertThat(unprotect(one, srtp)).isEqualTo(rtp);
    assertThat(unprotect(one, srtcp)).isEqualTo(rtcp);
    protect(one, rtcp); // libsrtp begins with an index of 1
    assertThat(protect(one, rtcp)).isEqualTo(srtcp);
  }

  @Test
  void whatLibsrtpEncryptsWithGcmIsReadAndWrittenAlike() {
    SrtpKeys keys =
        new SrtpKeys(
            SrtpSuite.AEAD_AES_128_GCM,
            hex("000102030405060708090a0b0c0d0e0f"),
            hex("a0a1a2a3a4a5a6a7a8a9aaab"));
    byte[] rtp = hex("800f1234decafbadcafebabe" + "ab".repeat(16));
    byte[] srtp =
        hex(
            "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826"
                + "f796b201df3131a127e8a392");
    byte[] rtcp = hex("81c8000bcafebabe" + "ab".repeat(16));
    byte[] srtcp =
        hex(
            "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446"
                + "ea31123ba88ce61e80000001");
    SrtpProtection one = new SrtpProtection(keys, keys);
    assertThat(protect(one, rtp)).isEqualTo(srtp);
    assertThat(unprotect(one, srtp)).isEqualTo(rtp);
    assertThat(unprotect(one, srtcp)).isEqualTo(rtcp);
    protect(one, rtcp);
    assertThat(protect(one, rtcp)).isEqualTo(srtcp);
  }

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void everySuiteWritesWhatTheRfcsSayOverTwoRollOvers(SrtpSuite suite)
      throws GeneralSecurityException {
    for (int mki : new int[] {0, 1, 4, 128}) {
      SrtpKeys keys = keys(suite, mki);
      ReferenceSrtp reference = new ReferenceSrtp(keys);
      SrtpProtection sender = new SrtpProtection(keys, keys);
      SrtpProtection receiver = new SrtpProtection(keys, keys);
      int rtcpIndex = 0;
      for (int i = 0; i < 140_000; i += 1 + random.nextInt(3000)) {
        int sequence = 65_000 + i;
        byte[] plain = rtp(SSRC, sequence, random.nextInt(1200));
        byte[] expected = reference.rtp(plain, header(plain), sequence >> 16);
        assertThat(protect(sender, plain)).isEqualTo(expected);
        assertThat(unprotect(receiver, expected)).isEqualTo(plain);
        byte[] report = rtcp(SSRC, random.nextInt(300));
        byte[] expectedReport = reference.rtcp(report, rtcpIndex++);
        assertThat(protect(sender, report)).isEqualTo(expectedReport);
        assertThat(unprotect(receiver, expectedReport)).isEqualTo(report);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void aPacketChangedInAnyByteIsForged(SrtpSuite suite) {
    SrtpKeys keys = keys(suite, 0);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    SrtpProtection receiver = new SrtpProtection(keys, keys);
    byte[] good = protect(sender, rtp(SSRC, 1, 160));
    byte[] report = protect(sender, rtcp(SSRC, 40));
    for (int i = 2; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << random.nextInt(8));
      assertThat(receive(receiver, bad)).as("byte %d", i).isIn(Verdict.FORGED, Verdict.MALFORMED);
    }
    for (int i = 2; i < report.length - 10; i++) {
      byte[] bad = report.clone();
      bad[i] ^= (byte) (1 << random.nextInt(7));
      assertThat(receive(receiver, bad)).as("byte %d", i).isNotEqualTo(Verdict.PASS);
    }
    assertThat(receive(receiver, good)).isEqualTo(Verdict.PASS);
    assertThat(receive(receiver, report)).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void damageAndJunkAreVerdictsAndNeverExceptions(SrtpSuite suite) {
    for (int mki : new int[] {0, 4}) {
      SrtpKeys keys = keys(suite, mki);
      SrtpProtection sender = new SrtpProtection(keys, keys);
      SrtpProtection receiver = new SrtpProtection(keys, keys);
      for (int i = 0; i < 5_000; i++) {
        byte[] bytes =
            switch (random.nextInt(4)) {
              case 0 -> junk(random.nextInt(60));
              case 1 -> junk(2048);
              case 2 -> rtcp(SSRC, random.nextInt(60));
              default -> rtp(random.nextInt(4), i, random.nextInt(60));
            };
        if (random.nextBoolean() && bytes.length > 0) {
          bytes[0] = (byte) (0x80 | bytes[0] & 0x3f);
        }
        assertThat(receive(receiver, bytes)).isNotEqualTo(Verdict.PASS);
        packet.copyFrom(bytes, 0, bytes.length);
        if (sender.protect(packet) == Verdict.PASS) {
          byte[] cut = packet.toBytes();
          int keep = random.nextInt(cut.length);
          packet.copyFrom(cut, 0, keep);
          assertThat(receiver.unprotect(packet)).isNotEqualTo(Verdict.PASS);
        }
      }
      assertThat(receiver.streamsReceived()).isZero();
    }
  }

  /** RFC 3711 §3.3.2. */
  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void aPacketCountsOnceAndALateOneUpTo63Behind(SrtpSuite suite) {
    SrtpKeys keys = keys(suite, 0);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    SrtpProtection receiver = new SrtpProtection(keys, keys);
    byte[][] sent = new byte[100][];
    for (int i = 0; i < 100; i++) {
      sent[i] = protect(sender, rtp(SSRC, 65_480 + i, 20));
    }
    assertThat(receive(receiver, sent[0])).isEqualTo(Verdict.PASS);
    assertThat(receive(receiver, sent[0])).isEqualTo(Verdict.REPLAYED);
    assertThat(receive(receiver, sent[99])).isEqualTo(Verdict.PASS);
    assertThat(receive(receiver, sent[36])).isEqualTo(Verdict.PASS);
    assertThat(receive(receiver, sent[36])).isEqualTo(Verdict.REPLAYED);
    assertThat(receive(receiver, sent[35])).isEqualTo(Verdict.REPLAYED);
    assertThat(receive(receiver, sent[60])).isEqualTo(Verdict.PASS);
  }

  /** RFC 3711 §9.1: a keystream is used once. */
  @Test
  void weNeverSendTwoPacketsUnderOneIndex() {
    SrtpKeys keys = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 0);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    assertThat(send(sender, rtp(SSRC, 1000, 20))).isEqualTo(Verdict.PASS);
    assertThat(send(sender, rtp(SSRC, 1000, 20))).isEqualTo(Verdict.REPLAYED);
    assertThat(send(sender, rtp(SSRC, 1001, 20))).isEqualTo(Verdict.PASS);
    assertThat(send(sender, rtp(SSRC, 999, 20))).isEqualTo(Verdict.PASS);
    assertThat(send(sender, rtp(SSRC, 500, 20))).isEqualTo(Verdict.REPLAYED);
    assertThat(send(sender, rtp(SSRC, 33_000, 20))).isEqualTo(Verdict.PASS);
  }

  @Test
  void streamsDoNotDisturbEachOther() throws GeneralSecurityException {
    SrtpKeys keys = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 0);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    SrtpProtection receiver = new SrtpProtection(keys, keys);
    for (int i = 0; i < 70_000; i += 20_000) {
      for (int ssrc = 1; ssrc <= Contexts.MAX; ssrc++) {
        int sequence = 1000 * ssrc + i;
        byte[] plain = rtp(ssrc, sequence, 10);
        byte[] wire = protect(sender, plain);
        assertThat(wire)
            .isEqualTo(new ReferenceSrtp(keys).rtp(plain, header(plain), sequence >> 16));
        assertThat(unprotect(receiver, wire)).isEqualTo(plain);
      }
    }
    assertThat(sender.streamsSent()).isEqualTo(Contexts.MAX);
    assertThat(receiver.streamsReceived()).isEqualTo(Contexts.MAX);
  }

  @Test
  void oneStreamTooManyIsNotSent() {
    SrtpKeys keys = keys(SrtpSuite.AEAD_AES_128_GCM, 0);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    for (int ssrc = 1; ssrc <= Contexts.MAX; ssrc++) {
      assertThat(send(sender, rtp(ssrc, 1, 10))).isEqualTo(Verdict.PASS);
      assertThat(send(sender, rtcp(ssrc, 10))).isEqualTo(Verdict.PASS);
    }
    assertThat(send(sender, rtp(99, 1, 10))).isEqualTo(Verdict.NO_KEYS);
    assertThat(send(sender, rtcp(99, 10))).isEqualTo(Verdict.NO_KEYS);
    assertThat(send(sender, rtp(1, 2, 10))).isEqualTo(Verdict.PASS);
  }

  @Test
  void aNewStreamTakesThePlaceOfTheOneLongestSilent() {
    SrtpKeys keys = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 0);
    SrtpProtection receiver = new SrtpProtection(keys, keys);
    byte[][] first = new byte[Contexts.MAX + 2][];
    for (int ssrc = 1; ssrc <= Contexts.MAX + 1; ssrc++) {
      first[ssrc] = protect(new SrtpProtection(keys, keys), rtp(ssrc, 1, 10));
    }
    for (int ssrc = 1; ssrc <= Contexts.MAX; ssrc++) {
      assertThat(receive(receiver, first[ssrc])).isEqualTo(Verdict.PASS);
    }
    byte[] again = protect(new SrtpProtection(keys, keys), rtp(1, 2, 10));
    assertThat(receive(receiver, again)).isEqualTo(Verdict.PASS);
    assertThat(receive(receiver, first[Contexts.MAX + 1])).isEqualTo(Verdict.PASS);
    assertThat(receiver.streamsReceived()).isEqualTo(Contexts.MAX);
    assertThat(receive(receiver, first[1])).as("still known").isEqualTo(Verdict.REPLAYED);
    assertThat(receive(receiver, first[3])).as("still known").isEqualTo(Verdict.REPLAYED);
    assertThat(receive(receiver, first[2])).as("forgotten").isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void forgedStreamsDriveOutNobody(SrtpSuite suite) {
    SrtpKeys keys = keys(suite, 0);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    SrtpProtection forger = sender;
    SrtpProtection receiver = new SrtpProtection(keys, keys);
    byte[] good = protect(sender, rtp(SSRC, 40_000, 20));
    assertThat(receive(receiver, good)).isEqualTo(Verdict.PASS);
    for (int i = 0; i < 10 * Contexts.MAX; i++) {
      if (i % Contexts.MAX == 0) {
        forger = new SrtpProtection(keys(suite, 0), keys);
      }
      assertThat(receive(receiver, protect(forger, rtp(i, 65_000 * i, 20))))
          .isEqualTo(Verdict.FORGED);
      assertThat(receive(receiver, protect(forger, rtcp(i, 20)))).isEqualTo(Verdict.FORGED);
    }
    assertThat(receiver.streamsReceived()).isOne();
    assertThat(receive(receiver, good)).isEqualTo(Verdict.REPLAYED);
    byte[] other = protect(sender, rtp(77, 1, 20));
    assertThat(receive(receiver, other)).as("a second stream").isEqualTo(Verdict.PASS);
  }

  /** RFC 3711 §3.1. */
  @Test
  void theIdentifierOfAnotherKeyIsNoKey() {
    SrtpKeys keys = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 4);
    SrtpKeys next = new SrtpKeys(keys.suite(), keys.key(), keys.salt(), new byte[] {9, 9, 9, 9});
    byte[] wire = protect(new SrtpProtection(next, next), rtp(SSRC, 1, 20));
    assertThat(receive(new SrtpProtection(keys, keys), wire)).isEqualTo(Verdict.NO_KEYS);
  }

  @Test
  void aPacketWithoutRoomBehindItIsNotSent() {
    SrtpKeys keys = keys(SrtpSuite.AEAD_AES_256_GCM, 128);
    SrtpProtection sender = new SrtpProtection(keys, keys);
    byte[] plain = rtp(SSRC, 1, 100);
    packet.copyFrom(plain, 0, plain.length);
    int end = packet.bytes().length;
    System.arraycopy(plain, 0, packet.bytes(), end - plain.length - 100, plain.length);
    packet.set(end - plain.length - 100, plain.length);
    assertThat(sender.protect(packet)).isEqualTo(Verdict.MALFORMED);
    byte[] longest = rtp(SSRC, 1, Packet.MAX_LENGTH - header(rtp(SSRC, 1, 0)) - 12);
    assertThat(send(sender, longest)).isEqualTo(Verdict.PASS);
  }

  @Test
  void whatIsNoRtpIsNotProtected() {
    SrtpKeys keys = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 0);
    SrtpProtection one = new SrtpProtection(keys, keys);
    assertThat(send(one, hex("000100002112a442"))).isEqualTo(Verdict.MALFORMED);
    assertThat(receive(one, hex("16fefd0000"))).isEqualTo(Verdict.MALFORMED);
    assertThat(receive(one, new byte[0])).isEqualTo(Verdict.MALFORMED);
  }

  /** jitsi-srtp copies an IV twice and makes an array for each tag; our part makes nothing. */
  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void aPacketCostsLittleMemory(SrtpSuite suite) {
    SrtpBench.Run run = new SrtpBench.Run(suite);
    run.round(false);
    run.round(true);
    assertThat(run.bytesPerPacket()).isLessThan(JitsiSrtp.usesOpenSsl() ? 160 : 1200);
  }

  @Test
  void keysAreComparedButNotPrinted() {
    SrtpKeys keys = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 4);
    SrtpKeys same = new SrtpKeys(keys.suite(), keys.key(), keys.salt(), keys.mki());
    SrtpKeys other = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 4);
    SrtpProtection one = new SrtpProtection(keys, other);
    assertThat(one.isFor(same, other)).isTrue();
    assertThat(one.isFor(other, keys)).isFalse();
    assertThat(keys.toString()).isEqualTo("SrtpKeys[AES_CM_128_HMAC_SHA1_80, MKI of 4]");
  }

  private SrtpKeys keys(SrtpSuite suite, int mki) {
    return new SrtpKeys(suite, junk(suite.keyLength()), junk(suite.saltLength()), junk(mki));
  }

  private byte[] junk(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** With a contributing source and a header extension in some of them. */
  private byte[] rtp(int ssrc, int sequence, int payload) {
    boolean long12 = (sequence & 1) == 1;
    int header = 12 + (long12 ? 4 + 8 : 0);
    byte[] bytes = junk(header + payload);
    ByteBuffer b = ByteBuffer.wrap(bytes);
    b.put(0, (byte) (long12 ? 0x91 : 0x80)).put(1, (byte) 0);
    b.putShort(2, (short) sequence).putInt(8, ssrc);
    if (long12) {
      b.putInt(16, 0xbede0001);
    }
    return bytes;
  }

  private static int header(byte[] rtp) {
    return rtp[0] == (byte) 0x80 ? 12 : 24;
  }

  private byte[] rtcp(int ssrc, int payload) {
    byte[] bytes = junk(8 + payload);
    ByteBuffer.wrap(bytes).putInt(0, 0x80c80006).putInt(4, ssrc);
    return bytes;
  }

  private byte[] protect(SrtpProtection one, byte[] plain) {
    assertThat(send(one, plain)).isEqualTo(Verdict.PASS);
    return packet.toBytes();
  }

  private byte[] unprotect(SrtpProtection one, byte[] wire) {
    assertThat(receive(one, wire)).isEqualTo(Verdict.PASS);
    return packet.toBytes();
  }

  private Verdict send(SrtpProtection one, byte[] plain) {
    packet.copyFrom(plain, 0, plain.length);
    return one.protect(packet);
  }

  private Verdict receive(SrtpProtection one, byte[] wire) {
    packet.copyFrom(wire, 0, wire.length);
    return one.unprotect(packet);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
