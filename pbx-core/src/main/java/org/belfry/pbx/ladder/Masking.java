package org.belfry.pbx.ladder;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as people may see it: without what lets them in or listen. Masked are the answers to
 * challenges, passwords in URIs and the keys of a session description (RFC 4568, RFC 8445); a body
 * that is no session description is shown by its size only, because it may be a text message or the
 * digits of a PIN.
 */
final class Masking {
  private static final String MASK = "•••";
  private static final Pattern ANSWERS =
      Pattern.compile("(?i)\\b(response|rspauth|cnonce|auts)\\s*=\\s*(\"[^\"]*\"?|[^,\\s]+)");

  /**
   * What may be a URI up to its {@code @}; it matches at each place, so that none is read twice.
   */
  private static final Pattern RUN = Pattern.compile("[^\\s@<>\"]++@?+|[\\s@<>\"]++");

  private static final Pattern USER = Pattern.compile("(?i)\\bsips?:[^:]*+:");
  private static final Pattern SDP_SECRET =
      Pattern.compile(
          "(?im)^(a=(?:crypto:\\s*\\S+\\s+\\S+|ice-pwd:|key-mgmt:\\S*|3gei2e-pwd:)|k=)[^\\r\\n]*");

  private Masking() {}

  /** The whole message, lines ended by line feeds. */
  static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    int blank = text.indexOf("\n\n");
    String head = blank < 0 ? text : text.substring(0, blank + 1);
    String body = blank < 0 ? "" : text.substring(blank + 2);
    String type = "";
    StringBuilder out = new StringBuilder(text.length());
    for (String field : fields(head)) {
      String name = name(field);
      if (name.equals("content-type") || name.equals("c")) {
        type = field.substring(field.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
      }
      out.append(field(name, field)).append('\n');
    }
    if (!body.isEmpty()) {
      out.append('\n').append(body(type, body));
    }
    return out.toString();
  }

  private static String field(String name, String field) {
    return switch (name) {
      case "authorization", "proxy-authorization" -> {
        int scheme = field.indexOf(':') + 1;
        yield field.substring(scheme).strip().regionMatches(true, 0, "Digest", 0, 6)
            ? uris(ANSWERS.matcher(field).replaceAll("$1=\"" + MASK + "\""))
            : field.substring(0, scheme) + " " + MASK;
      }
      case "authentication-info", "proxy-authentication-info" ->
          ANSWERS.matcher(field).replaceAll("$1=\"" + MASK + "\"");
      default -> uris(field);
    };
  }

  private static String uris(String field) {
    StringBuilder out = new StringBuilder(field.length());
    Matcher run = RUN.matcher(field);
    while (run.find()) {
      Matcher user = USER.matcher(field).region(run.start(), run.end());
      if (field.charAt(run.end() - 1) == '@' && user.find()) {
        out.append(field, run.start(), user.end()).append(MASK).append('@');
      } else {
        out.append(field, run.start(), run.end());
      }
    }
    return out.toString();
  }

  private static String body(String type, String body) {
    if (type.startsWith("application/sdp")) {
      return SDP_SECRET.matcher(body).replaceAll("$1 " + MASK);
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "(" + length + " bytes, not shown)\n";
  }

  /** The start line and the fields, continuation lines kept with their field (RFC 3261 §7.3.1). */
  private static List<String> fields(String head) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int end = head.indexOf('\n'); end >= 0; end = head.indexOf('\n', end + 1)) {
      boolean last = end + 1 == head.length();
      if (last || (head.charAt(end + 1) != ' ' && head.charAt(end + 1) != '\t')) {
        fields.add(head.substring(from, end));
        from = end + 1;
      }
    }
    if (from < head.length() || fields.isEmpty()) {
      fields.add(head.substring(from));
    }
    return fields;
  }

  private static String name(String field) {
    int colon = field.indexOf(':');
    return colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
  }
}
