package org.belfry.pbx.auth;

import org.belfry.pbx.directory.User;

/** What came of looking at a request's credentials. */
public sealed interface AuthVerdict {

  /** The request is this user's. */
  record Accepted(User user) implements AuthVerdict {}

  /**
   * Ask (again) for credentials.
   *
   * @param stale true when they were right but the nonce was too old (RFC 7616 §3.3)
   */
  record ChallengeNeeded(boolean stale) implements AuthVerdict {}

  /** The credentials are wrong. */
  record Denied(String user, String reason) implements AuthVerdict {}

  /**
   * The credentials were made for another request (RFC 7616 §3.4.6); their password was not looked
   * at.
   *
   * @param user who they say to be of
   */
  record Misdirected(String user) implements AuthVerdict {}
}
