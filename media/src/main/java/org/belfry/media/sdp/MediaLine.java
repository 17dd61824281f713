package org.belfry.media.sdp;

import java.util.Arrays;
import java.util.List;

/**
 * A media section's first line (RFC 8866 §5.14).
 *
 * @param type {@code audio}, {@code video}, {@code image}…
 * @param port 0 to 65535; 0: not used
 * @param ports how many, with those after it; 1 nearly always
 * @param protocol {@code RTP/AVP}…
 * @param formats payload types as text, or names such as {@code t38}
 */
public record MediaLine(String type, int port, int ports, String protocol, List<String> formats) {
  public MediaLine {
    formats = List.copyOf(formats);
  }

  static MediaLine parse(String value) throws BadSdp {
    List<String> words = Arrays.asList(value.strip().split(" +"));
    if (words.size() < 4) {
      throw new BadSdp(
          BadSdp.Warning.PARAMETER, "The line m=" + BadSdp.quoted(value) + " lacks words");
    }
    if (words.size() > SdpLimits.FORMATS + 3) {
      throw new BadSdp(
          BadSdp.Warning.MEDIA_FORMAT,
          "An m-line with more than " + SdpLimits.FORMATS + " formats is not read");
    }
    String where = words.get(1);
    int slash = where.indexOf('/');
    int port = Digits.of(slash < 0 ? where : where.substring(0, slash), 65535);
    int ports = slash < 0 ? 1 : Digits.of(where.substring(slash + 1), 65535);
    if (port < 0 || ports < 1) {
      throw new BadSdp(
          BadSdp.Warning.PARAMETER, "The m-line's port " + BadSdp.quoted(where) + " is none");
    }
    return new MediaLine(words.get(0), port, ports, words.get(2), words.subList(3, words.size()));
  }

  /** As it stands after {@code m=}. */
  public String text() {
    String where = ports == 1 ? Integer.toString(port) : port + "/" + ports;
    return type + " " + where + " " + protocol + " " + String.join(" ", formats);
  }
}
