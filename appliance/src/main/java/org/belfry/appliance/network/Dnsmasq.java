package org.belfry.appliance.network;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.network.DnsmasqFiles.Wanted;
import org.belfry.appliance.network.PhoneAddresses.PhoneAddress;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Groundwork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Our own {@code dnsmasq}: Debian's binary, started when there is something for it to do, restarted
 * when it dies, stopped with us. Its files follow the phones.
 */
@Component
class Dnsmasq implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Dnsmasq.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
  private static final Duration STOP_WAIT = Duration.ofSeconds(5);
  private static final long LOG_MAX = 5L * 1024 * 1024;

  /**
   * Set where the supervisor of this machine runs dnsmasq, which needs rights that we have not:
   * then we write its files, and the supervisor follows their changes.
   */
  private static final boolean RUN_BY_UNIT = "unit".equals(System.getenv("BELFRY_DNSMASQ"));

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/dnsmasq"), Path.of("/usr/bin/dnsmasq"));

  private final BelfryProperties.Provisioning settings;
  private final Path directory;
  private final Wanted wanted;
  private final ObjectProvider<PhoneAddresses> phones;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dnsmasq").daemon(true).factory());
  private List<PhoneAddress> written = List.of();
  private @Nullable Process process;
  private Duration pause = INTERVAL;
  private long nextStart;
  private int restarts;
  private volatile boolean running;

  Dnsmasq(
      BelfryProperties properties,
      Groundwork groundwork,
      SiteIdentity site,
      ObjectProvider<PhoneAddresses> phones) {
    this.settings = properties.provisioning();
    this.directory = groundwork.data().path().resolve("dnsmasq");
    this.phones = phones;
    String domain = site.domain();
    // An address is no name that anybody could be asked for.
    boolean named = domain.matches(".*[A-Za-z].*") && domain.indexOf(':') < 0;
    this.wanted =
        new Wanted(
            directory.toString(),
            System.getProperty("user.name"),
            settings.dhcp(),
            settings.dhcpInterface(),
            settings.dhcpRange(),
            address(groundwork),
            Ways.router(settings.dhcpInterface()),
            Ways.resolvers(),
            settings.dns() && named ? domain : null,
            properties.sipPort(),
            groundwork.ports().tls(),
            settings.tftp());
  }

  private static String address(Groundwork groundwork) {
    return groundwork.addresses().all().stream()
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
        .findFirst()
        .map(InetAddress::getHostAddress)
        .orElse("127.0.0.1");
  }

  @Override
  public void start() {
    running = true;
    if (!settings.dnsmasq()) {
      forget();
      return;
    }
    if (PLACES.stream().noneMatch(Files::isExecutable)) {
      throw new CannotStart(
          "dnsmasq is not installed; install Debian's dnsmasq-base, or leave"
              + " belfry.provisioning.dhcp, dns and tftp off.");
    }
    try {
      Files.createDirectories(directory.resolve("tftp"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      write("configuration", DnsmasqFiles.configuration(wanted));
      write("asked.sh", DnsmasqFiles.script(directory.toString()));
      Files.setPosixFilePermissions(
          directory.resolve("asked.sh"), PosixFilePermissions.fromString("rwx------"));
      writePhones();
      readLeases();
      launch();
    } catch (IOException e) {
      throw new CannotStart("dnsmasq cannot be started: " + e.getMessage() + ".", e);
    }
    var _ =
        clock.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Of an earlier start that had something for it to do. */
  private void forget() {
    try {
      Files.deleteIfExists(directory.resolve("configuration"));
    } catch (IOException e) {
      LOG.warn("dnsmasq's configuration cannot be removed: {}", e.getMessage());
    }
  }

  private synchronized void look() {
    try {
      if (RUN_BY_UNIT) {
        writePhones();
        readAsked();
        return;
      }
      Process now = process;
      if (now == null || !now.isAlive()) {
        again(now);
        return;
      }
      pause = INTERVAL;
      if (writePhones()) {
        new ProcessBuilder("kill", "-HUP", Long.toString(now.pid())).start().waitFor();
      }
      readAsked();
    } catch (IOException | RuntimeException e) {
      LOG.warn("dnsmasq could not be looked after: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** It died: what it says last is in its log. */
  private void again(@Nullable Process dead) throws IOException {
    if (!running || System.nanoTime() < nextStart) {
      return;
    }
    LOG.error(
        "dnsmasq ended with code {}; its messages are in {}",
        dead == null ? -1 : dead.exitValue(),
        directory.resolve("log"));
    launch();
    restarts++;
    pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
    nextStart = System.nanoTime() + pause.toNanos();
  }

  private void launch() throws IOException {
    if (RUN_BY_UNIT) {
      return;
    }
    Path log = directory.resolve("log");
    if (Files.exists(log) && Files.size(log) > LOG_MAX) {
      Files.move(log, directory.resolve("log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
    process =
        new ProcessBuilder(program.toString(), "--conf-file=" + directory.resolve("configuration"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** True when they are different now. */
  private boolean writePhones() throws IOException {
    List<PhoneAddress> now = phones.getObject().addresses();
    if (now.equals(written) && Files.exists(directory.resolve("options"))) {
      return false;
    }
    write("phones", DnsmasqFiles.phones(now));
    write("options", DnsmasqFiles.options(now));
    written = List.copyOf(now);
    return true;
  }

  private void write(String name, String text) throws IOException {
    Path fresh = directory.resolve(name + ".new");
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.move(
        fresh,
        directory.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Of before we were started, in the file of leases: a line has when it ends, MAC address, address
   * and name. A dnsmasq that is run by a supervisor has not noticed that we were away.
   */
  private void readLeases() throws IOException {
    Path leases = directory.resolve("leases");
    if (!Files.exists(leases)) {
      return;
    }
    for (String line : Files.readAllLines(leases)) {
      String[] words = line.split(" ", -1);
      if (words.length >= 4) {
        phones.getObject().seen(words[1], words[2], "");
      }
    }
  }

  /** A line a device: MAC address, address, vendor class. */
  private void readAsked() throws IOException {
    Path asked = directory.resolve("asked");
    if (!Files.exists(asked)) {
      return;
    }
    Path taken = directory.resolve("asked.read");
    Files.move(asked, taken, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    // Anybody on that network writes what it says of itself, in whatever bytes.
    for (String line : Files.readString(taken, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] words = line.split("\t", 3);
      if (words.length == 3) {
        phones.getObject().seen(words[0], words[1], words[2]);
      }
    }
  }

  /** Whether anything was asked of it. */
  boolean isWanted() {
    return settings.dnsmasq();
  }

  /** -1 when it does not run. */
  synchronized long pid() {
    Process now = process;
    return now == null || !now.isAlive() ? -1 : now.pid();
  }

  /** How often it has died and was started anew. */
  synchronized int restarts() {
    return restarts;
  }

  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
    Process now;
    synchronized (this) {
      now = process;
    }
    if (now == null) {
      return;
    }
    now.destroy();
    try {
      if (!now.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        now.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
