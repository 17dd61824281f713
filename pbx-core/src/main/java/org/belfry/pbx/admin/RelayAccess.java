package org.belfry.pbx.admin;

import java.util.List;

/** What a user's phone needs to use the site's TURN server (RFC 8656). */
public interface RelayAccess {

  /**
   * Credentials for some hours.
   *
   * @param host by which whoever asks reaches us
   * @throws NotFound when there is no such user, or no TURN server
   */
  Access accessOf(long userId, String host);

  /** The same for an extension. */
  Access accessOf(String extension, String host);

  /**
   * What a browser takes as one of its ICE servers (WebRTC, RTCIceServer).
   *
   * @param urls of STUN and TURN (RFC 7064, RFC 7065), the best first
   * @param ttlSeconds how long a new allocation may be made with it
   */
  record Access(List<String> urls, String username, String credential, long ttlSeconds) {
    public Access {
      urls = List.copyOf(urls);
    }

    /** Without the credential, which is a secret. */
    @Override
    public String toString() {
      return "Access[" + username + "]";
    }
  }
}
