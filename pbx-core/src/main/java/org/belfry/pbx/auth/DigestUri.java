package org.belfry.pbx.auth;

import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MalformedHeader;

/**
 * Whether credentials were made for the request that carries them (RFC 7616 §3.4.6, RFC 3261
 * §22.4): their {@code uri} names the resource of the Request-URI. Credentials for one resource are
 * worth nothing at another: whoever has a phone sign a harmless request must not be able to send it
 * elsewhere.
 *
 * <p>The two are compared as URIs, not as text. Phones leave out the port, a parameter such as
 * {@code transport}, or both, change the case of parameters or escape other characters, and a proxy
 * in front of us may write another name of this site. User, host, port and parameters that both
 * have must agree.
 *
 * <p>DEVIATION RFC 7616 §3.4.6: SIPp signs each request for {@code sip:address:port} of the server,
 * without a user part. That is accepted on this machine alone, where load is made; from elsewhere a
 * signed request to the server is none to a user.
 */
final class DigestUri {
  private DigestUri() {}

  /**
   * @param signed the {@code uri} of the credentials
   * @param requested the Request-URI
   * @param from the address the request came from
   * @return false also when {@code signed} cannot be read
   */
  static boolean names(String signed, String requested, InetAddress from, Directory directory) {
    if (signed.equals(requested)) {
      return true;
    }
    try {
      SipUri uri = Grammar.uri(signed);
      return same(uri, Grammar.uri(requested), isLoadOfThisMachine(uri, from), directory);
    } catch (MalformedHeader e) {
      return false;
    }
  }

  private static boolean isLoadOfThisMachine(SipUri signed, InetAddress from) {
    InetAddress server = HostAddress.address(signed.host());
    return signed.user() == null
        && from.isLoopbackAddress()
        && server != null
        && server.isLoopbackAddress();
  }

  private static boolean same(SipUri a, SipUri b, boolean ofAnyUser, Directory directory) {
    return (a.isSip() || a.scheme().equals("tel"))
        && (b.isSip() || b.scheme().equals("tel"))
        && (ofAnyUser || Objects.equals(a.user(), b.user()))
        && (a.host().equals(b.host()) || (isHere(a, directory) && isHere(b, directory)))
        && (a.port() == 0 || b.port() == 0 || a.port() == b.port())
        && agree(a.params(), b.params());
  }

  /** True for any name of this site, and for a number, which is dialled here. */
  private static boolean isHere(SipUri uri, Directory directory) {
    return uri.isSip() ? directory.isLocal(uri.host()) : true;
  }

  private static boolean agree(Map<String, String> a, Map<String, String> b) {
    for (Map.Entry<String, String> param : a.entrySet()) {
      String other = b.get(param.getKey());
      if (other != null && !other.equalsIgnoreCase(param.getValue())) {
        return false;
      }
    }
    return true;
  }
}
