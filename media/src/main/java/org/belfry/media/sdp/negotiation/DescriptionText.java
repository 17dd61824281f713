package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.belfry.media.sdp.Connection;
import org.belfry.media.sdp.Group;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.Origin;
import org.belfry.media.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * A description of ours, to be written.
 *
 * @param far whose session lines pass
 * @param bundle names of the sections that share a transport; empty: none
 * @param lite whether our ICE agents only answer
 */
record DescriptionText(
    SessionDescription far,
    PassedLines passing,
    LocalSide local,
    List<String> bundle,
    boolean lite,
    List<List<Line>> sections) {
  /** RFC 8866 §5: the order of the session's lines. Repeats belong to the time before them. */
  private static final String ORDER = "siuepbtrz";

  /**
   * The description. Its version is that of the last one sent, if it says the same, or the next
   * (RFC 3264 §8).
   */
  SessionDescription after(@Nullable SessionDescription sent) {
    if (sent == null) {
      return write(1);
    }
    long version = Long.parseLong(sent.origin().version());
    SessionDescription same = write(version);
    return same.equals(sent) ? sent : write(version + 1);
  }

  private SessionDescription write(long version) {
    var lines = new ArrayList<Line>();
    lines.add(new Line('v', "0"));
    lines.add(new Line('o', Origin.ours(local.sessionId(), version, local.address()).text()));
    var passed = new ArrayList<Line>();
    var attributes = new ArrayList<Line>();
    for (Line line : passing.of(far.session())) {
      if (line.type() == 's' && line.value().isBlank()) {
        continue; // RFC 8866 §5.3: never empty
      }
      (line.type() == 'a' ? attributes : passed).add(line);
    }
    if (passed.stream().noneMatch(line -> line.type() == 's')) {
      passed.add(new Line('s', "-"));
    }
    if (passed.stream().noneMatch(line -> line.type() == 't')) {
      passed.add(new Line('t', "0 0"));
    }
    passed.add(new Line('c', Connection.to(local.address()).text()));
    passed.sort(Comparator.comparingInt(line -> rank(line.type())));
    lines.addAll(passed);
    if (lite) {
      lines.add(Line.attribute("ice-lite"));
    }
    if (!bundle.isEmpty()) {
      lines.add(Line.attribute("group", new Group(Group.BUNDLE, bundle).text()));
    }
    lines.addAll(attributes);
    return SessionDescription.of(lines, sections);
  }

  private static int rank(char type) {
    if (type == 'c') {
      return ORDER.indexOf('p') * 2 + 1;
    }
    int at = ORDER.indexOf(type == 'r' ? 't' : type);
    return at < 0 ? ORDER.length() * 2 : at * 2;
  }
}
