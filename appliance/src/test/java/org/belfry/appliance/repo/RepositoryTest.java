package org.belfry.appliance.repo;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.belfry.appliance.system.BelfryProperties;
import org.junit.jupiter.api.Test;

/** What the documents say about the repository is true. */
class RepositoryTest {
  private static final Path ROOT = root();
  private static final int MODULE_README_LINES = 40;

  @Test
  void decisionsAreNumberedOneAfterTheOther() throws IOException {
    List<String> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
      for (Path file : files.sorted().toList()) {
        String number = file.getFileName().toString().substring(0, 4);
        numbers.add(number);
        assertThat(Files.readAllLines(file).getFirst())
            .as("title of %s", file)
            .startsWith("# " + Integer.parseInt(number) + ". ");
      }
    }
    assertThat(numbers)
        .isEqualTo(
            IntStream.rangeClosed(1, numbers.size()).mapToObj(n -> "%04d".formatted(n)).toList());
  }

  @Test
  void everyPackageHasItsFrontDoor() throws IOException {
    Set<Path> packages = new TreeSet<>();
    for (String module : modules()) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files
              .filter(f -> f.toString().endsWith(".java"))
              .forEach(f -> packages.add(f.getParent()));
        }
      }
    }
    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.resolve("package-info.java")).exists());
  }

  /**
   * What a stranger must not guess comes from SecureRandom; one output of the others gives the rest
   * away. Who uses one all the same says here what for.
   */
  @Test
  void nothingButWhatIsListedUsesARandomSourceThatCanBeForetold() throws IOException {
    Map<String, String> allowed =
        Map.of(
            "pbx-core/src/main/java/org/belfry/pbx/sip/locate/HopFinder.java",
            "weights of SRV records (RFC 2782): all requests of a call draw the same",
            "appliance/src/main/java/org/belfry/appliance/names/ServerAddresses.java",
            "weights of SRV records, shown to people",
            "appliance/src/main/java/org/belfry/appliance/backup/BackupKeeper.java",
            "which files of a backup are read back, from a seed of SecureRandom",
            "appliance/src/main/java/org/belfry/appliance/backup/Unpacking.java",
            "is given that source",
            "media/src/main/java/org/belfry/media/server/PortPool.java",
            "Random.from wraps the SecureRandom that it is given",
            "webui/src/main/java/org/belfry/webui/base/FriendlyErrors.java",
            "a number to find an error in the log by");
    Pattern weak =
        Pattern.compile(
            "java\\.util\\.Random;|SplittableRandom|ThreadLocalRandom|Math\\.random\\(|new Random\\("
                + "|RandomGeneratorFactory|RandomGenerator\\.(?:of|getDefault)|RandomStringUtils");
    Set<String> using = new TreeSet<>();
    for (String module : modules()) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
            if (weak.matcher(Files.readString(file)).find()) {
              using.add(ROOT.relativize(file).toString());
            }
          }
        }
      }
    }
    assertThat(using).containsExactlyInAnyOrderElementsOf(allowed.keySet());
  }

  @Test
  void theMapInTheReadmeShowsTheModules() throws IOException {
    Set<String> shown =
        found("(?m)^\\| \\[`([a-z-]+)`\\]\\(\\1/README.md\\) \\|", ROOT.resolve("README.md"));
    assertThat(shown).containsExactlyInAnyOrderElementsOf(modules());
  }

  @Test
  void theReadmeOfEachModuleFitsAScreen() throws IOException {
    for (String module : modules()) {
      assertThat(Files.readAllLines(ROOT.resolve(module).resolve("README.md")))
          .as("README of %s", module)
          .hasSizeLessThanOrEqualTo(MODULE_README_LINES);
    }
  }

  @Test
  void linksInTheDocumentsLeadSomewhere() throws IOException {
    for (Path document : documents()) {
      for (String link : found("\\]\\(([^)#:]+)(?:#[^)]*)?\\)", document)) {
        assertThat(document.resolveSibling(link))
            .as("link in %s", ROOT.relativize(document))
            .exists();
      }
    }
  }

  @Test
  void everySettingIsDocumentedWithItsDefault() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Map<String, String> variables = new TreeMap<>();
    Pattern row =
        Pattern.compile(
            "(?m)^\\| `(belfry\\.[a-z0-9.-]+)` \\| `([A-Z0-9_]+)` \\|[^|]*\\| (?:`([^`]*)`)?[^|]*\\|");
    row.matcher(Files.readString(ROOT.resolve("docs/configuration.md")))
        .results()
        .forEach(r -> {
          documented.put(r.group(1), r.group(3) == null ? "" : r.group(3));
          variables.put(r.group(1), r.group(2));
        });

    Map<String, String> settings = new TreeMap<>();
    Settings.collect("belfry", BelfryProperties.class, settings);
    // What the site decides for itself when nothing is set stands in the document as the default.
    settings.computeIfPresent("belfry.sip.realm", (name, none) -> "belfry");

    assertThat(documented).isEqualTo(settings);
    assertThat(variables)
        .allSatisfy((property, variable) ->
            assertThat(variable).isEqualTo(Settings.environmentVariable(property)));
  }

  private static Set<String> modules() throws IOException {
    return found("<module>([^<]+)</module>", ROOT.resolve("pom.xml"));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(f -> f.toString().endsWith(".md")).forEach(documents::add);
    }
    documents.addAll(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
    for (String module : modules()) {
      documents.add(ROOT.resolve(module).resolve("README.md"));
    }
    return documents;
  }

  private static Set<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult r) -> r.group(1))
        .collect(toCollection(LinkedHashSet::new));
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(".ci/run"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
