package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+\\.[a-z.]+)\"");
  private static final Pattern PART = Pattern.compile("\"([a-z][a-z._]*)\"");

  /** {@code "kind." + …} */
  private static final Pattern BEGINNING = Pattern.compile("\"([a-z]+\\.)\"\\s*\\+");

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

  private final Properties english = texts("en");
  private final Properties german = texts("de");
  private final Set<String> parts = found(PART);

  TextsTest() throws IOException {}

  @Test
  void everyTextExistsInEveryLanguage() {
    assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
  }

  /** Of two texts with one key the later would be shown in both places. */
  @Test
  void noKeyIsThereTwice() throws IOException {
    for (String language : new String[] {"en", "de"}) {
      Path file = Path.of("src/main/resources/org/belfry/webui/texts_" + language + ".properties");
      try (Stream<String> lines = Files.lines(file)) {
        assertThat(
                lines
                    .filter(line -> line.contains("=") && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('='))))
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void translationsFillInTheSameValues() {
    for (String key : english.stringPropertyNames()) {
      assertThat(places(german.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  @Test
  void noTextIsEmptyAndApostrophesSuitTheFormat() {
    for (Properties texts : new Properties[] {english, german}) {
      for (String key : texts.stringPropertyNames()) {
        String text = texts.getProperty(key);
        assertThat(text).as(key).isNotBlank();
        // Only texts with values go through MessageFormat, where an apostrophe is doubled.
        String rest = text.replace("''", "");
        assertThat(text.contains("{") ? rest.contains("'") : !rest.equals(text)).as(key).isFalse();
      }
    }
  }

  @Test
  void everyKeyTheSourcesUseExistsAndEveryKeyIsUsed() throws IOException {
    Set<String> literals = literals();
    Set<String> families =
        english.stringPropertyNames().stream()
            .map(key -> key.substring(0, key.indexOf('.')))
            .collect(Collectors.toSet());
    Set<String> used =
        literals.stream()
            .filter(literal -> families.contains(literal.substring(0, literal.indexOf('.'))))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> beginnings =
        used.stream().filter(key -> key.endsWith(".")).collect(Collectors.toSet());
    used.removeAll(beginnings);
    beginnings.addAll(found(BEGINNING));

    assertThat(english.stringPropertyNames()).containsAll(used);
    assertThat(
            english.stringPropertyNames().stream()
                .filter(key -> !used.contains(key))
                .filter(key -> beginnings.stream().noneMatch(key::startsWith))
                .filter(key -> !usedInItsFamily(key)))
        .as("keys that nobody uses")
        .isEmpty();
  }

  /**
   * Forms and lists look their texts up in a family: {@code strategy.all} in {@code groups.}, so
   * the sources say {@code "groups."} and {@code "strategy"}.
   */
  private boolean usedInItsFamily(String key) {
    int end = key.indexOf('.') + 1;
    String rest = key.substring(end);
    return parts.contains(key.substring(0, end))
        && parts.stream()
            .anyMatch(part ->
                rest.equals(part)
                    || rest.startsWith(part + ".")
                    || (part.endsWith(".") && rest.startsWith(part)));
  }

  private static Set<String> literals() throws IOException {
    return found(LITERAL);
  }

  private static Set<String> found(Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Set<String> found = new TreeSet<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher literal = pattern.matcher(Files.readString(file));
        while (literal.find()) {
          found.add(literal.group(1));
        }
      }
      return found;
    }
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      places.add(place.group(1));
    }
    return places;
  }

  private static Properties texts(String language) throws IOException {
    Properties texts = new Properties();
    try (var in =
        new InputStreamReader(
            Texts.class.getResourceAsStream("/org/belfry/webui/texts_" + language + ".properties"),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }
}
