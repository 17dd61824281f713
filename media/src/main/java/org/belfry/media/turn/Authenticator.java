package org.belfry.media.turn;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.turn.CredentialSource.Credential;

/** Long-term credentials (RFC 8489 §9.2.4). */
final class Authenticator {
  private final String realm;
  private final CredentialSource credentials;
  private final Nonces nonces;

  Authenticator(String realm, CredentialSource credentials, Nonces nonces) {
    this.realm = realm;
    this.credentials = credentials;
    this.nonces = nonces;
  }

  /** What a request's credentials are worth. */
  sealed interface Verdict {
    /**
     * @param username the name as it was given
     */
    record Known(String username, Credential credential) implements Verdict {}

    /**
     * To be answered so, without a signature.
     *
     * @param wrong whether a password was tried
     */
    record Refused(StunMessage error, boolean wrong) implements Verdict {}
  }

  Verdict judge(ReceivedStun received, InetSocketAddress client, Instant now) {
    StunMessage request = received.message();
    if (!received.signed()) {
      return challenge(request, 401, "Unauthenticated", client, now, false);
    }
    String username = request.text(AttributeType.USERNAME);
    String theirRealm = request.text(AttributeType.REALM);
    String nonce = request.text(AttributeType.NONCE);
    if (username == null || theirRealm == null || nonce == null) {
      return new Verdict.Refused(request.error(400, "Bad Request"), false);
    }
    if (!nonces.isGood(nonce, client, now)) {
      return challenge(request, 438, "Stale Nonce", client, now, false);
    }
    Credential credential =
        theirRealm.equals(realm) && credentials.mayTry(username, client.getAddress(), now)
            ? credentials.find(username, realm, now)
            : null;
    if (credential == null || !received.isSignedBy(credential.key())) {
      credentials.failed(username, client.getAddress(), now);
      return challenge(request, 401, "Unauthenticated", client, now, true);
    }
    return new Verdict.Known(username, credential);
  }

  private Verdict challenge(
      StunMessage request,
      int code,
      String reason,
      InetSocketAddress client,
      Instant now,
      boolean wrong) {
    StunMessage error =
        request
            .error(code, reason)
            .with(AttributeType.REALM, realm)
            .with(AttributeType.NONCE, nonces.issue(client, now));
    return new Verdict.Refused(error, wrong);
  }
}
