package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One SIPp phone that plays one scenario once, on loopback, and remembers every message. */
final class Sipp implements AutoCloseable {
  private static final Path SCENARIOS = Path.of("src", "test", "sipp").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Path home;
  private final Process process;

  /**
   * @param scenario below {@code src/test/sipp}, without its ending
   * @param port of its own
   * @param arguments further ones
   */
  Sipp(Path home, String scenario, int port, int serverPort, String... arguments) {
    this(home, scenario, port, "127.0.0.1", serverPort, arguments);
  }

  /** One whose server has another address. */
  Sipp(Path home, String scenario, int port, String server, int serverPort, String... arguments) {
    this.home = home;
    List<String> command = new ArrayList<>(List.of("sipp", server + ":" + serverPort));
    command.addAll(List.of("-sf", SCENARIOS.resolve(scenario + ".xml").toString()));
    command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port), "-m", "1"));
    command.addAll(List.of("-trace_msg", "-message_file", "messages.log"));
    command.addAll(List.of("-trace_err", "-error_file", "errors.log"));
    command.addAll(List.of("-nostdin", "-timeout", PATIENCE.toSeconds() + "s", "-timeout_error"));
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(home);
      process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("screen.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("is sipp installed?", e);
    }
  }

  /** Waits for the end of the scenario and sees that everything in it went as it says. */
  void succeeds() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new AssertionError("sipp is not content:\n" + said());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until so many requests of a method have come in. */
  void received(String method, int count) {
    Instant end = Instant.now().plus(PATIENCE);
    while (messages().stream()
            .filter(m -> !m.sent() && m.isRequest() && m.method().equals(method))
            .count()
        < count) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("fewer than " + count + " " + method + ":\n" + said());
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Everything it said, for failures. */
  String said() {
    return text("errors.log") + "\n" + messagesText();
  }

  /** Every message it has sent or received, in order. */
  List<SippMessage> messages() {
    return SippMessage.ofLog(messagesText());
  }

  @Override
  public void close() {
    process.destroy();
  }

  private String messagesText() {
    return text("messages.log");
  }

  private String text(String file) {
    try {
      Path path = home.resolve(file);
      return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
