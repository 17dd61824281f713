package org.belfry.appliance.network;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
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
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
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
   * Set where the supervisor of this machine runs dnsmasq, which needs rights that we have not, as
   * another account: the directory that it writes into. Then we write what we want of it, and the
   * supervisor makes its files of that.
   */
  private static final @Nullable String RUN_BY_UNIT = System.getenv("BELFRY_DNSMASQ");

  private static final String UNIT = "belfry-dnsmasq.service";

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/dnsmasq"), Path.of("/usr/bin/dnsmasq"));

  private final BelfryProperties.Provisioning settings;
  private final Path directory;
  private final Wanted wanted;
  private final ObjectProvider<PhoneAddresses> phones;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dnsmasq").daemon(true).factory());
  private @Nullable DnsmasqNotes notes;
  private List<PhoneAddress> written = List.of();
  private @Nullable Process process;
  private Duration pause = INTERVAL;
  private long nextStart;
  private int restarts;
  private volatile boolean running;

  Dnsmasq(
      BelfryProperties properties,
      Bootstrap groundwork,
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

  private static String address(Bootstrap groundwork) {
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
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      writePhones();
      if (RUN_BY_UNIT == null) {
        Files.createDirectories(directory.resolve("tftp"));
        write("asked.sh", DnsmasqFiles.script(directory.toString()));
        Files.setPosixFilePermissions(
            directory.resolve("asked.sh"), PosixFilePermissions.fromString("rwx------"));
        write("configuration", DnsmasqFiles.configuration(wanted));
      } else {
        write("configuration", DnsmasqFiles.wishes(wanted));
      }
      readNotes();
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
      if (RUN_BY_UNIT != null) {
        writePhones();
        readNotes();
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
      readNotes();
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
    if (RUN_BY_UNIT != null) {
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

  /** Leases once: a dnsmasq that is run by a supervisor has not noticed that we were away. */
  private void readNotes() throws IOException {
    DnsmasqNotes from = notes;
    if (from == null) {
      Path its = RUN_BY_UNIT == null ? directory : Path.of(RUN_BY_UNIT);
      from = new DnsmasqNotes(its, directory.resolve("asked.position"));
      notes = from;
      from.leases().forEach(this::seen);
    }
    from.asked().forEach(this::seen);
  }

  private void seen(DnsmasqNotes.Device device) {
    phones.getObject().seen(device.mac(), device.address(), device.vendorClass());
  }

  /** Whether anything was asked of it. */
  boolean isWanted() {
    return settings.dnsmasq();
  }

  /** Whether it is there for phones; the supervisor is asked where that runs it. */
  boolean runs() {
    if (RUN_BY_UNIT == null) {
      return pid() >= 0;
    }
    try {
      Process question = new ProcessBuilder("systemctl", "is-active", "--quiet", UNIT).start();
      return question.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS) && question.exitValue() == 0;
    } catch (IOException e) {
      LOG.debug("the supervisor cannot be asked for dnsmasq", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** -1 when it does not run as a process of ours. */
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
