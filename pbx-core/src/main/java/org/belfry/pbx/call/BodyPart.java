package org.belfry.pbx.call;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a message carries besides its description, which a header field refers to by its
 * Content-ID (RFC 5621 §3, §8). Who cannot read it may leave it.
 *
 * @param id without angle brackets (RFC 2392)
 */
public record BodyPart(String type, String id, byte[] body) {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");

  /** What is carried with these parts behind it. */
  static Content behind(Content first, List<BodyPart> parts) {
    if (parts.isEmpty()) {
      return first;
    }
    String type = first.type();
    Matcher several = BOUNDARY.matcher(type == null ? "" : type);
    boolean opened = type != null && type.regionMatches(true, 0, "multipart/mixed", 0, 15);
    String boundary =
        opened && several.find()
            ? (several.group(1) == null ? several.group(2) : several.group(1))
            : "belfry-" + parts.getFirst().id().replaceAll("[^0-9A-Za-z]", "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (type != null && opened) {
      out.writeBytes(unclosed(first.body(), boundary));
    } else if (type != null) {
      line(out, "--" + boundary);
      line(out, "Content-Type: " + type);
      line(out, "");
      out.writeBytes(first.body());
      line(out, "");
    }
    for (BodyPart part : parts) {
      line(out, "--" + boundary);
      line(out, "Content-Type: " + part.type());
      line(out, "Content-ID: <" + part.id() + ">");
      line(out, "Content-Disposition: by-reference;handling=optional");
      line(out, "");
      out.writeBytes(part.body());
      line(out, "");
    }
    line(out, "--" + boundary + "--");
    return new Content(
        first.fields(),
        type != null && opened ? type : "multipart/mixed;boundary=" + boundary,
        out.toByteArray());
  }

  /** Several parts without the line that ends them. */
  private static byte[] unclosed(byte[] body, String boundary) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf("--" + boundary + "--");
    return end < 0 ? body : text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
