package org.belfry.media.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What fuzzing once found ({@code src/test/resources/fuzz/<target>/}), and every golden file,
 * through every target. {@code ./belfry fuzz} looks for more.
 */
class FuzzRegressionTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  static List<String> targets() throws IOException {
    return Files.readAllLines(RESOURCES.resolve("fuzz/targets.txt")).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingHarmsATarget(String target) throws ReflectiveOperationException {
    Method method = Class.forName(target).getMethod("fuzzerTestOneInput", byte[].class);
    method.invoke(null, (Object) new byte[0]);
    for (Path input : inputs()) {
      try {
        byte[] bytes = Files.readAllBytes(input);
        method.invoke(null, (Object) bytes);
      } catch (InvocationTargetException | IOException e) {
        throw new AssertionError("input " + input, e);
      }
    }
  }

  private static List<Path> inputs() {
    var inputs = new ArrayList<Path>();
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      files
          .filter(file -> file.toString().matches(".*\\.(sdp|input)"))
          .sorted()
          .forEach(inputs::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inputs;
  }
}
