package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.Fork;

/** What tests in browsers need of npm: fetched once for each state of the lock file. */
final class BrowserPackages {
  static final Path SOURCE = Path.of("src", "test", "browser").toAbsolutePath();

  /** Where they are installed. */
  static final Path HERE = Path.of("target", "browser").toAbsolutePath();

  private static final String LIST = "package-lock.json";

  private BrowserPackages() {}

  static void install() {
    Fork.alone(BrowserPackages::fetch);
  }

  private static Path fetch() throws IOException {
    Files.createDirectories(HERE);
    boolean stale = !Files.exists(HERE.resolve("node_modules"));
    for (String name : List.of("package.json", LIST, ".npmrc")) {
      Path copy = HERE.resolve(name);
      byte[] wanted = Files.readAllBytes(SOURCE.resolve(name));
      if (!Files.exists(copy) || !Arrays.equals(wanted, Files.readAllBytes(copy))) {
        Files.write(copy, wanted);
        stale = true;
      }
    }
    if (stale) {
      run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    }
    return HERE;
  }

  /** The text of a file of a package. */
  static String text(String file) {
    install();
    try {
      return Files.readString(HERE.resolve("node_modules").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(String... command) {
    try (Console console = new Console(HERE, Map.of(), List.of(command))) {
      assertThat(console.awaitEnd(Duration.ofSeconds(120)))
          .as("%s; it said:%n%s", String.join(" ", command), console.said())
          .isZero();
    }
  }
}
