package org.belfry.appliance.dialplan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.OutboundRoute;
import org.jspecify.annotations.Nullable;

/** The routes that are tried before another, to see whether they leave anything to it. */
final class EarlierRoutes {
  /** For all numbers of a condition. */
  private static final String ANY = "*";

  private final Map<Condition, Map<String, String>> byCondition = new HashMap<>();

  private record Condition(Set<NumberClass> classes, Set<String> countries) {
    /** True when whatever fits the other fits this too. */
    boolean holds(Condition other) {
      return holds(classes, other.classes) && holds(countries, other.countries);
    }

    private static boolean holds(Set<?> wide, Set<?> narrow) {
      return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }
  }

  void add(OutboundRoute route) {
    Map<String, String> patterns =
        byCondition.computeIfAbsent(condition(route), c -> new HashMap<>());
    if (route.patterns().isEmpty()) {
      patterns.putIfAbsent(ANY, route.name());
    }
    for (NumberPattern pattern : route.patterns()) {
      patterns.putIfAbsent(pattern.text(), route.name());
    }
  }

  /** The name of an earlier route that takes a whole pattern of this one, or null. */
  @Nullable String hides(OutboundRoute route) {
    Condition condition = condition(route);
    for (Map.Entry<Condition, Map<String, String>> each : byCondition.entrySet()) {
      String name = each.getKey().holds(condition) ? hides(route, each.getValue()) : null;
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private static @Nullable String hides(OutboundRoute route, Map<String, String> patterns) {
    String all = patterns.get(ANY);
    if (all != null || route.patterns().isEmpty()) {
      return all;
    }
    for (NumberPattern pattern : route.patterns()) {
      String text = pattern.text();
      String same = patterns.get(text);
      for (int i = text.length() - 1; same == null && i > 0; i--) {
        same = patterns.get(text.substring(0, i) + "*");
      }
      if (same != null) {
        return same;
      }
    }
    return null;
  }

  private static Condition condition(OutboundRoute route) {
    return new Condition(route.classes(), route.countries());
  }
}
