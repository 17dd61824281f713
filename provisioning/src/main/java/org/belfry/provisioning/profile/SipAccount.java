package org.belfry.provisioning.profile;

import java.nio.charset.StandardCharsets;

/**
 * What a phone must know to register one line.
 *
 * @param user user part of the AOR and user name of the digest
 * @param password in clear; not empty
 * @param domain domain of the AOR
 * @param host where the registrar is: a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param displayName what the called side sees
 */
public record SipAccount(
    String user,
    String password,
    String domain,
    String host,
    int port,
    SipTransport transport,
    String displayName) {

  /** RFC 3261 §25.1: what a user part may hold unescaped, unreserved and user-unreserved. */
  private static final String USER_SAFE = "-_.!~*'()&=+$,;?/";

  /**
   * @throws IllegalArgumentException when a part is missing, holds a line break or is out of range
   */
  public SipAccount {
    requireLine("user", user);
    requireLine("password", password);
    requireLine("domain", domain);
    requireLine("host", host);
    requireLine("displayName", displayName);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("A port is 1 to 65535, not " + port + ".");
    }
  }

  /** The AOR as a URI: {@code sip:1001@pbx.example}. */
  public String address() {
    return "sip:" + escapedUser() + "@" + bracketed(domain);
  }

  /** Where to register: {@code pbx.example}, with the port when it is not the transport's own. */
  public String server() {
    int usual = transport == SipTransport.TLS ? 5061 : 5060;
    return bracketed(host) + (port == usual ? "" : ":" + port);
  }

  /**
   * The account as lines that a person reads and types into any phone. Names of fields are English
   * because softphones' own fields mostly are.
   */
  public String readable() {
    return """
    SIP account of %s
    User: %s
    Password: %s
    Domain: %s
    Server: %s
    Transport: %s
    %s\
    """
        .formatted(displayName, user, password, domain, server(), transport, address());
  }

  /** Without the password: records end up in logs. */
  @Override
  public String toString() {
    return "SipAccount[" + address() + " at " + server() + "]";
  }

  private String escapedUser() {
    StringBuilder escaped = new StringBuilder();
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (alphanumeric || USER_SAFE.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append(String.format("%%%02X", (int) c));
      }
    }
    return escaped.toString();
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static void requireLine(String name, String value) {
    if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("An account needs a " + name + " on one line.");
    }
  }
}
