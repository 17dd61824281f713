package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.Lines;
import org.belfry.media.sdp.MediaDescription;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of one side the other side gets to see. All do, but for those that speak of the hop
 * (where, with which keys, under which names) and of what only one kind of device understands.
 *
 * @param sameKind whether both are browsers, or neither is
 * @param feedback whether what RTCP says at once may pass (RFC 4585)
 * @param numbers new payload types by the old; null if they stay
 * @param hidden addresses of the side whose lines these are
 */
record PassedLines(
    boolean sameKind,
    boolean feedback,
    @Nullable Map<Integer, Integer> numbers,
    Set<String> hidden) {

  /** We write them ourselves, or they have no meaning beyond the hop. */
  private static final Set<String> OF_THE_HOP =
      Set.of(
          "sendrecv",
          "sendonly",
          "recvonly",
          "inactive",
          "rtcp",
          "rtcp-mux",
          "rtcp-mux-only",
          "candidate",
          "remote-candidates",
          "end-of-candidates",
          "ice-ufrag",
          "ice-pwd",
          "ice-options",
          "ice-lite",
          "ice-mismatch",
          "ice-pacing",
          "fingerprint",
          "setup",
          "connection",
          "tls-id",
          "identity",
          "crypto",
          "key-mgmt",
          "zrtp-hash",
          "mid",
          "group",
          "bundle-only",
          "source-filter",
          "direction",
          "alt",
          "path",
          // RFC 5939: what could be agreed on instead, with keys and transports.
          "tcap",
          "acap",
          "pcfg",
          "acfg",
          "csup",
          "creq");

  /** Of browsers among themselves, or of phones among themselves. */
  private static final Set<String> OF_A_KIND =
      Set.of(
          "extmap",
          "extmap-allow-mixed",
          "msid",
          "msid-semantic",
          "rid",
          "simulcast",
          "rtcp-rsize");

  /** What a browser numbers all its packets for, and expects to be told of their arrival. */
  private static final String TRANSPORT_NUMBERS = "transport-wide-cc-extensions";

  /**
   * Of a media section.
   *
   * @param mid its name on the other side
   */
  List<Line> of(MediaDescription section, @Nullable String mid) {
    List<Line> passed = of(section.own());
    if (section.type().equals("audio")) {
      // Each side of a sound has streams and reports of its own: feedback of one side would speak
      // of packets that the other never sent, so it ends here, and nobody is to wait for it.
      // Streams of pictures pass as they are, and so do their names (RFC 5576).
      passed.removeIf(PassedLines::isOfAStream);
    }
    // Packets carry the section's name, which must be the same on both sides.
    if (!Objects.equals(section.mid(), mid)) {
      passed.removeIf(line ->
          "extmap".equals(line.attributeName())
              && line.attributeValue().contains(StreamMarks.MID_EXTENSION));
    }
    return passed;
  }

  private static boolean isOfAStream(Line line) {
    return switch (line.attributeName()) {
      case "rtcp-fb", "ssrc", "ssrc-group" -> true;
      case "extmap" -> line.attributeValue().contains(TRANSPORT_NUMBERS);
      case null, default -> false;
    };
  }

  /** Of the session. */
  List<Line> of(Lines lines) {
    var passed = new ArrayList<Line>();
    for (Line line : lines.all()) {
      Line kept = passes(line) ? renumbered(line) : null;
      if (kept != null) {
        passed.add(kept);
      }
    }
    return passed;
  }

  private boolean passes(Line line) {
    String name = line.attributeName();
    if (name == null) {
      // k= is a key (RFC 8866 §5.12, obsolete); v=, o=, c= and m= are ours to write.
      return "vocmk".indexOf(line.type()) < 0 && !namesHidden(line.value());
    }
    if (OF_THE_HOP.contains(name) || (OF_A_KIND.contains(name) && !sameKind)) {
      return false;
    }
    if (name.equals("rtcp-fb") && !feedback) {
      return false;
    }
    if (numbers != null && (name.equals("rtpmap") || name.equals("fmtp"))) {
      return false;
    }
    return !namesHidden(line.value());
  }

  /** Where formats are given new numbers, what is said of a number follows it. */
  private @Nullable Line renumbered(Line line) {
    String name = line.attributeName();
    if (numbers == null || name == null || !(name.equals("rtcp-fb") || name.equals("imageattr"))) {
      return line;
    }
    String value = line.attributeValue();
    int space = value.indexOf(' ');
    if (space < 0 || value.startsWith("*")) {
      return line;
    }
    for (Map.Entry<Integer, Integer> number : numbers.entrySet()) {
      if (value.substring(0, space).equals(Integer.toString(number.getKey()))) {
        return Line.attribute(name, number.getValue() + value.substring(space));
      }
    }
    return null;
  }

  private boolean namesHidden(String value) {
    for (int at = 0; at < value.length(); at++) {
      // An address begins at a border only: a run of letters is looked at once, however long.
      if (isBorder(value, at - 1) && namesHidden(value, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean namesHidden(String value, int at) {
    for (String address : hidden) {
      if (value.startsWith(address, at) && isBorder(value, at + address.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBorder(String value, int at) {
    return at < 0
        || at >= value.length()
        || !(Character.isLetterOrDigit(value.charAt(at)) || value.charAt(at) == '.');
  }
}
