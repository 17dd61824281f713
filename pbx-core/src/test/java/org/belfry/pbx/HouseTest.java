package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The shape of the call control in figures, which may only get better. A room is a package directly
 * below the root, or a class that lies loose in the root; who needs whom gives the floors. {@code
 * ./belfry house} prints them.
 */
class HouseTest {
  private static final String ROOT = "org.belfry.pbx";
  private static final Path SOURCES = Path.of("src/main/java/org/belfry/pbx");
  private static final Path REPORT = Path.of("target/house.txt");

  private static final Pattern SET_LATER =
      Pattern.compile("void runOn\\(|before (the|its) lane runs");
  private static final Pattern CAST =
      Pattern.compile(
          "\\(\\(?[A-Z][A-Za-z.]*(Effect|Event|Entry|Letter)\\) ?[a-z]\\w*(\\.get\\(|[,;)])");

  /** Each at most; lower one when it has got better. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "files in the root", 3,
          "floors", 10,
          "arrows back up", 0,
          "knots", 0,
          "things set after construction", 1,
          "casts of effects, events and entries", 0);

  @Test
  void theShapeOfTheHouseGetsNoWorse() throws IOException {
    Map<String, Set<String>> arrows = arrows();
    List<String> order = order(arrows);
    List<Set<String>> knots = knots(arrows);
    Map<String, Integer> figures = new TreeMap<>();
    figures.put("files in the root", filesInTheRoot());
    figures.put("floors", floors(arrows, order));
    figures.put("arrows back up", backUp(arrows, order).size());
    figures.put("knots", knots.size());
    figures.put("things set after construction", found(SET_LATER));
    figures.put("casts of effects, events and entries", found(CAST));
    report(figures, knots, backUp(arrows, order));
    assertThat(figures)
        .allSatisfy((name, figure) ->
            assertThat(figure).as(name).isLessThanOrEqualTo(LIMITS.getOrDefault(name, 0)));
  }

  private static void report(
      Map<String, Integer> figures, List<Set<String>> knots, List<String> backUp)
      throws IOException {
    List<String> lines = new ArrayList<>();
    figures.forEach((name, figure) ->
        lines.add("%4d  %s (at most %d)".formatted(figure, name, LIMITS.get(name))));
    knots.forEach(knot -> lines.add("knot: " + String.join(", ", knot)));
    backUp.forEach(arrow -> lines.add("back up: " + arrow));
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
  }

  private static int filesInTheRoot() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return (int) files.filter(Files::isRegularFile).count();
    }
  }

  private static int found(Pattern pattern) throws IOException {
    int count = 0;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        count += (int) pattern.matcher(Files.readString(file)).results().count();
      }
    }
    return count;
  }

  /** Which rooms each room needs. */
  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT)) {
      Set<String> needed = arrows.computeIfAbsent(room(each), room -> new TreeSet<>());
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT) && !room(target).equals(room(each))) {
          needed.add(room(target));
        }
      }
    }
    return arrows;
  }

  private static String room(JavaClass of) {
    String name = of.getName().substring(ROOT.length() + 1);
    int end = name.indexOf('.') < 0 ? name.indexOf('$') : name.indexOf('.');
    return end < 0 ? name : name.substring(0, end);
  }

  /** The rooms from the ground up, so that few arrows lead up: from what needs nothing else. */
  private static List<String> order(Map<String, Set<String>> arrows) {
    Set<String> left = new TreeSet<>(arrows.keySet());
    List<String> below = new ArrayList<>();
    List<String> above = new ArrayList<>();
    while (!left.isEmpty()) {
      String best = "";
      int most = Integer.MIN_VALUE;
      boolean ground = false;
      for (String room : left) {
        int needs = (int) arrows.get(room).stream().filter(left::contains).count();
        int needed = (int) left.stream().filter(r -> arrows.get(r).contains(room)).count();
        if (needs == 0) {
          best = room;
          ground = true;
          break;
        }
        if (needs - needed > most) {
          most = needs - needed;
          best = room;
        }
      }
      (ground ? below : above).add(best);
      left.remove(best);
    }
    below.addAll(above.reversed());
    return below;
  }

  private static List<String> backUp(Map<String, Set<String>> arrows, List<String> order) {
    List<String> back = new ArrayList<>();
    arrows.forEach((from, targets) -> {
      for (String to : targets) {
        if (order.indexOf(to) > order.indexOf(from)) {
          back.add(from + " -> " + to);
        }
      }
    });
    return back;
  }

  private static int floors(Map<String, Set<String>> arrows, List<String> order) {
    Map<String, Integer> floor = new HashMap<>();
    for (String room : order) {
      int highest = 0;
      for (String needed : arrows.get(room)) {
        highest = Math.max(highest, floor.getOrDefault(needed, 0));
      }
      floor.put(room, highest + 1);
    }
    return floor.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Rooms that need each other in a circle. */
  private static List<Set<String>> knots(Map<String, Set<String>> arrows) {
    Map<String, Set<String>> reached = new HashMap<>();
    arrows.keySet().forEach(room -> reached.put(room, reached(arrows, room)));
    List<Set<String>> knots = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (String room : arrows.keySet()) {
      Set<String> knot = new TreeSet<>();
      for (String other : reached.get(room)) {
        if (reached.get(other).contains(room)) {
          knot.add(other);
        }
      }
      if (knot.size() > 1 && seen.addAll(knot)) {
        knots.add(knot);
      }
    }
    return knots;
  }

  private static Set<String> reached(Map<String, Set<String>> arrows, String from) {
    Set<String> reached = new TreeSet<>();
    Deque<String> todo = new ArrayDeque<>(arrows.get(from));
    while (!todo.isEmpty()) {
      String room = todo.pop();
      if (reached.add(room)) {
        todo.addAll(arrows.get(room));
      }
    }
    return reached;
  }
}
