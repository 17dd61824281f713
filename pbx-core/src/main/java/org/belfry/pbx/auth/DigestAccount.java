package org.belfry.pbx.auth;

/**
 * Who we are to somebody else's server.
 *
 * @param user the name that the password belongs to, often not the number
 */
public record DigestAccount(String user, String password) {

  /** The password stays out of logs. */
  @Override
  public String toString() {
    return "DigestAccount[" + user + "]";
  }
}
