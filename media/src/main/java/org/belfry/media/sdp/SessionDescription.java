package org.belfry.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866): every line it was made of, in order, and views of what we need.
 * What was read is written octet by octet as it was, with CRLF at the end of each line.
 *
 * @param session the lines before the first m-line
 * @param media the media sections; an offer and its answer have them in the same order (RFC 3264
 *     §6)
 */
public record SessionDescription(Lines session, List<MediaDescription> media) {
  public SessionDescription {
    media = List.copyOf(media);
  }

  /**
   * Reads a body. A bare LF ends a line too, empty lines are passed over.
   *
   * @throws BadSdp if it is no description, larger than {@link SdpLimits}, or says something that
   *     cannot be done: media without an address, a packet of no or of too much time
   */
  public static SessionDescription parse(byte[] body) throws BadSdp {
    return DescriptionParser.parse(body);
  }

  /** Like {@link #parse(byte[])}; each character stands for one octet. */
  public static SessionDescription parse(String text) throws BadSdp {
    return parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Made by us, from lines in their order.
   *
   * @param sections one list a media section, each beginning with its m-line
   */
  public static SessionDescription of(List<Line> session, List<List<Line>> sections) {
    var level = new Lines(session);
    var media = new ArrayList<MediaDescription>();
    for (List<Line> section : sections) {
      try {
        media.add(
            new MediaDescription(
                MediaLine.parse(section.getFirst().value()), new Lines(section), level));
      } catch (BadSdp e) {
        throw new IllegalArgumentException(e);
      }
    }
    return new SessionDescription(level, media);
  }

  /** Who made it. What was parsed has one. */
  public Origin origin() {
    String value = session.first('o');
    Origin origin = value == null ? null : Origin.parse(value);
    if (origin == null) {
      throw new IllegalStateException("a description without an origin");
    }
    return origin;
  }

  public List<Group> groups() {
    var groups = new ArrayList<Group>();
    for (String value : session.values("group", SdpLimits.MEDIA)) {
      Group group = Group.parse(value);
      if (group != null) {
        groups.add(group);
      }
    }
    return groups;
  }

  /** The section of a name (RFC 5888), or -1. */
  public int indexOf(String mid) {
    for (int i = 0; i < media.size(); i++) {
      if (mid.equals(media.get(i).mid())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The section whose transport carries another one's media: its own, or that of the first member
   * of its bundle that is in use (RFC 8843 §7.2).
   */
  public int transportOf(int index) {
    List<String> mids = new ArrayList<>();
    media.forEach(section -> mids.add(String.valueOf(section.mid())));
    String mid = media.get(index).mid();
    if (mid == null) {
      return index;
    }
    for (Group group : groups()) {
      if (!group.semantics().equals(Group.BUNDLE) || !group.mids().contains(mid)) {
        continue;
      }
      for (String member : group.mids()) {
        int first = mids.indexOf(member);
        if (first >= 0 && media.get(first).port() != 0) {
          return first;
        }
      }
    }
    return index;
  }

  /** Every address that it names: of its maker, of its media, of its candidates. */
  public Set<String> addresses() {
    var found = new LinkedHashSet<String>();
    found.add(origin().address());
    addConnection(found, session.first('c'));
    for (MediaDescription section : media) {
      for (Line line : section.own().all()) {
        if (line.type() == 'c') {
          addConnection(found, line.value());
        } else if (line.isAttribute("rtcp")) {
          RtcpAddress rtcp = RtcpAddress.parse(line.attributeValue());
          if (rtcp != null && rtcp.connection() != null) {
            found.add(rtcp.connection().address());
          }
        } else if (line.isAttribute("candidate")) {
          addCandidate(found, line.attributeValue());
        }
      }
    }
    return found;
  }

  private static void addConnection(Set<String> found, @Nullable String value) {
    Connection connection = value == null ? null : Connection.parse(value);
    if (connection != null) {
      found.add(connection.address());
    }
  }

  private static void addCandidate(Set<String> found, String value) {
    Candidate candidate = Candidate.parse(value);
    if (candidate != null) {
      found.add(candidate.address());
      if (candidate.relatedAddress() != null) {
        found.add(candidate.relatedAddress());
      }
    }
  }

  /** The whole text, each character one octet. */
  public String text() {
    var out = new StringBuilder();
    session.write(out);
    media.forEach(section -> section.own().write(out));
    return out.toString();
  }

  public byte[] toBytes() {
    return text().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Its media lines, for a log: no addresses, no keys. */
  @Override
  public String toString() {
    return media.toString();
  }
}
