package org.belfry.pbx.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hashes we can answer a challenge with (RFC 7616 §6.1, RFC 8760 §2.1), the weakest first. */
enum DigestAlgorithm {
  MD5("MD5", "MD5", false),
  MD5_SESS("MD5-sess", "MD5", true),
  SHA_256("SHA-256", "SHA-256", false),
  SHA_256_SESS("SHA-256-sess", "SHA-256", true),
  SHA_512_256("SHA-512-256", "SHA-512/256", false),
  SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true);

  private final String written;
  private final String hash;
  private final boolean session;

  DigestAlgorithm(String written, String hash, boolean session) {
    this.written = written;
    this.hash = hash;
    this.session = session;
  }

  /** The algorithm of this name, or null when we do not know it. */
  static @Nullable DigestAlgorithm named(String name) {
    for (DigestAlgorithm each : values()) {
      if (each.written.equalsIgnoreCase(name)) {
        return each;
      }
    }
    return null;
  }

  /** True when HA1 takes in the nonces (RFC 7616 §3.4.2). */
  boolean session() {
    return session;
  }

  String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + hash, e);
    }
  }

  String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
