package org.belfry.provisioning.profile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as a phone gets it.
 *
 * @param name as the phone asks for it, without a path
 * @param secret whether passwords are in it
 */
public record ProfileFile(String name, String contentType, String text, boolean secret) {
  private static final int TAG_BYTES = 16;

  /** What stands for these bytes in an ETag (RFC 9110 §8.8.3), without its quotes. */
  public String tag() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** Without the text, which has passwords. */
  @Override
  public String toString() {
    return "ProfileFile[" + name + "]";
  }
}
