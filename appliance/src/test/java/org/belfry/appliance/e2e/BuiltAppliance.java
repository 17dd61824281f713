package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.belfry.appliance.Fork;
import org.belfry.appliance.FreePorts;
import org.springframework.util.FileSystemUtils;

/**
 * The built appliance as it is installed: the boot jar taken apart, with a start-up cache (JEP 514)
 * that one start has written. Both are made once for all tests of a build; every start after that
 * takes a third of the time.
 */
final class BuiltAppliance {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path JAR = TARGET.resolve("appliance-0.1.0-boot.jar");
  private static final Path DIRECTORY = TARGET.resolve("e2e");
  private static final Path CACHE = DIRECTORY.resolve("belfry.aot");
  private static final Path MADE_OF = DIRECTORY.resolve("made-of");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private BuiltAppliance() {}

  /** The command that starts it, without settings. */
  static List<String> command() {
    assertThat(JAR).as("the boot jar; build with ./belfry test or mvn verify").exists();
    Fork.alone(() -> {
      // Not when it was modified: a reproducible build says the same of each of its jars.
      String ingredients = JAR + " of " + Files.getAttribute(JAR, "unix:ctime");
      if (!Files.exists(MADE_OF) || !Files.readString(MADE_OF).equals(ingredients)) {
        FileSystemUtils.deleteRecursively(DIRECTORY);
        takeApart();
        train();
        Files.writeString(MADE_OF, ingredients);
      }
      return DIRECTORY;
    });
    return java("-XX:AOTCache=" + CACHE, "-Xlog:aot=off", "-Xlog:cds=off");
  }

  private static List<String> java(String... flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program(),
                "-XX:+UseSerialGC",
                "-Xmx400m",
                // A test's appliance lives for seconds, in which C2 only takes time from others.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-jar", DIRECTORY.resolve(JAR.getFileName()).toString()));
    return command;
  }

  private static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void takeApart() {
    try (Console tool =
        new Console(
            TARGET,
            Map.of(),
            List.of(
                program(),
                "-Djarmode=tools",
                "-jar",
                JAR.toString(),
                "extract",
                "--destination",
                DIRECTORY.toString()))) {
      assertThat(tool.awaitEnd(PATIENCE)).as(tool.said()).isZero();
    }
  }

  private static void train() throws IOException {
    Path scratch = Files.createTempDirectory("belfry-training");
    List<String> command = java("-XX:AOTCacheOutput=" + CACHE);
    command.addAll(
        List.of(
            "--belfry.data=" + scratch.resolve("data"),
            "--belfry.bind=127.0.0.1",
            "--belfry.turn.port=-1",
            "--belfry.turn.tls-port=-1"));
    List<String> kinds = List.of("sip", "sip-tls", "sip-ws", "sip-wss", "https", "http");
    List<Integer> ports =
        IntStream.range(0, kinds.size()).map(i -> FreePorts.next()).boxed().toList();
    for (int i = 0; i < kinds.size(); i++) {
      command.add("--belfry." + kinds.get(i) + "-port=" + ports.get(i));
    }
    Map<String, String> password = Map.of("BELFRY_ADMIN_PASSWORD", "an-admin-password");
    try (Console appliance = new Console(scratch, password, command)) {
      appliance.await("Belfry is ready", PATIENCE);
      new Api("127.0.0.1", ports.get(kinds.indexOf("https")), "admin", "an-admin-password")
          .get("/actuator/health");
      // It writes the cache when it goes, and says so to whom nobody may have closed the way.
      appliance.process().toHandle().destroy();
      appliance.awaitEnd(PATIENCE);
      assertThat(CACHE).as(appliance.said()).exists();
    } finally {
      FileSystemUtils.deleteRecursively(scratch);
    }
  }
}
