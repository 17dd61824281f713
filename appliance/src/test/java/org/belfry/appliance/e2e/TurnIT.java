package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Debian's coturn clients on a public network use the TURN server of the built appliance, as
 * Belfry's users. Their peers are there too: nobody is relayed to this machine's own addresses.
 */
@Tag("realclients")
@Timeout(120)
class TurnIT {
  private static final String EXTENSION = "6100";
  private static final String PASSWORD = "relay-password";
  private static final Pattern COUNTS =
      Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)\\s*$", Pattern.MULTILINE);

  @TempDir static Path temp;
  private static NatLab lab;
  private static RunningAppliance appliance;
  private static Seat stranger;
  private static Process peer;
  private static int port;
  private static int tlsPort;
  private static long user;
  private int runs;

  @BeforeAll
  static void start() throws Exception {
    lab = new NatLab(Duration.ofSeconds(30));
    stranger = lab.stranger();
    port = FreePorts.next();
    tlsPort = FreePorts.next();
    appliance =
        new RunningAppliance(
            temp.resolve("data"),
            lab.address(),
            FreePorts.next(),
            "--belfry.turn.port=" + port,
            "--belfry.turn.tls-port=" + tlsPort,
            // Clients of one user, one after the other: each leaves ports reserved for 30 s.
            "--belfry.turn.allocations-per-user=64");
    String body =
        "{\"extension\":\"%s\",\"name\":\"R\",\"sipPassword\":\"%s\"}"
            .formatted(EXTENSION, PASSWORD);
    assertThat(appliance.api().post("/api/v1/users", body).statusCode()).isEqualTo(201);
    user = appliance.api().get("/api/v1/users?extension=" + EXTENSION).get(0).path("id").asLong();
    peer = run("peer", List.of("turnutils_peer", "-L", stranger.host(), "-p", "3480"));
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.destroyForcibly();
    }
    if (appliance != null) {
      appliance.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-s", "-t", "-t -s", "-t -S", "-y", "-t -y"})
  void extensionAndSipPasswordOpenTheRelay(String way) throws Exception {
    assertNothingIsLost(way, EXTENSION, PASSWORD);
  }

  @Test
  void credentialsOfASittingOpenTheRelay() throws Exception {
    JsonNode given = appliance.api().get("/api/v1/users/" + user + "/turn");
    assertThat(given.path("urls").toString())
        .contains("stun:" + lab.address() + ":" + port)
        .contains("turn:" + lab.address() + ":" + port + "?transport=udp")
        .contains("turns:" + lab.address() + ":" + tlsPort + "?transport=tcp");
    assertNothingIsLost("", given.path("username").asString(), given.path("credential").asString());
  }

  @Test
  void aPhoneAsksForItsOwn() throws Exception {
    Api phone = new Api(lab.address(), appliance.httpsPort(), EXTENSION, PASSWORD);
    JsonNode given = phone.get("/api/v1/turn");
    assertThat(given.path("ttlSeconds").asLong()).isEqualTo(43_200);
    assertNothingIsLost(
        "-t", given.path("username").asString(), given.path("credential").asString());
    assertThat(phone.get("/api/v1/users").path("status").asInt()).isEqualTo(401);
    Api guesser = new Api(lab.address(), appliance.httpsPort(), EXTENSION, "a-guess");
    assertThat(guesser.get("/api/v1/turn").path("status").asInt()).isEqualTo(401);
  }

  @Test
  void aWrongPasswordOpensNothing() throws Exception {
    String said = uclient("", EXTENSION + "0", "wrong", stranger.host());
    assertThat(said).doesNotContain("Total lost packets");
  }

  @Test
  void nobodyIsRelayedToLoopbackOrToTheMachinesOwnPorts() throws Exception {
    assertThat(uclient("", EXTENSION, PASSWORD, "127.0.0.1")).contains("403");
    try (DatagramSocket own =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(lab.address()), 0))) {
      own.setSoTimeout(500);
      Process client =
          client("", EXTENSION, PASSWORD, lab.address(), String.valueOf(own.getLocalPort()));
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> own.receive(new DatagramPacket(new byte[2000], 2000)))
          .isInstanceOf(java.net.SocketTimeoutException.class);
      client.destroyForcibly();
    }
  }

  @Test
  void aStunClientLearnsItsAddress() throws Exception {
    Process client = run("stun", List.of("turnutils_stunclient", "-p", "" + port, lab.address()));
    assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(temp.resolve("stun.log")))
        .containsPattern("UDP reflexive addr: " + Pattern.quote(stranger.host()) + ":\\d+");
  }

  private void assertNothingIsLost(String way, String name, String password) throws Exception {
    String said = uclient(way, name, password, stranger.host());
    Matcher counts = COUNTS.matcher(said);
    assertThat(counts.find()).as(said).isTrue();
    assertThat(Integer.parseInt(counts.group(1))).as(said).isGreaterThanOrEqualTo(20);
    assertThat(counts.group(2)).as(said).isEqualTo(counts.group(1));
  }

  private String uclient(String way, String name, String password, String to) throws Exception {
    Process client = client(way, name, password, to, "3480");
    boolean ended = client.waitFor(20, TimeUnit.SECONDS);
    client.destroyForcibly();
    String said = Files.readString(temp.resolve("client" + runs + ".log"));
    assertThat(ended || said.contains("error")).as(said).isTrue();
    return said;
  }

  private Process client(String way, String name, String password, String to, String toPort)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("turnutils_uclient", "-n", "10", "-m", "2", "-l", "172"));
    command.addAll(List.of("-z", "20", "-u", name, "-w", password));
    for (String option : way.split(" ")) {
      if (!option.isEmpty()) {
        command.add(option);
      }
    }
    command.addAll(List.of("-e", to, "-r", toPort));
    command.addAll(List.of("-p", "" + (way.contains("-S") ? tlsPort : port), lab.address()));
    return run("client" + ++runs, command);
  }

  private static Process run(String name, List<String> command) throws IOException {
    return new ProcessBuilder(stranger.inside(command))
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve(name + ".log").toFile())
        .directory(temp.toFile())
        .start();
  }
}
