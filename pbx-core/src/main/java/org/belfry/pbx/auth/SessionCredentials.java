package org.belfry.pbx.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of phones that live in a page: made for somebody who has signed in there, good for an
 * hour, void when the page is gone. They are an alias of the user's own: what comes with them is
 * the user's, and the SIP password stays unknown to the browser.
 *
 * <p>They are in memory only, as sessions of pages are. May be used from any thread.
 */
public final class SessionCredentials {
  /** How long new ones are good for; the page asks for the next in time. */
  public static final Duration VALIDITY = Duration.ofHours(1);

  /** Pages of one user; more make the oldest void. */
  public static final int OF_A_USER_MAX = 20;

  /** No extension has it, so that nobody's name is taken for a session's. */
  private static final char MARK = '~';

  private static final int SECRET_BYTES = 24;

  private final String realm;
  private final RandomGenerator random;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /**
   * @param random asked on any thread; what it says must not be guessed
   */
  public SessionCredentials(String realm, RandomGenerator random) {
    this.realm = realm;
    this.random = random;
  }

  /**
   * @param password told to the page, and not kept
   */
  public record Issued(String username, String password, Instant expiresAt) {
    /** The password stays out of logs. */
    @Override
    public String toString() {
      return "Issued[" + username + "]";
    }
  }

  /** What digest needs to know of them (RFC 7616 §3.4.2). */
  record Kept(String extension, String ha1Md5, String ha1Sha256, Instant expiresAt, long number) {}

  /** Makes new ones; earlier ones of the user stay good. */
  public Issued issue(String extension, Instant now) {
    kept.values().removeIf(each -> !each.expiresAt.isAfter(now));
    List<Map.Entry<String, Kept>> own = new ArrayList<>();
    for (Map.Entry<String, Kept> each : kept.entrySet()) {
      if (each.getValue().extension.equals(extension)) {
        own.add(each);
      }
    }
    own.sort(Comparator.comparingLong(each -> each.getValue().number));
    for (int i = 0; i <= own.size() - OF_A_USER_MAX; i++) {
      kept.remove(own.get(i).getKey());
    }
    String username = MARK + extension + MARK + randomText();
    String password = randomText();
    String secret = username + ":" + realm + ":" + password;
    Instant until = now.plus(VALIDITY);
    kept.put(
        username,
        new Kept(
            extension,
            DigestAlgorithm.MD5.hex(secret),
            DigestAlgorithm.SHA_256.hex(secret),
            until,
            numbers.incrementAndGet()));
    return new Issued(username, password, until);
  }

  /** From now on they are worth nothing; phones that are registered with them run out. */
  public void revoke(String username) {
    kept.remove(username);
  }

  /** Whether a name is one of ours, good or not. */
  static boolean areMeantBy(String username) {
    return !username.isEmpty() && username.charAt(0) == MARK;
  }

  @Nullable Kept find(String username, Instant now) {
    Kept found = kept.get(username);
    return found == null || !found.expiresAt.isAfter(now) ? null : found;
  }

  private String randomText() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new String(
        Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
  }
}
