package org.belfry.pbx.sip.locate.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's dnsmasq with a zone of its own, on loopback, for as long as a test needs it. */
public final class Dnsmasq implements AutoCloseable {
  private final Process process;
  private final InetSocketAddress address;
  private final Path directory;

  private Dnsmasq(Process process, InetSocketAddress address, Path directory) {
    this.process = process;
    this.address = address;
    this.directory = directory;
  }

  /**
   * @param zone lines of its configuration
   */
  public static Dnsmasq serving(Path directory, List<String> zone) throws IOException {
    InetSocketAddress address = free();
    List<String> lines = new ArrayList<>();
    lines.add("port=" + address.getPort());
    lines.add("listen-address=" + address.getAddress().getHostAddress());
    lines.addAll(
        List.of(
            "bind-interfaces",
            "no-resolv",
            "no-hosts",
            "no-poll",
            "keep-in-foreground",
            "log-facility=-",
            "local=/example/",
            "pid-file=" + directory.resolve("dnsmasq.pid")));
    lines.addAll(zone);
    Path configuration = Files.write(directory.resolve("dnsmasq.conf"), lines);
    Process process =
        new ProcessBuilder(program(), "--conf-file=" + configuration, "--user=" + user())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("dnsmasq.log").toFile())
            .start();
    Dnsmasq started = new Dnsmasq(process, address, directory);
    started.awaitReady();
    return started;
  }

  /** Where it answers. */
  public InetSocketAddress address() {
    return address;
  }

  /** It goes on listening but answers nobody. */
  public void stalls() {
    signal("STOP");
  }

  @Override
  public void close() {
    signal("CONT");
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.readString(directory.resolve("dnsmasq.log")).contains("started")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IOException(
            "dnsmasq does not start: " + Files.readString(directory.resolve("dnsmasq.log")));
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static String program() {
    return Files.exists(Path.of("/usr/sbin/dnsmasq")) ? "/usr/sbin/dnsmasq" : "dnsmasq";
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  /** A port that is free for UDP and TCP. */
  private static InetSocketAddress free() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    for (int attempt = 0; attempt < 50; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
          DatagramSocket udp =
              new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
        return new InetSocketAddress(loopback, udp.getLocalPort());
      } catch (IOException e) {
        if (attempt == 49) {
          throw e;
        }
      }
    }
    throw new IOException("no free port");
  }
}
