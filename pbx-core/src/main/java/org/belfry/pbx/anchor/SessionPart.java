package org.belfry.pbx.anchor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the session description is within a body: all of it, or a part of a body of several parts
 * (RFC 2046 §5.1, RFC 5621 §3). Of several such parts it is the first; parts of parts are not
 * looked into.
 *
 * @param type Content-Type of the whole body
 * @param from where the description begins
 * @param to where it ends
 * @param lengthFrom where a part says its length, which a change of the description removes; equal
 *     to {@code lengthTo} when it does not
 */
public record SessionPart(
    String type, byte[] body, int from, int to, int lengthFrom, int lengthTo) {
  private static final String SDP = "application/sdp";
  private static final int PARTS_MAX = 16;

  // RFC 2046 §5.1.1: 70 characters at most.
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");

  /**
   * The description in a body, or null when there is none.
   *
   * @param read gives the body, which is copied for it
   */
  public static @Nullable SessionPart of(@Nullable String contentType, Supplier<byte[]> read) {
    if (isAll(contentType)) {
      byte[] body = read.get();
      return new SessionPart(String.valueOf(contentType), body, 0, body.length, 0, 0);
    }
    return contentType != null && media(contentType).startsWith("multipart/")
        ? within(contentType, read.get())
        : null;
  }

  /** Whether a body of this type is a description and nothing else. */
  public static boolean isAll(@Nullable String contentType) {
    return contentType != null && media(contentType).equals(SDP);
  }

  public byte[] description() {
    return Arrays.copyOfRange(body, from, to);
  }

  /** The whole body with another description in its place, all else as it was. */
  public byte[] with(byte[] description) {
    if (from == 0 && to == body.length) {
      return description;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + description.length);
    out.write(body, 0, lengthFrom);
    out.write(body, lengthTo, from - lengthTo);
    out.writeBytes(description);
    out.write(body, to, body.length - to);
    return out.toByteArray();
  }

  private static @Nullable SessionPart within(String contentType, byte[] body) {
    Matcher named = BOUNDARY.matcher(contentType);
    if (!named.find()) {
      return null;
    }
    // One char a byte: indices of the text are those of the body.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String delimiter = "--" + (named.group(1) != null ? named.group(1) : named.group(2));
    int at = text.startsWith(delimiter) ? 0 : after(text, delimiter, 0);
    for (int part = 0; part < PARTS_MAX && at >= 0; part++) {
      int begins = text.indexOf("\r\n", at + delimiter.length());
      int next = begins < 0 ? -1 : after(text, delimiter, begins);
      if (next < 0 || text.startsWith("--", at + delimiter.length())) {
        return null;
      }
      SessionPart found = part(contentType, body, text, begins + 2, next - 2);
      if (found != null) {
        return found;
      }
      at = next;
    }
    return null;
  }

  private static int after(String text, String delimiter, int from) {
    int found = text.indexOf("\r\n" + delimiter, from);
    return found < 0 ? -1 : found + 2;
  }

  private static @Nullable SessionPart part(
      String contentType, byte[] body, String text, int from, int to) {
    int blank = text.indexOf("\r\n\r\n", from);
    if (blank < 0 || blank + 4 > to) {
      return null;
    }
    PartHead head = PartHead.read(text, from, blank + 2);
    if (head == null) {
      return null;
    }
    boolean session = false;
    int lengthFrom = from;
    int lengthTo = from;
    for (PartHead.Field field : head.fields()) {
      String value = field.value().toLowerCase(Locale.ROOT);
      switch (field.name()) {
        case "content-type" -> session = media(value).equals(SDP);
        case "content-length" -> {
          lengthFrom = field.from();
          lengthTo = field.to();
        }
        case "content-disposition" -> {
          if (!media(value).equals("session")) {
            return null; // early media of its own (RFC 3959), or something to look at
          }
        }
        case "content-transfer-encoding" -> {
          if (!value.equals("binary") && !value.equals("8bit") && !value.equals("7bit")) {
            return null;
          }
        }
        default -> {}
      }
    }
    return session ? new SessionPart(contentType, body, blank + 4, to, lengthFrom, lengthTo) : null;
  }

  private static String media(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
