package org.belfry.pbx.app.trunk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The user part of the Contact that we register at a trunk's provider, by which its calls are known
 * (RFC 3261 §10.2.1: it is ours to choose). It cannot be guessed, and is the same after a restart,
 * so that a provider never holds two of ours.
 */
public final class TrunkToken {
  private static final String BEGINNING = "tk";
  private static final int BYTES = 12;

  private final byte[] secret;

  /**
   * @param secret kept over restarts; 16 bytes or more
   */
  public TrunkToken(byte[] secret) {
    this.secret = secret.clone();
  }

  /** Of the trunk with this name. */
  public String of(String trunk) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] full = mac.doFinal(("trunk contact " + trunk).getBytes(StandardCharsets.UTF_8));
      return BEGINNING + HexFormat.of().formatHex(full, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }

  /** False for a user part that no trunk has: nothing more needs to be looked at. */
  static boolean looksLikeOne(String user) {
    return user.length() == BEGINNING.length() + 2 * BYTES && user.startsWith(BEGINNING);
  }
}
