package org.belfry.webui.attendants;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.jspecify.annotations.Nullable;

/** An attendant as it stands on the page: changed, but not necessarily saved. */
final class Draft {
  private final SequencedMap<String, SaveNode> nodes;
  private String start;
  String name;
  @Nullable String number;
  @Nullable String language;

  Draft(AttendantView saved) {
    name = saved.name();
    number = saved.number();
    language = saved.language();
    start = saved.start();
    nodes = new LinkedHashMap<>(saved.nodes());
  }

  String start() {
    return start;
  }

  List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  @Nullable SaveNode node(String node) {
    return nodes.get(node);
  }

  /** Changes a node; nodes that it leads to and that do not exist yet come into being. */
  void put(String node, SaveNode content) {
    nodes.put(node, content);
    for (Exits.Exit exit : Exits.of(content)) {
      nodes.computeIfAbsent(exit.to(), made -> NodeKind.HANG_UP.empty());
    }
  }

  /**
   * Gives a node another name, also wherever it is named.
   *
   * @return false when that name is another's, or empty
   */
  boolean rename(String node, String name) {
    if (name.isBlank() || nodes.containsKey(name)) {
      return false;
    }
    Map<String, SaveNode> before = new LinkedHashMap<>(nodes);
    nodes.clear();
    before.forEach((each, content) ->
        nodes.put(
            each.equals(node) ? name : each,
            Exits.led(content, to -> node.equals(to) ? name : to)));
    if (start.equals(node)) {
      start = name;
    }
    return true;
  }

  /** Takes a node away, and all ways that lead to it. */
  void remove(String node) {
    nodes.remove(node);
    nodes.replaceAll((each, content) -> Exits.led(content, to -> node.equals(to) ? null : to));
  }

  void startAt(String node) {
    start = node;
  }

  SaveAttendant command() {
    return new SaveAttendant(name, number, language, start, new LinkedHashMap<>(nodes));
  }
}
