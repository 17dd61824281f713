package org.belfry.media.srtp.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate's hash as a=fingerprint carries it (RFC 8122 §5).
 *
 * @param hash sha-1, sha-256, sha-384 or sha-512. MD5 is refused (§5: MUST NOT)
 * @param bytes as long as the hash
 */
public record Fingerprint(String hash, byte[] bytes) {
  /** From the weakest to the strongest. */
  private static final List<String> HASHES = List.of("sha-1", "sha-256", "sha-384", "sha-512");

  private static final HexFormat WIRE = HexFormat.ofDelimiter(":").withUpperCase();

  public Fingerprint {
    if (!HASHES.contains(hash) || bytes.length != digest(hash).getDigestLength()) {
      throw new IllegalArgumentException("no fingerprint: " + hash + " of " + bytes.length);
    }
    bytes = bytes.clone();
  }

  /** Reads "sha-256 AB:CD:…"; empty where it is none or its hash is not taken. */
  public static Optional<Fingerprint> parse(String value) {
    String[] words = value.strip().split(" +", -1);
    String hash = words[0].toLowerCase(Locale.ROOT);
    if (words.length != 2 || words[1].length() > 200 || !HASHES.contains(hash)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = WIRE.parseHex(words[1]);
      return bytes.length == digest(hash).getDigestLength()
          ? Optional.of(new Fingerprint(hash, bytes))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Fingerprint of(String hash, byte[] certificate) {
    return new Fingerprint(hash, digest(hash).digest(certificate));
  }

  /**
   * Whether the certificate is one of those announced. Where fingerprints of several hashes are,
   * the strongest hash decides (RFC 8122 §5.1).
   */
  static boolean anyMatches(List<Fingerprint> announced, byte[] certificate) {
    int strongest = announced.stream().mapToInt(f -> HASHES.indexOf(f.hash)).max().orElse(-1);
    return announced.stream()
        .filter(f -> HASHES.indexOf(f.hash) == strongest)
        .anyMatch(f -> MessageDigest.isEqual(f.bytes, digest(f.hash).digest(certificate)));
  }

  /** As it stands behind "a=fingerprint:". */
  public String toWire() {
    return hash + " " + WIRE.formatHex(bytes);
  }

  private static MessageDigest digest(String hash) {
    try {
      return MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + hash, e);
    }
  }

  /** Compares by content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fingerprint f && f.hash.equals(hash) && Arrays.equals(f.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toWire();
  }
}
