package org.belfry.appliance.turn;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.turn.CredentialSource;
import org.belfry.media.turn.TimeLimitedCredentials;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.Guard.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What users prove themselves with: credentials of a sitting that we have made, or extension and
 * SIP password. For the latter nothing is stored but what SIP has: the realm is the same, and the
 * key of RFC 8489 §9.2.2 is the HA1 of RFC 7616 §3.4.2 with MD5.
 */
final class UserCredentials implements CredentialSource {
  private final TimeLimitedCredentials limited;
  private final Supplier<Directory> directory;
  private final Guard guard;
  private final InstantSource clock;

  UserCredentials(byte[] secret, Supplier<Directory> directory, Guard guard, InstantSource clock) {
    this.limited = new TimeLimitedCredentials(secret, user -> directory.get().user(user) != null);
    this.directory = directory;
    this.guard = guard;
    this.clock = clock;
  }

  TimeLimitedCredentials.Issued issue(String extension, Instant expiresAt) {
    return limited.issue(extension, expiresAt);
  }

  @Override
  public @Nullable Credential find(String username, String realm, Instant now) {
    if (isOfASitting(username)) {
      return limited.find(username, realm, now);
    }
    User user = directory.get().user(username);
    return user == null
        ? null
        : new Credential(user.extension(), IntegrityKey.of(HexFormat.of().parseHex(user.ha1Md5())));
  }

  @Override
  public boolean mayTry(String username, InetAddress client, Instant now) {
    return guard.admits(client, clock)
        && (isOfASitting(username) || !guard.blocks(client, username, now));
  }

  /**
   * As at the SIP ports, a user and an address are blocked together after a few wrong passwords.
   * The address itself is not banned for it: what we know of its phones is not known here. One that
   * comes with credentials of yesterday's sitting has guessed nothing.
   */
  @Override
  public void failed(String username, InetAddress client, Instant now) {
    if (!isOfASitting(username)) {
      guard.failed(client, username, Standing.KNOWN, now);
    }
  }

  /** No extension has a colon. */
  private static boolean isOfASitting(String username) {
    return username.indexOf(':') >= 0;
  }
}
