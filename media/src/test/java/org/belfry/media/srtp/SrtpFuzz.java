package org.belfry.media.srtp;

import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;

/** Whatever arrives on a media port, as each suite sees it: none of it has a right tag. */
public final class SrtpFuzz {
  private static final byte[] ZEROES = new byte[64];

  private SrtpFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Packet packet = new Packet();
    int length = Math.min(input.length, Packet.MAX_LENGTH);
    for (SrtpSuite suite : SrtpSuite.values()) {
      SrtpKeys keys =
          new SrtpKeys(
              suite,
              java.util.Arrays.copyOf(ZEROES, suite.keyLength()),
              java.util.Arrays.copyOf(ZEROES, suite.saltLength()),
              new byte[input.length % 3]);
      SrtpProtection protection = new SrtpProtection(keys, keys);
      packet.copyFrom(input, 0, length);
      if (protection.unprotect(packet) == Verdict.PASS) {
        throw new IllegalStateException("a forged packet passed " + suite);
      }
      packet.copyFrom(input, 0, length);
      if (protection.protect(packet) == Verdict.PASS
          && protection.unprotect(packet) != Verdict.PASS) {
        throw new IllegalStateException("not read again by " + suite);
      }
    }
  }
}
