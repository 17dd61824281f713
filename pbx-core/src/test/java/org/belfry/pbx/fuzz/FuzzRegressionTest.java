package org.belfry.pbx.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.pbx.sip.message.GoldenFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What fuzzing once found ({@code src/test/resources/fuzz/<target>/}), and every golden message and
 * script, through every target. {@code ./belfry fuzz} looks for more.
 */
class FuzzRegressionTest {

  @TestFactory
  Stream<DynamicTest> nothingHarmsATarget() {
    SortedMap<String, byte[]> inputs = GoldenFiles.all("torture", ".dat");
    inputs.putAll(GoldenFiles.all("messages", ".sip"));
    inputs.putAll(GoldenFiles.all("cpl", ".cpl"));
    inputs.putAll(GoldenFiles.all("fuzz", ".input"));
    inputs.put("nothing", new byte[0]);
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<Class<?>, Consumer<byte[]>> target : FuzzTargets.all().entrySet()) {
      tests.add(
          DynamicTest.dynamicTest(
              target.getKey().getSimpleName(),
              () -> inputs.forEach((name, bytes) -> survives(target.getValue(), name, bytes))));
    }
    return tests.stream();
  }

  @Test
  void theCommandKnowsTheSameTargets() {
    assertThat(GoldenFiles.lines("fuzz/targets.txt"))
        .containsExactlyElementsOf(
            FuzzTargets.all().keySet().stream().map(Class::getName).toList());
  }

  private static void survives(Consumer<byte[]> target, String name, byte[] bytes) {
    try {
      target.accept(bytes);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("input " + name, e);
    }
  }
}
