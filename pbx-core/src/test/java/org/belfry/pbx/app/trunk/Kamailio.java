package org.belfry.pbx.app.trunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's Kamailio as the registrar of a provider on loopback: digest, registrations of half a
 * minute at most, a Service-Route, and a line in its log for each REGISTER that it takes.
 */
final class Kamailio implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      #!KAMAILIO
      debug=1
      log_stderror=yes
      children=1
      disable_tcp=yes
      auto_aliases=no
      listen=udp:127.0.0.1:%d
      loadmodule "sl.so"
      loadmodule "pv.so"
      loadmodule "xlog.so"
      loadmodule "textops.so"
      loadmodule "siputils.so"
      loadmodule "auth.so"
      loadmodule "usrloc.so"
      loadmodule "registrar.so"
      modparam("usrloc", "db_mode", 0)
      modparam("registrar", "max_expires", 30)
      modparam("auth", "nonce_expire", 10)
      modparam("auth", "qop", "auth")
      request_route {
        if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
        if (!is_method("REGISTER")) { sl_send_reply("405", "Method Not Allowed"); exit; }
        if ($aU == "blocked") { sl_send_reply("403", "Forbidden"); exit; }
        if (!pv_www_authenticate("itsp", "secret", "0")) { www_challenge("itsp", "1"); exit; }
        append_to_reply("Service-Route: <sip:127.0.0.1:%d;lr>\\r\\n");
        xlog("L_ERR", "TAKEN $ct\\n");
        save("location");
      }
      """;

  private final Path home;
  private final int port;
  private final Process process;

  Kamailio(Path home) {
    this.home = home;
    try (DatagramSocket free =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Path run = Files.createDirectories(home.resolve("run"));
      Path file =
          Files.writeString(home.resolve("kamailio.cfg"), CONFIGURATION.formatted(port, port));
      process =
          new ProcessBuilder(
                  Files.exists(Path.of("/usr/sbin/kamailio")) ? "/usr/sbin/kamailio" : "kamailio",
                  "-f",
                  file.toString(),
                  "-DD",
                  "-E",
                  "-m",
                  "32",
                  "-M",
                  "4",
                  "-P",
                  run.resolve("pid").toString(),
                  "-Y",
                  run.toString())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("Listening on", 1, 10);
  }

  int port() {
    return port;
  }

  String said() {
    try {
      return Files.readString(home.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often it has said this. */
  int times(String what) {
    return said().split(java.util.regex.Pattern.quote(what), -1).length - 1;
  }

  void await(String what, int times, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (times(what) < times) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("Kamailio does not say '" + what + "':\n" + said());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
