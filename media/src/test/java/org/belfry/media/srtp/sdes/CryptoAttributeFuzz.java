package org.belfry.media.srtp.sdes;

import java.nio.charset.StandardCharsets;
import org.belfry.media.srtp.sdes.CryptoAttribute.Unusable;
import org.belfry.media.srtp.sdes.CryptoAttribute.Usable;

/** What stands behind a=crypto: is anybody's text. */
public final class CryptoAttributeFuzz {
  private CryptoAttributeFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    switch (CryptoAttribute.parse(new String(input, StandardCharsets.UTF_8))) {
      case Usable(CryptoAttribute a) -> {
        if (!CryptoAttribute.parse(a.toWire()).equals(new Usable(a))) {
          throw new IllegalStateException("read differently the second time: " + a);
        }
      }
      case Unusable(String why) -> {
        if (why.isBlank() || why.length() > 200) {
          throw new IllegalStateException("said in no words: " + why);
        }
      }
    }
  }
}
