package org.belfry.pbx.sip.message;

import gov.nist.core.NameValue;
import gov.nist.core.NameValueList;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.address.TelURLImpl;
import gov.nist.javax.sip.header.Authorization;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.parser.AuthorizationParser;
import gov.nist.javax.sip.parser.ContactParser;
import gov.nist.javax.sip.parser.URLParser;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.sip.DigestCredentials;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * The border to jain-sip-ri: URIs, addresses and credentials (RFC 3261 §19.1, §20.10, §22; RFC
 * 3966). Text goes in, our words come out; nothing of theirs leaves this class. Every method throws
 * {@link MalformedHeader} when the text cannot be read.
 */
public final class Grammar {
  private static final int MAX_LENGTH = 8192;

  private Grammar() {}

  /** A URI on its own, without angle brackets. */
  public static SipUri uri(String text) {
    checkLength(text);
    try {
      return word(new URLParser(text).uriReference(true), text);
    } catch (ParseException | RuntimeException e) {
      throw new MalformedHeader("The URI cannot be read");
    }
  }

  /** One value of From, To, Contact, Route or Record-Route. */
  public static NameAddr nameAddr(String value) {
    checkLength(value);
    try {
      ContactList list = (ContactList) new ContactParser("Contact: " + value + "\n").parse();
      if (list.size() != 1) {
        throw new MalformedHeader("One address is expected");
      }
      Contact contact = (Contact) list.getFirst();
      AddressImpl address = (AddressImpl) contact.getAddress();
      GenericURI uri = (GenericURI) address.getURI();
      return new NameAddr(
          address.getDisplayName(),
          word(uri, uriTextOf(value)),
          params(contact.getParameters()));
    } catch (ParseException | RuntimeException e) {
      throw new MalformedHeader("The address cannot be read");
    }
  }

  /**
   * The value of an Authorization or Proxy-Authorization field; null when its scheme is not Digest.
   */
  public static @Nullable DigestCredentials credentials(String value) {
    checkLength(value);
    if (!value.regionMatches(true, 0, "Digest", 0, 6)) {
      return null;
    }
    try {
      Authorization a =
          (Authorization) new AuthorizationParser("Authorization: " + value + "\n").parse();
      String algorithm = a.getAlgorithm();
      return new DigestCredentials(
          present(a, "username"),
          present(a, "realm"),
          present(a, "nonce"),
          present(a, "uri"),
          present(a, "response"),
          algorithm == null ? "MD5" : algorithm,
          a.getParameter("cnonce"),
          a.getParameter("qop"),
          a.getParameter("nc"));
    } catch (ParseException | RuntimeException e) {
      throw new MalformedHeader("The credentials cannot be read");
    }
  }

  private static String present(Authorization a, String name) {
    String value = a.getParameter(name);
    if (value == null) {
      throw new MalformedHeader("The credentials have no " + name);
    }
    return value;
  }

  private static SipUri word(GenericURI uri, String text) {
    if (uri instanceof gov.nist.javax.sip.address.SipUri sip) {
      String host = sip.getHost();
      if (host == null || host.isEmpty()) {
        throw new MalformedHeader("The URI has no host");
      }
      int port = sip.getPort();
      return new SipUri(
          sip.getScheme().toLowerCase(Locale.ROOT),
          sip.getUser(),
          host.toLowerCase(Locale.ROOT),
          Math.max(port, 0),
          params(sip.getParameters()),
          text);
    }
    if (uri instanceof TelURLImpl tel) {
      String number = (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
      return new SipUri("tel", number, "", 0, params(tel.getParameters()), text);
    }
    return new SipUri(uri.getScheme().toLowerCase(Locale.ROOT), null, "", 0, Map.of(), text);
  }

  /** The URI as it stands in the value; theirs would come out rewritten. */
  private static String uriTextOf(String value) {
    int open = value.indexOf('<', endOfDisplay(value));
    if (open >= 0) {
      int close = value.indexOf('>', open);
      if (close > open) {
        return value.substring(open + 1, close).strip();
      }
    }
    int end = value.indexOf(';');
    return end < 0 ? value.strip() : value.substring(0, end).strip();
  }

  private static int endOfDisplay(String value) {
    if (!value.startsWith("\"")) {
      return 0;
    }
    for (int i = 1; i < value.length(); i++) {
      if (value.charAt(i) == '\\') {
        i++;
      } else if (value.charAt(i) == '"') {
        return i;
      }
    }
    return 0;
  }

  private static Map<String, String> params(@Nullable NameValueList list) {
    if (list == null || list.isEmpty()) {
      return Map.of();
    }
    Map<String, String> params = new HashMap<>();
    for (NameValue pair : list.values()) {
      Object value = pair.getValueAsObject();
      params.put(pair.getName().toLowerCase(Locale.ROOT), value == null ? "" : value.toString());
    }
    return params;
  }

  private static void checkLength(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedHeader("The field is too long");
    }
  }
}
