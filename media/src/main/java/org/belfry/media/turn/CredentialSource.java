package org.belfry.media.turn;

import java.time.Instant;
import org.belfry.media.ice.stun.IntegrityKey;
import org.jspecify.annotations.Nullable;

/** Who may use the relay. Asked once a request, so it answers from memory. */
@FunctionalInterface
public interface CredentialSource {

  /**
   * What belongs to a user name.
   *
   * @param user whose quota it counts against, the same for all names of one user
   */
  record Credential(String user, IntegrityKey key) {}

  /** The credential of a name, or null when it is unknown or not good any more. */
  @Nullable Credential find(String username, String realm, Instant now);
}
