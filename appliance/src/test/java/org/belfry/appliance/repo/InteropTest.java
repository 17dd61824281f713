package org.belfry.appliance.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/interop.md names tests that exist, and every class of tests with others' phones. */
class InteropTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+IT)\\.(\\w+)`");
  private static final String PACKAGE = "org.belfry.appliance.e2e.";

  @Test
  void everyClaimHasItsTest() throws Exception {
    var named = NAMED.matcher(Files.readString(root().resolve("docs/interop.md")));
    Set<String> classes = new TreeSet<>();
    while (named.find()) {
      Class<?> tests = Class.forName(PACKAGE + named.group(1));
      assertThat(Arrays.stream(tests.getDeclaredMethods()).map(m -> m.getName()))
          .as("tests of %s", named.group(1))
          .contains(named.group(2));
      classes.add(named.group(1));
    }
    assertThat(classes).isEqualTo(integrationTests());
  }

  private static Set<String> integrationTests() throws IOException {
    Path sources = root().resolve("appliance/src/test/java/org/belfry/appliance/e2e");
    Set<String> all = new TreeSet<>();
    try (Stream<Path> files = Files.list(sources)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("IT.java"))
          .forEach(name -> all.add(name.substring(0, name.length() - ".java".length())));
    }
    return all;
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(".ci/run"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
