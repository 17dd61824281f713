package org.belfry.media.sdp;

import static org.belfry.media.sdp.BadSdp.quoted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.media.sdp.BadSdp.Warning;

/** From octets to lines, from lines to sections, and what must be so of them (RFC 8866 §5, §9). */
final class DescriptionParser {
  private DescriptionParser() {}

  static SessionDescription parse(byte[] body) throws BadSdp {
    if (body.length > SdpLimits.OCTETS) {
      throw new BadSdp(
          Warning.MISCELLANEOUS,
          "A session description of " + body.length + " octets is too large to be read");
    }
    List<Line> lines = lines(new String(body, StandardCharsets.ISO_8859_1));
    SessionDescription description = sections(lines);
    check(description);
    return description;
  }

  static List<Line> lines(String text) throws BadSdp {
    var lines = new ArrayList<Line>();
    int begin = 0;
    while (begin < text.length()) {
      int newline = text.indexOf('\n', begin);
      int next = newline < 0 ? text.length() : newline + 1;
      int end = newline < 0 ? text.length() : newline;
      if (end > begin && text.charAt(end - 1) == '\r') {
        end--;
      }
      if (end - begin > SdpLimits.LINE) {
        throw new BadSdp(
            Warning.MISCELLANEOUS, "A line of more than " + SdpLimits.LINE + " octets is not read");
      }
      if (end > begin) {
        lines.add(line(text.substring(begin, end)));
        if (lines.size() > SdpLimits.LINES) {
          throw new BadSdp(
              Warning.MISCELLANEOUS,
              "A session description of more than " + SdpLimits.LINES + " lines is not read");
        }
      }
      begin = next;
    }
    return lines;
  }

  private static Line line(String text) throws BadSdp {
    char type = text.charAt(0);
    if (text.length() < 2
        || text.charAt(1) != '='
        || type < 'a'
        || type > 'z'
        || text.indexOf('\r') >= 0
        || text.indexOf(0) >= 0) {
      throw new BadSdp(Warning.PARAMETER, "The line " + quoted(text) + " is none of SDP");
    }
    return new Line(type, text.substring(2));
  }

  private static SessionDescription sections(List<Line> lines) throws BadSdp {
    var session = new ArrayList<Line>();
    var sections = new ArrayList<List<Line>>();
    List<Line> current = session;
    for (Line line : lines) {
      if (line.type() == 'm') {
        current = new ArrayList<>();
        sections.add(current);
      }
      current.add(line);
    }
    if (sections.size() > SdpLimits.MEDIA) {
      throw new BadSdp(
          Warning.MISCELLANEOUS,
          "A session description with "
              + sections.size()
              + " m-lines is not read, at most "
              + SdpLimits.MEDIA
              + " are");
    }
    var level = new Lines(session);
    var media = new ArrayList<MediaDescription>();
    for (List<Line> section : sections) {
      media.add(
          new MediaDescription(
              MediaLine.parse(section.getFirst().value()), new Lines(section), level));
    }
    return new SessionDescription(level, media);
  }

  private static void check(SessionDescription description) throws BadSdp {
    List<Line> session = description.session().all();
    if (session.isEmpty() || !session.getFirst().toString().strip().equals("v=0")) {
      throw new BadSdp(Warning.PARAMETER, "A session description begins with v=0, this one not");
    }
    String origin = description.session().first('o');
    if (origin == null || Origin.parse(origin) == null) {
      throw new BadSdp(
          Warning.PARAMETER,
          origin == null ? "There is no o-line" : "The o-line " + quoted(origin) + " is none");
    }
    int candidates = 0;
    for (int i = 0; i < description.media().size(); i++) {
      MediaDescription section = description.media().get(i);
      checkSection(section, "m-line " + (i + 1) + " (" + harmless(section.type()) + ")");
      candidates += section.own().values("candidate", Integer.MAX_VALUE).size();
    }
    if (candidates > SdpLimits.ALL_CANDIDATES) {
      throw new BadSdp(
          Warning.ATTRIBUTE,
          candidates + " candidates are too many, at most " + SdpLimits.ALL_CANDIDATES + " pass");
    }
    checkAddresses(description.addresses());
  }

  /** All of them are looked for in each line that goes on to the other side. */
  private static void checkAddresses(Set<String> addresses) throws BadSdp {
    if (addresses.size() > SdpLimits.ADDRESSES) {
      throw new BadSdp(
          Warning.ATTRIBUTE,
          addresses.size() + " addresses are too many, at most " + SdpLimits.ADDRESSES + " pass");
    }
    int octets = addresses.stream().mapToInt(String::length).sum();
    if (octets > SdpLimits.ADDRESS_OCTETS) {
      throw new BadSdp(
          Warning.ATTRIBUTE,
          "Addresses of " + octets + " octets are too long, " + SdpLimits.ADDRESS_OCTETS + " pass");
    }
  }

  private static void checkSection(MediaDescription section, String name) throws BadSdp {
    if (section.isDisabled()) {
      return;
    }
    if (section.connection() == null) {
      boolean there = section.own().first('c') != null || section.session().first('c') != null;
      throw new BadSdp(
          Warning.NETWORK_ADDRESS,
          there ? "The c-line for " + name + " is none" : "There is no c-line for " + name);
    }
    String said = section.own().value("ptime");
    int ptime = section.ptime();
    if (said != null && (ptime < 1 || ptime > SdpLimits.PTIME)) {
      throw new BadSdp(
          Warning.ATTRIBUTE,
          "A ptime of "
              + quoted(said)
              + " for "
              + name
              + " is not possible, 1 to "
              + SdpLimits.PTIME
              + " ms are");
    }
  }

  private static String harmless(String type) {
    String quoted = quoted(type);
    return quoted.substring(1, quoted.length() - 1);
  }
}
