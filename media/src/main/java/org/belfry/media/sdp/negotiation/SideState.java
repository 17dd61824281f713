package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * One side, over all its offers and answers.
 *
 * @param sent our last description to it, also if it was refused: its version counts
 * @param lines by m-line
 */
record SideState(SideProfile profile, @Nullable SessionDescription sent, List<LineState> lines) {
  SideState {
    lines = List.copyOf(lines);
  }

  /** The state of a line that is now of this type. */
  LineState line(int index, String type) {
    if (index < lines.size() && lines.get(index).type().equals(type)) {
      return lines.get(index);
    }
    return LineState.fresh(type, index);
  }

  boolean hasMid(String mid) {
    return lines.stream().anyMatch(line -> mid.equals(line.mid()));
  }

  SideState withLine(int index, LineState state) {
    var changed = new ArrayList<>(lines);
    while (changed.size() <= index) {
      changed.add(LineState.fresh("", changed.size()));
    }
    changed.set(index, state);
    return new SideState(profile, sent, changed);
  }

  SideState withSent(SessionDescription description) {
    return new SideState(profile, description, lines);
  }
}
