package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.FreePorts;

/**
 * The built appliance, started as people start it: in a process of its own, on loopback where
 * nothing else is said. Everything of it that has a port has one that no other appliance has.
 */
final class RunningAppliance implements AutoCloseable {
  /** Of the account {@code admin}. */
  static final String PASSWORD = "an-admin-password";

  private static final Pattern SETUP_LINK = Pattern.compile("Set Belfry up at (\\S+)");

  private final Path data;
  private final int sipPort;
  private final int sipTlsPort = FreePorts.next();
  private final int httpsPort = FreePorts.next();
  private final Console console;
  private final Api api;

  RunningAppliance(Path data) {
    this(data, FreePorts.next());
  }

  /**
   * @param settings further options of its command line
   */
  RunningAppliance(Path data, int sipPort, String... settings) {
    this(data, "127.0.0.1", sipPort, settings);
  }

  /**
   * @param address of this machine, to listen on for everything; or several with commas
   */
  RunningAppliance(Path data, String address, int sipPort, String... settings) {
    this(data, address, sipPort, PASSWORD, settings);
    assertThat(api.get("/actuator/health").path("status").asString()).isEqualTo("UP");
  }

  /** One that belongs to nobody yet, and waits for whoever opens its one-time link. */
  static RunningAppliance unclaimed(Path data) {
    return new RunningAppliance(data, "127.0.0.1", FreePorts.next(), "", new String[0]);
  }

  private RunningAppliance(
      Path data, String address, int sipPort, String password, String[] settings) {
    this.data = data;
    this.sipPort = sipPort;
    console =
        new Console(
            data.getParent(),
            Map.of("BELFRY_ADMIN_PASSWORD", password),
            command(
                settings,
                "--belfry.data=" + data,
                "--belfry.bind=" + address,
                "--belfry.sip-port=" + sipPort,
                "--belfry.sip-tls-port=" + sipTlsPort,
                "--belfry.sip-ws-port=" + FreePorts.next(),
                "--belfry.sip-wss-port=" + FreePorts.next(),
                "--belfry.https-port=" + httpsPort,
                "--belfry.http-port=" + FreePorts.next()));
    api = new Api(address.split(",")[0], httpsPort, "admin", PASSWORD);
    console.await("Belfry is ready", Duration.ofSeconds(180));
  }

  private static List<String> command(String[] settings, String... ours) {
    List<String> command = new ArrayList<>(BuiltAppliance.command());
    command.addAll(List.of(ours));
    command.addAll(List.of(settings));
    // Those that are taken when they are free, which is when no other test runs.
    for (String port : List.of("turn.port", "turn.tls-port", "provisioning.ldaps-port")) {
      String setting = "--belfry." + port + "=";
      if (command.stream().noneMatch(word -> word.startsWith(setting))) {
        command.add(setting + FreePorts.next());
      }
    }
    return command;
  }

  /** Where the first administrator is made. */
  String setupLink() {
    Matcher link = SETUP_LINK.matcher(console.said());
    assertThat(link.find()).as("a link in: %s", console.said()).isTrue();
    return link.group(1);
  }

  Api api() {
    return api;
  }

  int sipPort() {
    return sipPort;
  }

  int sipTlsPort() {
    return sipTlsPort;
  }

  int httpsPort() {
    return httpsPort;
  }

  /** The directory of its certificates. */
  Path tls() {
    return data.resolve("tls");
  }

  Console console() {
    return console;
  }

  String log() {
    try {
      return Files.readString(data.resolve("log").resolve("belfry.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it, and its database with it, as a power cut does. */
  void dies() {
    List<ProcessHandle> all = new ArrayList<>(console.process().descendants().toList());
    all.addFirst(console.process().toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  /** Stops it as systemd would and sees that nothing of it is left. */
  @Override
  public void close() {
    List<ProcessHandle> children = console.process().descendants().toList();
    int code = console.end(Duration.ofSeconds(20));
    assertThat(code).as("exit code after SIGTERM").isIn(0, 143);
    assertThat(children).as("the database is the appliance's child").isNotEmpty();
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() ->
            assertThat(children).as("processes left behind").noneMatch(RunningAppliance::runs));
  }

  /** Not what has ended and waits for init to notice, as the helper of a dnsmasq may. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false; // it is gone
    }
  }
}
