package org.belfry.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the boot jar is made of: the SBOM names each library that is in it, byte for byte, each has
 * a licence that is on our list, and none a hole that is on another. Needs no network.
 */
class SupplyChainIT {
  private static final Path JAR = Path.of("target/appliance-0.1.0-boot.jar");
  private static final String SBOM = "META-INF/sbom/application.cdx.json";
  private static final Path LISTS = Path.of("src/test/resources/supply-chain");
  private static final Path PHONE = Path.of("../webui/src/libraries/package-lock.json");
  private static final String LIBRARIES = "BOOT-INF/lib/";

  /** Spring Boot's own, put into the jar when that is packed: it is no dependency. */
  private static final String PACKED_IN = "spring-boot-jarmode-tools-";

  /** Spring Boot packs no jars that only stand for others or are for the compiler. */
  private static final String LEFT_OUT =
      "org\\.springframework\\..+:(spring-boot-starter.*|spring-modulith-(starter-core|apt))";

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void theSbomNamesEachLibraryOfTheBootJarByteForByteAndNoOther()
      throws IOException, NoSuchAlgorithmException {
    Map<String, String> inTheJar = new TreeMap<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (var entry : jar.stream().filter(e -> e.getName().startsWith(LIBRARIES)).toList()) {
        String name = entry.getName().substring(LIBRARIES.length());
        if (!name.isEmpty() && !name.startsWith(PACKED_IN)) {
          try (InputStream in = jar.getInputStream(entry)) {
            inTheJar.put(sha256(in.readAllBytes()), name);
          }
        }
      }
    }
    Map<String, String> inTheSbom = new TreeMap<>();
    components().stream()
        .filter(component -> !name(component).matches(LEFT_OUT))
        .forEach(component -> inTheSbom.put(hash(component), name(component)));

    assertThat(inTheJar).hasSizeGreaterThan(150);
    assertThat(missing(inTheJar, inTheSbom)).as("in the jar and not in the SBOM").isEmpty();
    assertThat(missing(inTheSbom, inTheJar)).as("in the SBOM and not in the jar").isEmpty();
  }

  @Test
  void eachLibraryHasALicenceThatIsOnTheListAndTheListHasNoOther() throws IOException {
    Set<String> allowed = new TreeSet<>(lines("licences.txt"));
    Set<String> unused = new TreeSet<>(allowed);
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, List<String>> library : licences().entrySet()) {
      if (library.getValue().stream().noneMatch(allowed::contains)) {
        refused.add(library.getKey() + " " + library.getValue());
      }
      library.getValue().forEach(unused::remove);
    }

    assertThat(refused).as("libraries with none of the licences of licences.txt").isEmpty();
    assertThat(unused).as("lines of licences.txt that no library needs").isEmpty();
  }

  @Test
  void noLibraryHasAHoleThatIsOnTheList() throws IOException {
    Map<String, String> versions = new TreeMap<>();
    components().forEach(c -> versions.put(name(c), c.path("version").asString()));
    List<String> holes = new ArrayList<>();
    for (String line : lines("advisories.txt")) {
      String[] words = line.split("\\s+", 3);
      assertThat(words).as(line).hasSize(3);
      assertThat(words[2]).as(line).startsWith("CVE-");
      assertThat(versions).as("advisories.txt: a library we do not have").containsKey(words[0]);
      String version = versions.get(words[0]);
      if (isBefore(version, words[1])) {
        holes.add(words[0] + " " + version + ": " + words[2]);
      }
    }

    assertThat(holes).as("libraries of a version with a known hole").isEmpty();
  }

  @Test
  void versionsAreComparedNumberByNumber() {
    assertThat(isBefore("1.9", "1.10")).isTrue();
    assertThat(isBefore("4.2.4.Final", "4.2.5")).isTrue();
    assertThat(isBefore("4.2.5.Final", "4.2.5")).isFalse();
    assertThat(isBefore("4.2", "4.2.1")).isTrue();
    assertThat(isBefore("5", "4.9.9")).isFalse();
    assertThat(isBefore("1.3.0-91", "1.3.0")).isFalse();
  }

  /**
   * Each library, of Maven and of the phone in the browser, with the licences it may be had under.
   */
  private static Map<String, List<String>> licences() throws IOException {
    Map<String, List<String>> licences = new TreeMap<>();
    for (JsonNode component : components()) {
      if (!component.path("group").asString().equals("org.belfry")) {
        List<String> its = new ArrayList<>();
        for (JsonNode each : component.path("licenses")) {
          JsonNode licence = each.path("license");
          its.add(
              Stream.of(licence.path("id"), licence.path("name"), each.path("expression"))
                  .filter(JsonNode::isString)
                  .map(JsonNode::asString)
                  .findFirst()
                  .orElse("?"));
        }
        licences.put(name(component), its);
      }
    }
    // What only builds the phone's module is optional there, but for esbuild itself.
    for (var each : JSON.readTree(Files.readString(PHONE)).path("packages").properties()) {
      String name = each.getKey().replaceFirst("^node_modules/", "");
      JsonNode its = each.getValue();
      if (!name.isEmpty() && !name.equals("esbuild") && !its.path("optional").asBoolean(false)) {
        licences.put("npm:" + name, List.of(its.path("license").asString("?")));
      }
    }
    return licences;
  }

  private static List<JsonNode> components() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Sbom-Location"))
          .as("the SBOM; Maven makes none when it is offline")
          .isEqualTo(SBOM);
      try (InputStream in = jar.getInputStream(jar.getEntry(SBOM))) {
        List<JsonNode> components = new ArrayList<>();
        JSON.readTree(in.readAllBytes()).path("components").forEach(components::add);
        return components;
      }
    }
  }

  private static String name(JsonNode component) {
    return component.path("group").asString() + ":" + component.path("name").asString();
  }

  private static String hash(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asString().equals("SHA-256")) {
        return hash.path("content").asString();
      }
    }
    return "no hash of " + name(component);
  }

  private static List<String> missing(Map<String, String> of, Map<String, String> in) {
    return of.entrySet().stream()
        .filter(e -> !in.containsKey(e.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<String> lines(String list) throws IOException {
    return Files.readAllLines(LISTS.resolve(list)).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static boolean isBefore(String version, String other) {
    return Arrays.compare(numbers(version), numbers(other)) < 0;
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("[.-]", -1))
        .takeWhile(part -> part.matches("[0-9]{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
