package org.belfry.pbx.auth;

/**
 * Where refused credentials are noted, for people and for what bans attackers. Called on a lane:
 * returns at once.
 */
public interface SecurityLog {

  /**
   * Credentials were given and refused. A first request without credentials is no failure and never
   * comes here.
   *
   * @param source where the request came from: {@code udp:192.0.2.7:5060}
   * @param user the user name that was claimed
   * @param method the SIP method
   * @param reason for people
   */
  void authenticationFailed(String source, String user, String method, String reason);
}
