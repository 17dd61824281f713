package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's Kamailio with a routing script of a test's. It can be stopped and started again. */
final class Kamailio implements AutoCloseable {
  private static final String BEGINNING =
      """
      #!KAMAILIO
      debug=1
      log_stderror=yes
      children=1
      disable_tcp=yes
      auto_aliases=no
      """;

  private final Path home;
  private Console console;

  /**
   * @param script listeners, modules and routes
   */
  Kamailio(Path home, String script) {
    this.home = home;
    try {
      Files.createDirectories(home.resolve("run"));
      Files.writeString(home.resolve("kamailio.cfg"), BEGINNING + script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    starts();
  }

  void starts() {
    Path run = home.resolve("run");
    console =
        new Console(
            home,
            Map.of(),
            List.of(
                Files.exists(Path.of("/usr/sbin/kamailio")) ? "/usr/sbin/kamailio" : "kamailio",
                "-f",
                home.resolve("kamailio.cfg").toString(),
                "-DD",
                "-E",
                "-m",
                "32",
                "-M",
                "4",
                "-P",
                run.resolve("pid").toString(),
                "-Y",
                run.toString()));
    console.await("Listening on", Duration.ofSeconds(10));
  }

  /** Ends, and forgets all that it knew. */
  void stops() {
    console.close();
  }

  /** Waits until it has said this, since it was started last. */
  void says(String what) {
    console.await(what, Duration.ofSeconds(20));
  }

  String said() {
    return console.said();
  }

  @Override
  public void close() {
    console.close();
  }
}
