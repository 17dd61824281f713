package org.belfry.appliance.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One public key as OpenSSH writes it in a line (RFC 4253 §6.6, RFC 8709). The comment is left out;
 * options before the key, which could name commands, are none of it.
 */
record PublicKeyLine(String kind, String blob) {
  private static final int LENGTH_MAX = 2000;
  private static final int RSA_BYTES_MIN = 3072 / 8;
  private static final Set<String> KINDS =
      Set.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  /** Null when the text is no such line. */
  static @Nullable PublicKeyLine of(@Nullable String text) {
    String line = text == null ? "" : text.strip();
    String[] words = line.split("[ \\t]+", 3);
    if (line.length() > LENGTH_MAX || line.lines().count() != 1 || words.length < 2) {
      return null;
    }
    if (!KINDS.contains(words[0]) || !words[1].matches("[A-Za-z0-9+/]{40,1400}={0,2}")) {
      return null;
    }
    byte[] blob = decoded(words[1]);
    if (blob == null || !begins(blob, words[0])) {
      return null;
    }
    // A modulus of fewer bits cannot fill so many bytes.
    return words[0].equals("ssh-rsa") && blob.length < RSA_BYTES_MIN
        ? null
        : new PublicKeyLine(words[0], words[1]);
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The blob says its kind itself, as a string (RFC 4251 §5). */
  private static boolean begins(byte[] blob, String kind) {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    if (blob.length < 4 + name.length || blob[0] != 0 || blob[1] != 0 || blob[2] != 0) {
      return false;
    }
    return blob[3] == name.length
        && new String(blob, 4, name.length, StandardCharsets.US_ASCII).equals(kind);
  }

  /** As {@code ssh-keygen -l} shows it. */
  String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(blob));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return kind + " " + blob;
  }
}
