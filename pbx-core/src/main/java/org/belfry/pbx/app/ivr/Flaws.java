package org.belfry.pbx.app.ivr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.belfry.pbx.app.ivr.Node.Exit;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a tree of menus: nodes that are named and do not exist, that nobody gets to,
 * that callers cannot get out of, and circles in which nobody is asked for anything.
 */
public final class Flaws {
  private final Attendant attendant;
  private final List<Flaw> found = new ArrayList<>();
  private final Map<String, List<Exit>> exits = new HashMap<>();

  /**
   * @param field of the attendant's document
   * @param sentence for people
   */
  public record Flaw(String field, String sentence) {}

  private Flaws(Attendant attendant) {
    this.attendant = attendant;
  }

  /** Everything that is wrong with it; empty when it is good. */
  public static List<Flaw> of(Attendant attendant) {
    Flaws flaws = new Flaws(attendant);
    flaws.look();
    return flaws.found;
  }

  private void look() {
    if (!attendant.nodes().containsKey(attendant.start())) {
      add("start", "there is no node " + attendant.start());
    }
    attendant
        .nodes()
        .forEach((name, node) -> {
          List<Exit> good = new ArrayList<>();
          for (Exit exit : node.exits()) {
            if (exit.to() != null && !attendant.nodes().containsKey(exit.to())) {
              add("nodes." + name + "." + exit.field(), "there is no node " + exit.to());
            } else {
              good.add(exit);
            }
          }
          exits.put(name, good);
        });
    if (!found.isEmpty()) {
      return; // what follows would only repeat it
    }
    Set<String> reached = reached();
    for (String name : attendant.nodes().keySet()) {
      if (!reached.contains(name)) {
        add("nodes." + name, "no way leads here");
      }
    }
    Set<String> ending = ending();
    for (String name : reached) {
      if (!ending.contains(name)) {
        add("nodes." + name, "there is no way out: whatever is pressed, the call stays here");
      }
    }
    circles(reached);
  }

  private Set<String> reached() {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(attendant.start()));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (reached.add(name)) {
        for (Exit exit : ways(name)) {
          if (exit.to() != null) {
            open.push(exit.to());
          }
        }
      }
    }
    return reached;
  }

  /** Nodes from which a call can be handed on or ends. */
  private Set<String> ending() {
    Set<String> ending = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<String, Node> each : attendant.nodes().entrySet()) {
        if (!ending.contains(each.getKey()) && ends(each.getKey(), each.getValue(), ending)) {
          more |= ending.add(each.getKey());
        }
      }
    }
    return ending;
  }

  private boolean ends(String name, Node node, Set<String> ending) {
    return node instanceof Node.HangUp
        || node.handsOn()
        || ways(name).stream().anyMatch(e -> e.to() == null || ending.contains(e.to()));
  }

  /** Each circle is told once, at the node of it that is reached first. */
  private void circles(Set<String> reached) {
    Set<String> done = new HashSet<>();
    for (String name : reached) {
      circle(name, new LinkedHashSet<>(), done);
    }
  }

  private void circle(String name, SequencedSet<String> path, Set<String> done) {
    if (done.contains(name)) {
      return;
    }
    path.add(name);
    for (Exit exit : ways(name)) {
      String to = exit.to();
      if (to == null || exit.pressed()) {
        continue;
      }
      if (path.contains(to)) {
        add(
            "nodes." + name + "." + exit.field(),
            "the call would go round without anything being pressed: " + round(path, to));
      } else {
        circle(to, path, done);
      }
    }
    path.remove(name);
    done.add(name);
  }

  private static String round(SequencedSet<String> path, String to) {
    List<String> all = new ArrayList<>(path);
    return String.join(" → ", all.subList(all.indexOf(to), all.size())) + " → " + to;
  }

  private List<Exit> ways(@Nullable String name) {
    return exits.getOrDefault(name, List.of());
  }

  private void add(String field, String sentence) {
    found.add(new Flaw(field, sentence));
  }
}
