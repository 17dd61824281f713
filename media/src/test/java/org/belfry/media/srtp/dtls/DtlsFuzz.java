package org.belfry.media.srtp.dtls;

import java.nio.charset.StandardCharsets;

/** What is looked at before bctls sees it. */
public final class DtlsFuzz {
  private DtlsFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    int admitted = new CipherChangeGate().admitted(input, input.length);
    if (admitted < 0 || admitted > input.length) {
      throw new IllegalStateException("admitted " + admitted);
    }
    if (DtlsRecord.plausible(input)) {
      boolean begins = DtlsRecord.mayBegin(input);
      if (begins && !DtlsRecord.mayFollow(input)) {
        throw new IllegalStateException("begins and may not follow");
      }
    }
    Fingerprint.parse(new String(input, StandardCharsets.UTF_8))
        .filter(f -> !Fingerprint.parse(f.toWire()).equals(java.util.Optional.of(f)))
        .ifPresent(f -> {
          throw new IllegalStateException("read differently the second time: " + f);
        });
  }
}
