package org.belfry.pbx.sip.message;

import gov.nist.core.NameValue;
import gov.nist.core.NameValueList;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.address.TelURLImpl;
import gov.nist.javax.sip.parser.URLParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.sip.DigestChallenge;
import org.belfry.pbx.sip.DigestCredentials;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * URIs, addresses and credentials (RFC 3261 §19.1, §20.10, §22; RFC 3966), and the border to
 * jain-sip-ri, which reads every URI that is not plain. Text goes in, our words come out; nothing
 * of theirs leaves this class. Every method throws {@link MalformedHeader} when the text cannot be
 * read, and nothing else.
 *
 * <p>jain-sip-ri stops reading where a URI ends and takes whatever follows for somebody else's, so
 * what it left over is looked at here.
 */
public final class Grammar {
  private static final int MAX_LENGTH = 8192;

  /** JAIN SIP's time for the parameters of a URI grows with the square of their number. */
  private static final int MAX_PARAMETERS = 64;

  private Grammar() {}

  /** A URI on its own, without angle brackets. */
  public static SipUri uri(String text) {
    checkLength(text);
    SipUri plain = PlainUri.read(text);
    return plain == null ? fullUri(text) : plain;
  }

  /** The same by the full grammar alone. */
  static SipUri fullUri(String text) {
    if (!Scan.looksLikeUri(text, 0, text.length()) || hasTooManyParameters(text)) {
      throw new MalformedHeader("The URI cannot be read");
    }
    try {
      WholeUri parser = new WholeUri(text);
      GenericURI uri = parser.uriReference(true);
      if (parser.leftSomething()) {
        throw new MalformedHeader("The URI cannot be read");
      }
      return word(uri, text);
    } catch (MalformedHeader e) {
      throw e;
    } catch (ParseException | RuntimeException e) {
      throw new MalformedHeader("The URI cannot be read");
    }
  }

  private static boolean hasTooManyParameters(String text) {
    int count = 0;
    for (int at = text.indexOf(';'); at >= 0; at = text.indexOf(';', at + 1)) {
      count++;
    }
    return count > MAX_PARAMETERS;
  }

  /**
   * One value of From, To, Contact, Route or Record-Route. A Contact of {@code *} is no address:
   * ask for it before.
   */
  public static NameAddr nameAddr(String value) {
    checkLength(value);
    int end = Scan.endOfAddress("The address", value);
    int open = value.charAt(end - 1) == '>' ? value.lastIndexOf('<', end - 1) : -1;
    String uri = open < 0 ? value.substring(0, end).strip() : value.substring(open + 1, end - 1);
    String display = open <= 0 ? "" : value.substring(0, open).strip();
    Map<String, String> params = Map.of();
    Parameters walk = new Parameters("The address", value, end, value.length());
    while (walk.next()) {
      if (params.isEmpty()) {
        params = new HashMap<>();
      }
      params.putIfAbsent(walk.name(), unquoted(walk.value()));
    }
    return new NameAddr(display.isEmpty() ? null : unquoted(display), uri(uri), params);
  }

  /**
   * A From or To with this tag behind it. A semicolon that ends it already is not doubled: that
   * would be an empty parameter (RFC 4475 §3.1.2.1).
   */
  public static String withTag(String value, String tag) {
    return value + (value.endsWith(";") ? "tag=" : ";tag=") + tag;
  }

  /**
   * The value of an Authorization or Proxy-Authorization field; null when its scheme is not Digest.
   */
  public static @Nullable DigestCredentials credentials(String value) {
    checkLength(value);
    int scheme = AuthParameters.afterDigest(value);
    return scheme < 0 ? null : Credentials.read(value, scheme);
  }

  /**
   * The value of a WWW-Authenticate or Proxy-Authenticate field; null when its scheme is not
   * Digest.
   */
  public static @Nullable DigestChallenge challenge(String value) {
    checkLength(value);
    int scheme = AuthParameters.afterDigest(value);
    return scheme < 0 ? null : Challenges.read(value, scheme);
  }

  private static SipUri word(GenericURI uri, String text) {
    if (uri instanceof gov.nist.javax.sip.address.SipUri sip) {
      String scheme = sip.getScheme().toLowerCase(Locale.ROOT);
      String host = sip.getHost();
      int port = sip.getPort();
      boolean emptyUser = text.charAt(scheme.length() + 1) == '@';
      // Theirs adds the brackets to an IPv6 address that came without: host or port, who knows.
      boolean bare = host.startsWith("[") && text.indexOf('[') < 0;
      if (emptyUser || bare || !Scan.isHost(host) || port == 0 || port > 65535) {
        throw new MalformedHeader("The URI cannot be read");
      }
      String user = sip.getUser();
      return new SipUri(
          scheme,
          user == null ? null : unescapedUri(user),
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

  private static Map<String, String> params(@Nullable NameValueList list) {
    if (list == null || list.isEmpty()) {
      return Map.of();
    }
    Map<String, String> params = new HashMap<>();
    for (NameValue pair : list.values()) {
      Object value = pair.getValueAsObject();
      if (pair.getName() != null) {
        params.put(
            unescapedUri(pair.getName()).toLowerCase(Locale.ROOT),
            value == null ? "" : unescapedUri(value.toString()));
      }
    }
    return params;
  }

  /** A quoted string's content, or the text itself when it is not quoted (§25.1). */
  private static String unquoted(String text) {
    return text.length() >= 2 && text.charAt(0) == '"'
        ? unescaped(text.substring(1, text.length() - 1))
        : text;
  }

  /** Without the backslashes that escape characters in a quoted string. */
  static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      out.append(c);
    }
    return out.toString();
  }

  /** With {@code %61} read as the byte it stands for (§19.1.2). */
  private static String unescapedUri(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (in[i] == '%' && high >= 0 && low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static void checkLength(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedHeader("The field is too long");
    }
  }

  /** Their parser, which also tells whether it read everything. */
  private static final class WholeUri extends URLParser {
    WholeUri(String text) {
      super(text);
    }

    boolean leftSomething() {
      return lexer.hasMoreChars();
    }
  }
}
