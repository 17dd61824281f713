package org.belfry.pbx.app.ivr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.belfry.pbx.directory.Service;
import org.jspecify.annotations.Nullable;

/**
 * A tree of menus that answers calls.
 *
 * @param name unique
 * @param number its own, or null
 * @param language of what it says, as {@code de}; null for the site's
 * @param start the node a call begins at
 * @param nodes by name; at most {@value #NODES_MAX}
 */
public record Attendant(
    String name,
    @Nullable String number,
    @Nullable String language,
    String start,
    SequencedMap<String, Node> nodes)
    implements Service {
  /** The name of the application. */
  public static final String APPLICATION = "attendant";

  /** More nodes are no menu any more. */
  public static final int NODES_MAX = 200;

  public Attendant {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
  }

  @Override
  public String application() {
    return APPLICATION;
  }

  @Override
  public List<Onward> onward() {
    List<Onward> all = new ArrayList<>();
    for (Map.Entry<String, Node> each : nodes.entrySet()) {
      String at = "nodes." + each.getKey() + ".";
      switch (each.getValue()) {
        case Node.Branch b -> all.add(Onward.by(at + "branch.schedule", b.schedule()));
        case Node.GoTo g -> all.add(Onward.to(at + "goTo.to", g.to()));
        case Node.Voicemail v -> all.add(Onward.to(at + "voicemail.extension", v.mailbox()));
        case Node.Recording r -> all.add(Onward.to(at + "record.mailbox", r.mailbox()));
        default -> {} // names nobody
      }
    }
    return all;
  }
}
