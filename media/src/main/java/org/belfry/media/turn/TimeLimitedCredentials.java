package org.belfry.media.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.media.ice.stun.IntegrityKey;
import org.jspecify.annotations.Nullable;

/**
 * Credentials made for one sitting of a browser, checked without remembering any
 * (draft-uberti-behave-turn-rest): the name is {@code expiry:user}, the password the HMAC-SHA1 of
 * the name under a secret that only we know.
 */
public final class TimeLimitedCredentials implements CredentialSource {
  private final SecretKeySpec secret;
  private final Predicate<String> mayRelay;

  /** What a client is given. */
  public record Issued(String username, String password) {
    /** Without the password, which is a secret. */
    @Override
    public String toString() {
      return "Issued[" + username + "]";
    }
  }

  /**
   * @param secret 16 bytes or more, the same as long as credentials are to be good
   * @param mayRelay whether a user exists and may use the relay; asked again with each request
   */
  public TimeLimitedCredentials(byte[] secret, Predicate<String> mayRelay) {
    if (secret.length < 16) {
      throw new IllegalArgumentException("a secret of " + secret.length + " bytes is too short");
    }
    this.secret = new SecretKeySpec(secret, "HmacSHA1");
    this.mayRelay = mayRelay;
  }

  /** Credentials for a user that are good until an instant. */
  public Issued issue(String user, Instant expiresAt) {
    String username = expiresAt.getEpochSecond() + ":" + user;
    return new Issued(username, password(username));
  }

  @Override
  public @Nullable Credential find(String username, String realm, Instant now) {
    int colon = username.indexOf(':');
    if (colon < 1 || colon > 12 || !isNumber(username.substring(0, colon))) {
      return null;
    }
    long expiresAt = Long.parseLong(username.substring(0, colon));
    String user = username.substring(colon + 1);
    if (now.getEpochSecond() > expiresAt || !mayRelay.test(user)) {
      return null;
    }
    return new Credential(user, IntegrityKey.longTerm(username, realm, password(username)));
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String password(String username) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(secret);
      byte[] hash = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }
}
