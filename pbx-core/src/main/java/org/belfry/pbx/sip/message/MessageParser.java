package org.belfry.pbx.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into a message (RFC 3261 §7, RFC 4475). Judges only what it needs to find its way: the
 * start line, where lines end, where the body begins. Everything else is asked of the message
 * later.
 */
public final class MessageParser {
  /** Header fields in one message; the longest real ones have about 60. */
  public static final int MAX_FIELDS = 256;

  private static final byte[] VERSION_2 = SipRequest.VERSION_2.getBytes(StandardCharsets.US_ASCII);

  private MessageParser() {}

  /**
   * The message in these bytes, which must hold all of it; bytes behind Content-Length are dropped
   * (§18.3).
   *
   * @param bytes kept by the message, so nobody may write to it afterwards
   * @return null when this is no SIP message at all
   */
  public static @Nullable SipMessage parse(byte[] bytes, int from, int to) {
    return parse(bytes, from, to, null);
  }

  /**
   * The same for what is known to be refused: a beginning of a message at least.
   *
   * @param known what is wrong with it, or null
   */
  public static @Nullable SipMessage parse(byte[] bytes, int from, int to, @Nullable Flaw known) {
    int start = from;
    while (start < to && (bytes[start] == '\r' || bytes[start] == '\n')) {
      start++; // §7.5: leading CRLFs are ignored
    }
    int lineEnd = endOfLine(bytes, start, to);
    if (lineEnd < 0) {
      return null;
    }
    int startLineEnd = trimmed(bytes, start, lineEnd);
    HeaderField[] fields = new HeaderField[20];
    int count = 0;
    int at = lineEnd + 1;
    boolean complete = false;
    Flaw flaw = known;
    while (true) {
      if (at >= to) {
        break; // the blank line is missing: headers only
      }
      if (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n')) {
        at += bytes[at] == '\n' ? 1 : 2;
        complete = true;
        break;
      }
      int end = endOfField(bytes, at, to);
      HeaderField field = end < 0 ? null : field(bytes, at, end);
      if (field == null) {
        if (known != null) {
          break; // it was cut off here
        }
        return null;
      }
      if (count == MAX_FIELDS) {
        // Those that stand behind are not kept: what is needed for an answer comes first.
        flaw = flaw == null ? Flaw.TOO_MANY_FIELDS : flaw;
        at = end;
        continue;
      }
      if (count == fields.length) {
        fields = Arrays.copyOf(fields, 2 * count);
      }
      fields[count++] = field;
      at = end;
    }
    fields = Arrays.copyOf(fields, count);
    int bodyTo = bodyEnd(fields, at, to);
    SipMessage message = usualRequest(bytes, start, startLineEnd, fields, at, bodyTo);
    if (message == null) {
      message = message(text(bytes, start, startLineEnd), fields, bytes, at, bodyTo);
    }
    if (message != null && flaw != null) {
      message.refuse(flaw);
    } else if (message != null
        && complete
        && start == 0
        && bodyTo == bytes.length
        && message.has(HeaderName.CONTENT_LENGTH)) {
      message.cameAs(bytes);
    }
    return message;
  }

  /** A request of version 2.0 with a method that is known, or null when it may be anything else. */
  private static @Nullable SipRequest usualRequest(
      byte[] bytes, int from, int to, HeaderField[] fields, int bodyFrom, int bodyTo) {
    int methodEnd = from;
    while (methodEnd < to && bytes[methodEnd] != ' ') {
      methodEnd++;
    }
    int version = to - VERSION_2.length;
    if (methodEnd >= version - 1
        || bytes[version - 1] != ' '
        || !Arrays.equals(bytes, version, to, VERSION_2, 0, VERSION_2.length)) {
      return null;
    }
    Method method = Method.known(bytes, from, methodEnd);
    if (method == null) {
      return null;
    }
    String uri = text(bytes, methodEnd + 1, version - 1);
    return new SipRequest(method, uri, SipRequest.VERSION_2, fields, bytes, bodyFrom, bodyTo);
  }

  private static @Nullable SipMessage message(
      String startLine, HeaderField[] fields, byte[] bytes, int bodyFrom, int bodyTo) {
    if (startLine.regionMatches(true, 0, "SIP/2.0 ", 0, 8)) {
      int status = status(startLine);
      if (status < 100 || status > 699) {
        return null;
      }
      String reason = startLine.length() > 12 ? startLine.substring(12) : "";
      return new SipResponse(status, reason, fields, bytes, bodyFrom, bodyTo);
    }
    int firstSpace = startLine.indexOf(' ');
    int lastSpace = startLine.lastIndexOf(' ');
    if (firstSpace <= 0
        || !startLine.regionMatches(true, lastSpace + 1, "SIP/", 0, 4)
        || !Scan.isToken(startLine, 0, firstSpace)) {
      return null;
    }
    if (lastSpace <= firstSpace) {
      return null;
    }
    return new SipRequest(
        Method.of(startLine.substring(0, firstSpace)),
        startLine.substring(firstSpace + 1, lastSpace),
        startLine.substring(lastSpace + 1),
        fields,
        bytes,
        bodyFrom,
        bodyTo);
  }

  private static int status(String startLine) {
    if (startLine.length() < 11 || (startLine.length() > 11 && startLine.charAt(11) != ' ')) {
      return -1;
    }
    int status = 0;
    for (int i = 8; i < 11; i++) {
      char c = startLine.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      status = status * 10 + c - '0';
    }
    return status;
  }

  private static int bodyEnd(HeaderField[] fields, int bodyFrom, int to) {
    for (HeaderField field : fields) {
      if (field.name().equals(HeaderName.CONTENT_LENGTH)) {
        long length;
        try {
          length = Scan.bareNumber(HeaderName.CONTENT_LENGTH, field.value());
        } catch (MalformedHeader e) {
          return to; // the check answers it with 400
        }
        return (int) Math.min(to, bodyFrom + length);
      }
    }
    return to;
  }

  private static @Nullable HeaderField field(byte[] bytes, int from, int to) {
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      if (bytes[colon] == '\n') {
        return null;
      }
      colon++;
    }
    int nameEnd = colon;
    while (nameEnd > from && (bytes[nameEnd - 1] == ' ' || bytes[nameEnd - 1] == '\t')) {
      nameEnd--; // §7.3.1: blanks before the colon
    }
    if (colon == to || nameEnd == from) {
      return null;
    }
    for (int i = from; i < nameEnd; i++) {
      if (bytes[i] <= ' ' || bytes[i] == 0x7f) {
        return null;
      }
    }
    return new HeaderField(HeaderName.of(bytes, from, nameEnd), bytes, from, colon + 1, to);
  }

  /** Behind the line end of a field and its continuation lines, or -1. */
  private static int endOfField(byte[] bytes, int from, int to) {
    int end = endOfLine(bytes, from, to);
    while (end >= 0 && end + 1 < to && (bytes[end + 1] == ' ' || bytes[end + 1] == '\t')) {
      end = endOfLine(bytes, end + 1, to);
    }
    return end < 0 ? -1 : end + 1;
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static int trimmed(byte[] bytes, int from, int lineEnd) {
    int end = lineEnd;
    while (end > from && (bytes[end - 1] == '\r' || bytes[end - 1] == ' ')) {
      end--;
    }
    return end;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
