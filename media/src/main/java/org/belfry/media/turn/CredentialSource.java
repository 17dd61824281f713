package org.belfry.media.turn;

import java.net.InetAddress;
import java.time.Instant;
import org.belfry.media.ice.stun.IntegrityKey;
import org.jspecify.annotations.Nullable;

/** Who may use the relay. Asked once a request on the relay's thread, so it answers from memory. */
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

  /** Whether a name may be tried from there; when not, it is refused like a wrong password. */
  default boolean mayTry(String username, InetAddress client, Instant now) {
    return true;
  }

  /** A password that is not the name's was tried from there, where our nonce had been read. */
  default void failed(String username, InetAddress client, Instant now) {
    // who counts them says so
  }
}
