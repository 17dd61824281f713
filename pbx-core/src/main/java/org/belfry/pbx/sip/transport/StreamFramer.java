package org.belfry.pbx.sip.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 §18.3) and finds keep-alives between them
 * (RFC 5626 §4.4.1, §8). Bytes go in as they come, {@link #next} is asked until there is no more.
 * No socket, no clock. A stream that is broken stays broken: nobody knows where the next message
 * begins.
 */
final class StreamFramer {

  /** What was found. */
  sealed interface Frame {}

  /** A whole message, from its start line to the end of its body. */
  record Message(byte[] bytes) implements Frame {}

  /** A whole STUN message (RFC 5626 §8); SIP never begins with its first byte. */
  record Binding(byte[] bytes) implements Frame {}

  /** What is no message. */
  enum Mark implements Frame {
    /** Nothing whole is left. */
    MORE_NEEDED,
    /** CRLF CRLF between messages, to be answered by CRLF. */
    PING,
    /** What begins here is not SIP. */
    GARBAGE,
    /** The header does not end within the limit. */
    HEADER_TOO_LARGE,
    /** Content-Length is above the limit. */
    BODY_TOO_LARGE,
    /** Content-Length is no number, or there are two that differ. */
    BAD_LENGTH
  }

  private static final int FIRST_SIZE = 4096;
  private static final int KEPT_SIZE = 16 * 1024;
  private static final int METHOD_LENGTH = 64;
  private static final String TOKEN_EXTRAS = "-.!%*_+`'~/";
  private static final String CONTENT_LENGTH = "content-length";
  private static final int NONE = -1;
  private static final int BAD = -2;

  private final int maxHeaderBytes;
  private final int maxBodyBytes;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int start; // of the message that is being read
  private int end;
  private int
      scanned; // bytes of the header that were looked at; relative to start, as the next two
  private int lineStart;
  private int headerLength; // 0 until the empty line was seen
  private int bodyLength;
  private boolean methodEnded;
  private boolean startLineSeen;
  private int lineEnds; // CRLFs since the last message or ping
  private @Nullable Mark broken;

  StreamFramer(int maxHeaderBytes, int maxBodyBytes) {
    this.maxHeaderBytes = maxHeaderBytes;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Takes bytes that came; all of them. Ask {@link #next} to the end before more are fed. */
  void feed(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (buffer.length - end < count) {
      makeRoom(count);
    }
    bytes.get(buffer, end, count);
    end += count;
  }

  /**
   * The header of the message that broke the stream, as far as it came: whole lines only. Nothing
   * when not even its start line came.
   */
  byte[] brokenHeader() {
    return startLineSeen
        ? Arrays.copyOfRange(buffer, start, start + (headerLength > 0 ? headerLength : lineStart))
        : new byte[0];
  }

  /** True when a message has begun and is not yet complete. */
  boolean insideMessage() {
    return end > start;
  }

  /** The next thing in the stream. A verdict is given again and again. */
  Frame next() {
    if (broken != null) {
      return broken;
    }
    if (scanned == 0) {
      Mark ping = skipLineEnds();
      if (ping != null) {
        return ping;
      }
      if (buffer[start] == 0) {
        return stun();
      }
    }
    if (headerLength == 0) {
      Mark verdict = scanHeader();
      if (verdict != null) {
        broken = verdict == Mark.MORE_NEEDED ? null : verdict;
        return verdict;
      }
    }
    int length = headerLength + bodyLength;
    if (end - start < length) {
      return Mark.MORE_NEEDED;
    }
    Message message = new Message(Arrays.copyOfRange(buffer, start, start + length));
    begin(start + length);
    lineEnds = 0;
    return message;
  }

  /** Two zero bits and the method Binding make the first byte of a request 0 (RFC 5389 §6). */
  private Frame stun() {
    ByteBuffer packet = ByteBuffer.wrap(buffer, start, end - start);
    if (!Stun.mayBecome(packet)) {
      broken = Mark.GARBAGE;
      return Mark.GARBAGE;
    }
    int length = packet.remaining() < Stun.HEADER ? Stun.HEADER : Stun.length(packet);
    if (end - start < length) {
      return Mark.MORE_NEEDED;
    }
    Binding binding = new Binding(Arrays.copyOfRange(buffer, start, start + length));
    begin(start + length);
    lineEnds = 0;
    return binding;
  }

  /** RFC 3261 §7.5: line ends before a start line mean nothing; two are a ping (RFC 5626). */
  private @Nullable Mark skipLineEnds() {
    while (start < end) {
      byte b = buffer[start];
      if (b == '\r') {
        if (start + 1 == end) {
          return Mark.MORE_NEEDED;
        }
        if (buffer[start + 1] != '\n') {
          return null; // the scan of the start line judges it
        }
        start += 2;
        if (++lineEnds == 2) {
          lineEnds = 0;
          return Mark.PING;
        }
      } else if (b == '\n') {
        start++;
      } else {
        return null;
      }
    }
    return Mark.MORE_NEEDED;
  }

  /** Null when the header is complete and good. */
  private @Nullable Mark scanHeader() {
    for (; start + scanned < end; scanned++) {
      byte b = buffer[start + scanned];
      if (!startLineSeen && !fitsStartLine(b)) {
        return Mark.GARBAGE;
      }
      if (scanned >= maxHeaderBytes) {
        return Mark.HEADER_TOO_LARGE;
      }
      if (b != '\n') {
        continue;
      }
      if (!startLineSeen) {
        if (!isStartLine()) {
          return Mark.GARBAGE;
        }
        startLineSeen = true;
      } else if (isEmptyLine()) {
        headerLength = ++scanned;
        return measureBody();
      }
      lineStart = scanned + 1;
    }
    return Mark.MORE_NEEDED;
  }

  /** Tells other protocols and noise early: nothing need be waited for to close on them. */
  private boolean fitsStartLine(byte b) {
    if (methodEnded) {
      return b < 0 || b >= ' ' || b == '\t' || b == '\r' || b == '\n';
    }
    if (b == ' ') {
      methodEnded = true;
      return scanned > 0;
    }
    return scanned < METHOD_LENGTH && isTokenOrSlash(b);
  }

  private static boolean isTokenOrSlash(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && TOKEN_EXTRAS.indexOf(b) >= 0);
  }

  private boolean isStartLine() {
    if (matches(start, "sip/")) {
      return true;
    }
    int to = start + scanned;
    while (to > start && (buffer[to - 1] == '\r' || buffer[to - 1] == ' ')) {
      to--;
    }
    int version = to;
    while (version > start && buffer[version - 1] != ' ') {
      version--;
    }
    return version > start && matches(version, "sip/");
  }

  private boolean isEmptyLine() {
    int length = scanned - lineStart;
    return length == 0 || (length == 1 && buffer[start + lineStart] == '\r');
  }

  private @Nullable Mark measureBody() {
    int length = contentLength();
    if (length == BAD) {
      return Mark.BAD_LENGTH;
    }
    if (length > maxBodyBytes) {
      return Mark.BODY_TOO_LARGE;
    }
    bodyLength = Math.max(0, length); // §18.3: without the field there is no body on a stream
    return null;
  }

  /** Content-Length, {@link Integer#MAX_VALUE} for more than fits, NONE or BAD. */
  private int contentLength() {
    int found = NONE;
    int to = start + headerLength;
    for (int at = start; at < to; at = behindLine(at, to)) {
      int value = behindName(at, to);
      if (value < 0) {
        continue;
      }
      int length = number(value, to);
      if (length == BAD || (found != NONE && found != length)) {
        return BAD;
      }
      found = length;
    }
    return found;
  }

  /** Behind the colon when this line is Content-Length or its compact form, else -1. */
  private int behindName(int at, int to) {
    int end = at;
    if (matches(at, CONTENT_LENGTH)) {
      end = at + CONTENT_LENGTH.length();
    } else if (buffer[at] == 'l' || buffer[at] == 'L') {
      end = at + 1;
    } else {
      return -1;
    }
    while (end < to && isBlank(buffer[end])) {
      end++;
    }
    return end < to && buffer[end] == ':' ? end + 1 : -1;
  }

  /** The number up to the end of the field, which may be folded (§7.3.1). */
  private int number(int at, int to) {
    long number = 0;
    int digits = 0;
    boolean ended = false;
    for (int i = at; i < to; i++) {
      byte b = buffer[i];
      if (b >= '0' && b <= '9' && !ended) {
        number = Math.min(Integer.MAX_VALUE, number * 10 + b - '0');
        digits++;
      } else if (b == '\n') {
        if (i + 1 >= to || !isBlank(buffer[i + 1])) {
          break;
        }
        ended = digits > 0;
      } else if (isBlank(b) || b == '\r') {
        ended = digits > 0;
      } else {
        return BAD;
      }
    }
    return digits == 0 ? BAD : (int) number;
  }

  private int behindLine(int at, int to) {
    int i = at;
    while (i < to && buffer[i] != '\n') {
      i++;
    }
    return i + 1;
  }

  /** True when these lower-case letters stand there, in any case. */
  private boolean matches(int at, String lowerCase) {
    if (end - at < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      byte b = buffer[at + i];
      int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (lower != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private void begin(int at) {
    start = at;
    scanned = 0;
    lineStart = 0;
    headerLength = 0;
    bodyLength = 0;
    methodEnded = false;
    startLineSeen = false;
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > KEPT_SIZE) {
        buffer = new byte[FIRST_SIZE]; // one large message must not cost memory for ever
      }
    }
  }

  private void makeRoom(int count) {
    int kept = end - start;
    byte[] roomy =
        buffer.length - kept >= count
            ? buffer
            : new byte[Math.max(buffer.length * 2, kept + count)];
    System.arraycopy(buffer, start, roomy, 0, kept);
    buffer = roomy;
    start = 0;
    end = kept;
  }
}
