package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.sdp.Candidate;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.IceCredentials;
import org.belfry.media.sdp.negotiation.LocalMedia.LocalIce;
import org.belfry.media.sdp.negotiation.LocalMedia.LocalSource;

/** What we are in tests: one address a side, everything we could be asked for. */
final class Ours {
  static final String TO_A = "198.51.100.1";
  static final String TO_B = "198.51.100.2";

  private Ours() {}

  static LocalSide to(Side side) {
    return to(side, 8);
  }

  static LocalSide to(Side side, int lines) {
    boolean a = side == Side.A;
    String address = a ? TO_A : TO_B;
    var media = new ArrayList<LocalMedia>();
    for (int i = 0; i < lines; i++) {
      int port = (a ? 20000 : 30000) + 2 * i;
      media.add(
          LocalMedia.plain(address, port)
              .withFingerprint(Fingerprint.of("sha-256", bytes(32, a ? 0xa0 : 0xb0)))
              .withIce(ice(a ? "belA" : "belB", address, port))
              .withKeys(keys(a ? 1 : 2))
              .withSource(new LocalSource((a ? 1000 : 2000) + i, "belfry-" + side)));
    }
    return new LocalSide(a ? 1001 : 2002, address, media);
  }

  private static LocalIce ice(String ufrag, String address, int port) {
    Candidate host = Candidate.parse("1 1 udp 2130706431 " + address + " " + port + " typ host");
    return new LocalIce(
        new IceCredentials(ufrag, "0123456789abcdefghijkl"), List.of(host), false, true, true);
  }

  private static List<Crypto> keys(int fill) {
    return List.of(
        Crypto.of(1, "AES_CM_128_HMAC_SHA1_80", bytes(30, fill)),
        Crypto.of(1, "AES_CM_128_HMAC_SHA1_32", bytes(30, fill)),
        Crypto.of(1, "AES_256_CM_HMAC_SHA1_80", bytes(46, fill)),
        Crypto.of(1, "AES_256_CM_HMAC_SHA1_32", bytes(46, fill)),
        Crypto.of(1, "AEAD_AES_128_GCM", bytes(28, fill)),
        Crypto.of(1, "AEAD_AES_256_GCM", bytes(44, fill)));
  }

  private static byte[] bytes(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
