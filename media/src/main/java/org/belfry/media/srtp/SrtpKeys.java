package org.belfry.media.srtp;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A master key of one direction (RFC 3711 §3.2.1). Compared by content, so that whoever sees a
 * session description twice can tell whether its keys changed; never printed.
 *
 * @param key as long as the suite says
 * @param salt as long as the suite says
 * @param mki the master key identifier that each packet carries, 0 to 128 bytes
 */
public record SrtpKeys(SrtpSuite suite, byte[] key, byte[] salt, byte[] mki) {
  /** Bytes of the longest MKI (RFC 4568 §6.1). */
  public static final int MAX_MKI = 128;

  public SrtpKeys {
    if (key.length != suite.keyLength() || salt.length != suite.saltLength()) {
      throw new IllegalArgumentException(
          "%s takes a key of %d and a salt of %d bytes, not %d and %d"
              .formatted(suite, suite.keyLength(), suite.saltLength(), key.length, salt.length));
    }
    if (mki.length > MAX_MKI) {
      throw new IllegalArgumentException("an MKI of " + mki.length + " bytes");
    }
    key = key.clone();
    salt = salt.clone();
    mki = mki.clone();
  }

  /** Without an MKI. */
  public SrtpKeys(SrtpSuite suite, byte[] key, byte[] salt) {
    this(suite, key, salt, new byte[0]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SrtpKeys k
        && k.suite == suite
        && Arrays.equals(k.key, key)
        && Arrays.equals(k.salt, salt)
        && Arrays.equals(k.mki, mki);
  }

  @Override
  public int hashCode() {
    // Not of the key: hashes end up in logs and thread dumps.
    return Objects.hash(suite, Arrays.hashCode(mki));
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + suite + (mki.length == 0 ? "" : ", MKI of " + mki.length) + "]";
  }
}
