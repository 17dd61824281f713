package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whether a certificate is for the SIP domain that we meant to reach (RFC 5922 §7): SIP URIs in
 * subjectAltName, else DNS names there, else the common name. No wildcards (§7.2). An address is
 * looked for among the addresses.
 */
final class ServerNames {
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  private ServerNames() {}

  /**
   * @param expected a host name, or an address as text
   */
  static boolean match(X509Certificate certificate, String expected) {
    List<String> uris = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
        String value = String.valueOf(each.get(1));
        switch ((Integer) each.get(0)) {
          case DNS -> names.add(value);
          case IP -> addresses.add(value);
          case URI -> domain(value, uris);
          default -> {} // mail addresses and the like name nobody's server
        }
      }
    } catch (CertificateParsingException e) {
      return false;
    }
    if (isAddress(expected)) {
      return addresses.stream().anyMatch(a -> sameAddress(a, expected));
    }
    List<String> identities = !uris.isEmpty() ? uris : names;
    if (identities.isEmpty() && addresses.isEmpty()) {
      identities = commonNames(certificate);
    }
    return identities.stream().anyMatch(expected::equalsIgnoreCase);
  }

  /** §7.1: a SIP URI counts when it has no user part; SIPS is not named by the RFC, nor used. */
  private static void domain(String uri, List<String> into) {
    if (!uri.toLowerCase(Locale.ROOT).startsWith("sip:") || uri.indexOf('@') >= 0) {
      return;
    }
    String host = uri.substring(4);
    int end = host.length();
    for (int i = 0; i < end; i++) {
      if (":;?".indexOf(host.charAt(i)) >= 0) {
        end = i;
      }
    }
    into.add(host.substring(0, end));
  }

  private static List<String> commonNames(X509Certificate certificate) {
    List<String> found = new ArrayList<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN")) {
          found.add(String.valueOf(rdn.getValue()));
        }
      }
    } catch (InvalidNameException e) {
      return List.of(); // a subject that cannot be read names nobody
    }
    return found;
  }

  private static boolean isAddress(String text) {
    try {
      return InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  private static boolean sameAddress(String a, String b) {
    return isAddress(a) && InetAddress.ofLiteral(a).equals(InetAddress.ofLiteral(b));
  }
}
