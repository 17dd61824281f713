package org.belfry.appliance.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line of the threat model in docs/security.md names a test or an attack that exists. */
class SecurityTest {
  private static final Path ROOT = root();
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*)\\.(\\w+)`");
  private static final Pattern SCRIPT = Pattern.compile("`([\\w./-]+\\.sh)` \"([^\"]+)\"");
  private static final Pattern ATTACK = Pattern.compile("`attack ([\\w-]+)`");
  private static final Pattern PROBE =
      Pattern.compile("^@probe\\(\\s*\"([\\w-]+)\"", Pattern.MULTILINE);

  private static final Pattern ROUTE =
      Pattern.compile("^@Route\\((?:value = )?\"([\\w/-]*)\"", Pattern.MULTILINE);

  @Test
  void everyLineOfTheThreatModelHasATestThatExists() throws IOException {
    Map<String, String> sources = testClasses();
    List<String> rows = threats();
    assertThat(rows).hasSizeGreaterThan(40);
    for (String row : rows) {
      String proof = row.substring(row.lastIndexOf('|', row.length() - 2));
      assertThat(proven(proof, sources)).as("what proves: %s", row).isTrue();
    }
  }

  @Test
  void everyAttackStandsForALineOfTheThreatModel() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String row : threats()) {
      ATTACK.matcher(row).results().forEach(found -> named.add(found.group(1)));
    }
    assertThat(named).isEqualTo(attacks());
  }

  /** A page that nobody attacks may be the one that takes a name for markup. */
  @Test
  void everyPageIsAttackedInABrowser() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("webui/src/main/java"))) {
      for (Path each : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        ROUTE.matcher(Files.readString(each)).results().forEach(m -> pages.add(m.group(1)));
      }
    }
    String attack = Files.readString(ROOT.resolve("tools/attack/probes_pages.py"));
    Set<String> attacked = new TreeSet<>();
    for (String list : List.of("ADMIN", "PORTAL", "FREE")) {
      Matcher names =
          Pattern.compile("^" + list + " = \\(([^)]*)\\)", Pattern.MULTILINE).matcher(attack);
      assertThat(names.find()).as(list).isTrue();
      Pattern.compile("\"([\\w/-]*)\"")
          .matcher(names.group(1))
          .results()
          .forEach(m -> attacked.add(m.group(1)));
    }
    assertThat(pages).hasSizeGreaterThan(40);
    assertThat(attacked).isEqualTo(pages);
  }

  /** Whether a cell names at least one proof, and each of those it names is there. */
  private static boolean proven(String cell, Map<String, String> sources) throws IOException {
    int proofs = 0;
    Matcher test = TEST.matcher(cell);
    while (test.find()) {
      assertThat(sources).as("test classes").containsKey(test.group(1));
      assertThat(sources.get(test.group(1)))
          .as(test.group(1))
          .containsPattern("\\b" + test.group(2) + "\\b\\s*(\\(| =)");
      proofs++;
    }
    Matcher script = SCRIPT.matcher(cell);
    while (script.find()) {
      assertThat(Files.readString(ROOT.resolve(script.group(1))))
          .as(script.group(1))
          .contains(script.group(2));
      proofs++;
    }
    Matcher attack = ATTACK.matcher(cell);
    while (attack.find()) {
      assertThat(attacks()).contains(attack.group(1));
      proofs++;
    }
    return proofs > 0;
  }

  /** The rows of the tables below the heading "What stops whom". */
  private static List<String> threats() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/security.md"));
    int from = text.indexOf("\n## What stops whom");
    int to = text.indexOf("\n## ", from + 1);
    List<String> rows = new ArrayList<>();
    for (String line : text.substring(from, to).split("\n")) {
      if (line.startsWith("| ") && !line.startsWith("| attack |")) {
        rows.add(line.stripTrailing());
      }
    }
    return rows;
  }

  private static Set<String> attacks() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("tools/attack"))) {
      for (Path each : files.filter(f -> f.toString().endsWith(".py")).toList()) {
        PROBE.matcher(Files.readString(each)).results().forEach(m -> names.add(m.group(1)));
      }
    }
    return names;
  }

  /** The sources of all test classes by their simple names. */
  private static Map<String, String> testClasses() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String module : List.of("pbx-core", "media", "provisioning", "webui", "appliance")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path each : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          String name = each.getFileName().toString().replace(".java", "");
          found.merge(name, Files.readString(each), (a, b) -> a + "\n" + b);
        }
      }
    }
    return found;
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(".ci/run"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
