package org.belfry.pbx.sip.locate;

import java.net.InetAddress;

/** The contents of a record, as far as finding a server needs them. */
public sealed interface DnsRecord {

  /**
   * RFC 3403.
   *
   * @param flags lower case; {@code s} says that the replacement is the name of SRV records
   * @param service upper case: {@code SIP+D2U}
   * @param replacement the next name, {@code .} for none
   */
  record Naptr(int order, int preference, String flags, String service, String replacement)
      implements DnsRecord {}

  /**
   * RFC 2782.
   *
   * @param target {@code .} says that the service is decidedly not there
   */
  record Srv(int priority, int weight, int port, String target) implements DnsRecord {}

  /** A and AAAA. */
  record Address(InetAddress address) implements DnsRecord {}
}
