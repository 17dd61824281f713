package org.belfry.appliance.mail;

import org.belfry.pbx.admin.MailAdmin.MailSecurity;

/**
 * The server that takes our mail.
 *
 * @param host empty for none
 * @param user empty for a server that asks for none
 * @param inside whether it may be on this machine or in a private network: an owner has chosen it
 */
record MailServer(
    String host,
    int port,
    String from,
    String user,
    String password,
    MailSecurity security,
    boolean tlsVerify,
    boolean inside) {

  boolean there() {
    return !host.isEmpty();
  }

  static int usualPort(MailSecurity security) {
    return switch (security) {
      case NONE -> 25;
      case STARTTLS -> 587;
      case TLS -> 465;
    };
  }

  /** The password stays out of logs. */
  @Override
  public String toString() {
    return host + ":" + port + " " + security;
  }
}
