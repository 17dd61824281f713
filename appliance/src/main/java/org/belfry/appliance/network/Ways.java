package org.belfry.appliance.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this machine gets to other networks, which holds for phones beside it too. IPv4. */
final class Ways {
  private static final Logger LOG = LoggerFactory.getLogger(Ways.class);
  private static final int RESOLVERS_MAX = 3;

  private Ways() {}

  /** The router behind this network interface; null when the way out is another one, or none. */
  static @Nullable String router(@Nullable String network) {
    return router(lines(Path.of("/proc/net/route")), network);
  }

  /**
   * @param routes as the kernel has them (proc(5)): interface, destination, gateway …; addresses in
   *     hex, the last octet first
   */
  static @Nullable String router(List<String> routes, @Nullable String network) {
    return routes.stream()
        .map(line -> line.split("\\s+"))
        .filter(words -> words.length > 2 && words[0].equals(network))
        .filter(words -> words[1].equals("00000000") && words[2].matches("[0-9A-F]{8}"))
        .filter(words -> !words[2].equals("00000000"))
        .map(words -> address(words[2]))
        .findFirst()
        .orElse(null);
  }

  private static String address(String hex) {
    byte[] b = HexFormat.of().parseHex(hex);
    return (b[3] & 0xff) + "." + (b[2] & 0xff) + "." + (b[1] & 0xff) + "." + (b[0] & 0xff);
  }

  /** The name servers that this machine asks, but for those that only it can ask. */
  static List<String> resolvers() {
    return resolvers(lines(Path.of("/etc/resolv.conf")));
  }

  static List<String> resolvers(List<String> configuration) {
    return configuration.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 2 && words[0].equals("nameserver"))
        .map(words -> words[1])
        .filter(address -> address.matches("[0-9.]{7,15}") && !address.startsWith("127."))
        .limit(RESOLVERS_MAX)
        .toList();
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException e) {
      LOG.warn("{} cannot be read, phones are not told of it: {}", file, e.getMessage());
      return List.of();
    }
  }
}
