package org.belfry.provisioning.profile;

/**
 * How a phone looks names up by LDAP (RFC 4511).
 *
 * @param tls whether it is TLS from the first byte
 * @param user distinguished name to bind as
 */
public record DirectoryAccess(
    String host, int port, boolean tls, String base, String user, String password) {

  /** Without the password: records end up in logs. */
  @Override
  public String toString() {
    return "DirectoryAccess[" + user + " at " + host + ":" + port + "]";
  }
}
