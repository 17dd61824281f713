package org.belfry.pbx.auth;

import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
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
 * <p>Some clients, SIPp among them, sign each request for the server, without a user part. That is
 * accepted: it is their own request that they leave open, and only for its method.
 */
final class DigestUri {
  private DigestUri() {}

  /**
   * @param signed the {@code uri} of the credentials
   * @param requested the Request-URI
   * @return false also when {@code signed} cannot be read
   */
  static boolean names(String signed, String requested, Directory directory) {
    if (signed.equals(requested)) {
      return true;
    }
    try {
      return same(Grammar.uri(signed), Grammar.uri(requested), directory);
    } catch (MalformedHeader e) {
      return false;
    }
  }

  private static boolean same(SipUri a, SipUri b, Directory directory) {
    return (a.isSip() || a.scheme().equals("tel"))
        && (b.isSip() || b.scheme().equals("tel"))
        && (a.user() == null || Objects.equals(a.user(), b.user()))
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
