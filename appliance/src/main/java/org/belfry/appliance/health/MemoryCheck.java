package org.belfry.appliance.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.belfry.pbx.admin.HealthMonitor.CheckView;

/** Whether the machine has memory left. */
final class MemoryCheck {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final double LOW = 0.05;
  private static final double KIBIBYTES_PER_MEGABYTE = 1e6 / 1024;

  private MemoryCheck() {}

  static CheckView look() {
    try {
      return judge(Files.readString(MEMINFO));
    } catch (IOException e) {
      return Finding.ok("memory", "memory_unknown", "memory usage could not be checked");
    }
  }

  /**
   * @param meminfo as the kernel shows it
   */
  static CheckView judge(String meminfo) {
    long all = kibibytes(meminfo, "MemTotal");
    long free = kibibytes(meminfo, "MemAvailable");
    String megabytes = Long.toString(Math.round(free / KIBIBYTES_PER_MEGABYTE));
    if (all <= 0 || free < 0) {
      return Finding.ok("memory", "memory_unknown", "memory usage could not be checked");
    }
    return free < LOW * all
        ? Finding.warning(
            "memory",
            "memory_low",
            "only " + megabytes + " MB of memory is free",
            "add memory to this machine or stop other programs",
            megabytes)
        : Finding.ok("memory", "memory_ok", megabytes + " MB of memory is free", megabytes);
  }

  private static long kibibytes(String meminfo, String name) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty() && digits.length() < 18)
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(-1);
  }
}
