package org.belfry.media.bench;

import java.util.Arrays;
import java.util.Base64;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpSuite;

/** Keys as {@code a=crypto} writes them (RFC 4568 §6.1), of the suite that every phone has. */
final class BenchKeys {
  private BenchKeys() {}

  static SrtpKeys of(String base64) {
    return of(Base64.getDecoder().decode(base64));
  }

  static SrtpKeys of(byte[] keyAndSalt) {
    return new SrtpKeys(
        SrtpSuite.AES_CM_128_HMAC_SHA1_80,
        Arrays.copyOf(keyAndSalt, 16),
        Arrays.copyOfRange(keyAndSalt, 16, 30));
  }
}
