package org.belfry.appliance.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.jspecify.annotations.Nullable;

/**
 * Whether the clock follows others. Asked of systemd, else of chrony: to ask the kernel itself is
 * forbidden where a service may not touch the clock.
 */
final class ClockCheck {
  private static final int LIMIT_SECONDS = 3;
  private static final Path TIMEDATECTL = Path.of("/usr/bin/timedatectl");
  private static final Path CHRONYC = Path.of("/usr/bin/chronyc");

  private ClockCheck() {}

  static CheckView look() throws InterruptedException {
    String systemd =
        said(List.of(TIMEDATECTL.toString(), "show", "--property=NTPSynchronized", "--value"));
    String chrony = systemd == null ? said(List.of(CHRONYC.toString(), "-n", "tracking")) : null;
    return judge(systemd, chrony);
  }

  /**
   * @param systemd what timedatectl said, or null when it could not
   * @param chrony the same of chronyc
   */
  static CheckView judge(@Nullable String systemd, @Nullable String chrony) {
    if ("yes".equals(systemd)
        || (chrony != null && chrony.matches("(?s).*Leap status *: Normal.*"))) {
      return Finding.ok("clock", "clock_ok", "the clock is synchronised");
    }
    if (systemd == null && chrony == null) {
      return Finding.ok("clock", "clock_unknown", "clock synchronisation could not be checked");
    }
    return Finding.warning(
        "clock",
        "clock_free",
        "the clock is not synchronised",
        "allow UDP port 123 to time servers or configure your own in /etc/chrony: a wrong time"
            + " breaks certificates and one-time codes");
  }

  private static @Nullable String said(List<String> command) throws InterruptedException {
    if (!Files.isExecutable(Path.of(command.getFirst()))) {
      return null;
    }
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return null;
        }
        return new String(process.getInputStream().readNBytes(8192), StandardCharsets.UTF_8)
            .strip();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return null; // it cannot be asked, which is told as that
    }
  }
}
