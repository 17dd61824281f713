package org.belfry.pbx.admin;

import java.util.List;

/** What a phone in a page needs to register as the user who has signed in there (RFC 7118). */
public interface PhoneAccess {

  /**
   * Makes credentials that are good for an hour and belong to no one but this page.
   *
   * @param host by which the page reaches us
   * @throws NotFound when there is no such user
   */
  Access issue(long userId, String host);

  /** The page is gone: its credentials are worth nothing from now on. */
  void revoke(String username);

  /**
   * @param domain of the SIP address
   * @param username for digest authentication; not the extension
   * @param ttlSeconds after which new ones are needed
   * @param servers for ICE; empty when the site has none
   */
  record Access(
      String extension,
      String name,
      String domain,
      String username,
      String password,
      long ttlSeconds,
      List<RelayAccess.Access> servers) {
    public Access {
      servers = List.copyOf(servers);
    }

    /** The password stays out of logs. */
    @Override
    public String toString() {
      return "Access[" + username + "]";
    }
  }
}
