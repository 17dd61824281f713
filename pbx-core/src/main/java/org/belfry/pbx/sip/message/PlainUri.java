package org.belfry.pbx.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SIP URIs that nearly all messages have: no escapes, no password, no headers, nothing
 * unusual. It answers only when the full grammar would say the same (a test compares them), and
 * costs a twentieth.
 */
final class PlainUri {
  private final String text;
  private int at;

  private PlainUri(String text) {
    this.text = text;
  }

  /** The URI, or null when it needs the full grammar. */
  static @Nullable SipUri read(String text) {
    boolean secure = text.startsWith("sips:");
    if (!secure && !text.startsWith("sip:")) {
      return null;
    }
    return new PlainUri(text).parts(secure ? "sips" : "sip");
  }

  private @Nullable SipUri parts(String scheme) {
    at = scheme.length() + 1;
    String user = null;
    int sign = text.indexOf('@');
    if (sign >= 0) {
      int from = at;
      at = Letters.behind(Letters.PLAIN_USER, text, at, sign);
      if (at != sign || at == from) {
        return null;
      }
      user = text.substring(from, sign);
      at = sign + 1;
    }
    String host = host();
    if (host == null) {
      return null;
    }
    int port = 0;
    if (at < text.length() && text.charAt(at) == ':') {
      port = port();
      if (port < 0) {
        return null;
      }
    }
    Map<String, String> params = Map.of();
    while (at < text.length()) {
      if (params.isEmpty()) {
        params = new HashMap<>();
      }
      if (text.charAt(at) != ';' || !parameter(params)) {
        return null;
      }
    }
    return new SipUri(scheme, user, host, port, params, text);
  }

  /** A name in lower case or an IPv4 address. */
  private @Nullable String host() {
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean plain = isLower(c) || Letters.isDigit(c) || c == '.' || (c == '-' && at > from);
      if (!plain) {
        break;
      }
      at++;
    }
    boolean whole =
        at > from
            && text.charAt(at - 1) != '-'
            && text.charAt(at - 1) != '.'
            && text.charAt(from) != '.';
    return whole ? text.substring(from, at) : null;
  }

  private int port() {
    int from = ++at;
    int port = 0;
    while (at < text.length() && Letters.isDigit(text.charAt(at)) && at - from < 5) {
      port = port * 10 + text.charAt(at++) - '0';
    }
    boolean ends = at == text.length() || text.charAt(at) == ';';
    return at > from && ends && port > 0 && port <= 65535 ? port : -1;
  }

  private boolean parameter(Map<String, String> params) {
    int from = ++at;
    at = Letters.behind(Letters.PLAIN_PARAMETER, text, at, text.length());
    if (at == from) {
      return false;
    }
    String name = text.substring(from, at).toLowerCase(Locale.ROOT);
    String value = "";
    if (at < text.length() && text.charAt(at) == '=') {
      from = ++at;
      at = Letters.behind(Letters.PLAIN_PARAMETER, text, at, text.length());
      if (at == from) {
        return false;
      }
      value = text.substring(from, at);
    }
    return params.put(name, value) == null;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }
}
