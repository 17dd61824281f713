package org.belfry.appliance.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message in the log of a SIPp phone.
 *
 * @param sent true when the phone sent it, false when it received it
 * @param start its first line
 * @param headers its header lines as they are, in order
 * @param body what follows the empty line
 */
record SippMessage(boolean sent, String start, List<String> headers, String body) {
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^UDP message (sent|received) .*:\\R\\R");
  private static final Pattern NEXT = Pattern.compile("(?m)^-{20,} \\d{4}-\\d\\d-\\d\\d");
  // What a proxy owns, RFC 3261 §16.6 and §16.7; RFC 3325 for the last of them.
  private static final Set<String> OF_THE_PROXY =
      Set.of(
          "via",
          "route",
          "record-route",
          "max-forwards",
          "max-breadth",
          "proxy-authorization",
          "p-asserted-identity");

  static List<SippMessage> ofLog(String log) {
    List<SippMessage> messages = new ArrayList<>();
    Matcher entry = ENTRY.matcher(log);
    while (entry.find()) {
      Matcher next = NEXT.matcher(log);
      int end = next.find(entry.end()) ? next.start() : log.length();
      messages.add(of(entry.group(1).equals("sent"), log.substring(entry.end(), end)));
    }
    return messages;
  }

  private static SippMessage of(boolean sent, String text) {
    int empty = text.indexOf("\r\n\r\n");
    if (empty < 0) {
      throw new AssertionError("a message without an end of its header:\n" + text);
    }
    List<String> lines = List.of(text.substring(0, empty).split("\r\n"));
    int length = Integer.parseInt(value(lines, "content-length").strip());
    // SIPp counts bytes and ends each entry with a line of its own.
    byte[] rest = text.substring(empty + 4).getBytes(UTF_8);
    String body = new String(rest, 0, length, UTF_8);
    return new SippMessage(sent, lines.getFirst(), lines.subList(1, lines.size()), body);
  }

  boolean isRequest() {
    return !start.startsWith("SIP/");
  }

  /** True when it belongs to a dialog, early or confirmed. */
  boolean isInDialog() {
    return value(headers, "to").contains(";tag=");
  }

  /** The method of the request that this is or answers. */
  String method() {
    return value(headers, "cseq").strip().split("\\s+")[1];
  }

  /** The status of a response, 0 of a request. */
  int status() {
    return isRequest() ? 0 : Integer.parseInt(start.split(" ")[1]);
  }

  /** What both ends must agree on for two entries to be the same message. */
  String identity() {
    return (isRequest() ? method() : status())
        + " | "
        + value(headers, "call-id").strip()
        + " | "
        + value(headers, "cseq").strip()
        + " | "
        + value(headers, "rseq").strip();
  }

  /** The header lines that are none of a proxy's business. */
  List<String> untouchable() {
    return headers.stream().filter(h -> !OF_THE_PROXY.contains(name(h))).toList();
  }

  private static String value(List<String> lines, String name) {
    for (String line : lines) {
      if (name(line).equals(name)) {
        return line.substring(line.indexOf(':') + 1);
      }
    }
    return "";
  }

  private static String name(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
  }
}
