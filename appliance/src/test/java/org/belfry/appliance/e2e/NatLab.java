package org.belfry.appliance.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.Fork;

/**
 * A public network with two homes on it, each behind a router with NAT; both homes use the same
 * private addresses. Made of network namespaces, so it needs root; everything is gone after {@link
 * #close}, and after a failure to make it. docs/testing.md has a picture.
 */
final class NatLab implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_PHONES = 8;

  private final String suffix = "%06x".formatted(ThreadLocalRandom.current().nextInt(0x100_0000));
  // RFC 2544: a network that no machine is on; the third number keeps two labs apart.
  private final String network =
      "198.18."
          + (ThreadLocalRandom.current().nextInt(256 / Fork.MOST) * Fork.MOST + (Fork.NUMBER - 1))
          + ".";
  private final String cable = "bf" + suffix;
  private final List<String> namespaces = new ArrayList<>();
  private final Thread lastResort = new Thread(this::remove, "nat-lab-removal");
  private final String street;
  private final Router portPreserving;
  private final Router symmetric;

  /**
   * A home's router.
   *
   * @param address the public one, that all phones of this home share
   */
  record Router(String namespace, String address) {}

  /**
   * @param udpMemory how long a router remembers a phone on UDP that is silent and is not talked to
   */
  NatLab(Duration udpMemory) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError(
          "The NAT lab makes network namespaces and must run as root: sudo ./belfry test");
    }
    Runtime.getRuntime().addShutdownHook(lastResort);
    try {
      street = namespace("street");
      ip("-n", street, "link", "add", "bridge", "type", "bridge");
      ip("-n", street, "link", "set", "bridge", "up");
      ip("link", "add", cable, "type", "veth", "peer", "name", "server", "netns", street);
      ip("-n", street, "link", "set", "server", "master", "bridge", "up");
      ip("addr", "add", address() + "/24", "dev", cable);
      ip("link", "set", cable, "up");
      portPreserving = router("home1", 11, "masquerade", udpMemory);
      symmetric = router("home2", 12, "masquerade random,fully-random", udpMemory);
    } catch (AssertionError e) {
      try {
        close();
      } catch (AssertionError left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** The address of this machine on the public network: where the server listens. */
  String address() {
    return network + "1";
  }

  /** This machine's network interface on the public network. */
  String network() {
    return cable;
  }

  /** Keeps the phone's own port where it can. */
  Router portPreserving() {
    return portPreserving;
  }

  /** Uses another port for each destination, and never the phone's own. */
  Router symmetric() {
    return symmetric;
  }

  /** A new phone's place behind that router: the first is 192.168.1.2 in every home. */
  Seat seat(Router router) {
    long here = namespaces.stream().filter(n -> n.startsWith(router.namespace() + "-")).count();
    if (here == MAX_PHONES) {
      throw new AssertionError("a home has " + MAX_PHONES + " phones at most");
    }
    long number = here + 1;
    String home = "192.168." + number + ".";
    String phone = namespaceNamed(router.namespace() + "-phone" + number);
    String lan = "lan" + number;
    ip(
        "-n",
        router.namespace(),
        "link",
        "add",
        lan,
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        phone);
    ip("-n", router.namespace(), "addr", "add", home + "1/24", "dev", lan);
    ip("-n", router.namespace(), "link", "set", lan, "up");
    ip("-n", phone, "addr", "add", home + "2/24", "dev", "eth0");
    ip("-n", phone, "link", "set", "eth0", "up");
    ip("-n", phone, "route", "add", "default", "via", home + "1");
    return new Seat(home + "2", List.of("ip", "netns", "exec", phone));
  }

  /** The place of somebody on the public network who has no business here; there is one. */
  Seat stranger() {
    String stranger = namespace("stranger");
    join(stranger, "stranger", 66);
    return new Seat(network + 66, List.of("ip", "netns", "exec", stranger));
  }

  /** How many datagrams have come to that place, whether somebody listened for them or not. */
  long datagramsTo(Seat seat) {
    // Two lines: the names, and the figures in the same order (proc(5)).
    List<String[]> udp =
        run(seat.inside(List.of("cat", "/proc/net/snmp")))
            .lines()
            .filter(line -> line.startsWith("Udp:"))
            .map(line -> line.split(" "))
            .toList();
    long all = 0;
    for (int i = 1; i < udp.getFirst().length; i++) {
      if (List.of("InDatagrams", "NoPorts", "InErrors").contains(udp.getFirst()[i])) {
        all += Long.parseLong(udp.getLast()[i]);
      }
    }
    return all;
  }

  /** Somebody stumbles over the cable of the phone there: nothing comes or goes any more. */
  void unplug(Seat seat) {
    run(seat.inside(List.of("ip", "link", "set", "eth0", "down")));
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    if (!namespaces.isEmpty()) {
      throw new AssertionError("these network namespaces could not be removed: " + namespaces);
    }
  }

  private Router router(String name, int host, String masquerade, Duration udpMemory) {
    String router = namespace(name);
    join(router, name, host);
    inside(
        router,
        "nft",
        "add table ip belfry;"
            + "add chain ip belfry out { type nat hook postrouting priority 100; };"
            + "add rule ip belfry out oifname \"wan\" "
            + masquerade);
    write(router, "/proc/sys/net/ipv4/ip_forward", "1");
    // The first for what was never answered, the second for what was.
    String seconds = Long.toString(udpMemory.toSeconds());
    write(router, "/proc/sys/net/netfilter/nf_conntrack_udp_timeout", seconds);
    write(router, "/proc/sys/net/netfilter/nf_conntrack_udp_timeout_stream", seconds);
    return new Router(router, network + host);
  }

  /** Brings a namespace to the public network. */
  private void join(String namespace, String name, int host) {
    ip(
        "-n", namespace, "link", "add", "wan", "type", "veth", "peer", "name", name, "netns",
        street);
    ip("-n", street, "link", "set", name, "master", "bridge", "up");
    ip("-n", namespace, "addr", "add", network + host + "/24", "dev", "wan");
    ip("-n", namespace, "link", "set", "wan", "up");
  }

  private String namespace(String name) {
    return namespaceNamed("belfry-" + suffix + "-" + name);
  }

  private String namespaceNamed(String name) {
    ip("netns", "add", name);
    namespaces.add(name);
    ip("-n", name, "link", "set", "lo", "up");
    return name;
  }

  private void write(String namespace, String file, String value) {
    inside(namespace, "sh", "-c", "echo " + value + " > " + file);
  }

  private void inside(String namespace, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(List.of(command));
    run(all);
  }

  private static String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Ends what still runs in our namespaces, by its process id, and removes them. */
  private void remove() {
    try {
      ip("link", "del", cable);
    } catch (AssertionError e) {
      continueWithout(cable, e);
    }
    for (String namespace : List.copyOf(namespaces)) {
      try {
        for (String pid : ip("netns", "pids", namespace).split("\\s+")) {
          if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
          }
        }
        ip("netns", "del", namespace);
        namespaces.remove(namespace);
      } catch (AssertionError e) {
        continueWithout(namespace, e);
      }
    }
  }

  /** What is left is named by {@link #close}; the rest is removed all the same. */
  private static void continueWithout(String what, AssertionError e) {
    System.err.println("the NAT lab could not remove " + what + ": " + e.getMessage());
  }

  private static String run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // Where nft is; not every root has it in its path.
      builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
      Process process = builder.start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + String.join(" ", command));
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(
            "The NAT lab needs root, iproute2, nftables and a kernel with network namespaces and"
                + " nftables' masquerade. What failed: "
                + String.join(" ", command)
                + "\n"
                + said);
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError("The NAT lab needs iproute2 and nftables: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
