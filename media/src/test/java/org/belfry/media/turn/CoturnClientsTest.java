package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.belfry.media.ice.stun.IntegrityKey;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's coturn clients against our server on loopback. They come with {@code ./belfry test}. */
@Tag("adapter")
@Timeout(120)
class CoturnClientsTest {
  private static final byte[] SECRET = "a secret that both know".getBytes(StandardCharsets.UTF_8);
  private static final Pattern COUNTS =
      Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)\\s*$", Pattern.MULTILINE);

  @TempDir Path scratch;

  /** Answers what it gets, as a media peer does, on a port for RTP and the next for RTCP. */
  private static final class Echo implements AutoCloseable {
    final List<DatagramSocket> sockets = new ArrayList<>();

    Echo(String address) throws IOException {
      InetAddress local = InetAddress.ofLiteral(address);
      while (sockets.size() < 2) {
        close();
        sockets.clear();
        sockets.add(new DatagramSocket(new InetSocketAddress(local, 0)));
        int next = sockets.getFirst().getLocalPort() + 1;
        try {
          sockets.add(new DatagramSocket(new InetSocketAddress(local, next)));
        } catch (IOException taken) {
          continue; // with another pair
        }
      }
      sockets.forEach(socket -> Thread.ofPlatform().daemon(true).start(() -> echo(socket)));
    }

    private static void echo(DatagramSocket socket) {
      DatagramPacket packet = new DatagramPacket(new byte[3000], 3000);
      while (!socket.isClosed()) {
        try {
          packet.setLength(3000);
          socket.receive(packet);
          socket.send(packet);
        } catch (IOException closed) {
          return;
        }
      }
    }

    String port() {
      return String.valueOf(sockets.getFirst().getLocalPort());
    }

    @Override
    public void close() {
      sockets.forEach(DatagramSocket::close);
    }
  }

  private TurnSockets serve(SSLContext tls) throws IOException {
    InetAddress v4 = InetAddress.ofLiteral("127.0.0.1");
    InetAddress v6 = InetAddress.ofLiteral("::1");
    List<InetSocketAddress> any = List.of(new InetSocketAddress(v4, 0));
    var listening =
        new TurnSockets.Listening(
            any,
            any,
            tls == null ? List.of() : any,
            tls == null ? null : () -> tls,
            List.of(new TurnSockets.RelayAddress(v4, v4), new TurnSockets.RelayAddress(v6, v6)),
            49152,
            51151,
            100,
            100,
            Duration.ofSeconds(10));
    TimeLimitedCredentials limited = new TimeLimitedCredentials(SECRET, user -> true);
    IntegrityKey key = IntegrityKey.longTerm("alice", "belfry.test", "secret");
    return TurnSockets.start(
        listening,
        TurnSettings.of("belfry.test").withLimits(1000, 1000, 0),
        PeerPolicy.NONE,
        (user, realm, now) ->
            user.equals("alice")
                ? new CredentialSource.Credential("alice", key)
                : limited.find(user, realm, now),
        InstantSource.system(),
        new SecureRandom());
  }

  /** All at once, as each of them takes seconds of waiting. */
  @TestFactory
  Stream<DynamicTest> turnutilsUclientLosesNothing() throws Exception {
    needs("turnutils_uclient");
    try (TurnSockets turn = serve(certificate());
        Echo echo = new Echo("127.0.0.1");
        Echo echo6 = new Echo("::1")) {
      String udp = port(turn.udpAddresses());
      String tcp = port(turn.tcpAddresses());
      String tls = port(turn.tlsAddresses());
      Map<String, List<String>> runs = new LinkedHashMap<>();
      String peer = "-e 127.0.0.1 -r " + echo.port();
      String password = "-u alice -w secret ";
      runs.put("UDP, channels", run(password + peer, udp));
      runs.put("UDP, indications", run(password + "-s " + peer, udp));
      runs.put("UDP, without RTCP", run(password + "-c " + peer, udp));
      runs.put("UDP, client to client, channels", run(password + "-y", udp));
      runs.put("UDP, client to client, indications", run(password + "-y -s", udp));
      runs.put("UDP to IPv6 peers", run(password + "-x -e ::1 -r " + echo6.port(), udp));
      runs.put("UDP, time-limited password", run("-u bob -W " + secret() + " " + peer, udp));
      runs.put("TCP, channels", run(password + "-t " + peer, tcp));
      runs.put("TCP, indications", run(password + "-t -s " + peer, tcp));
      runs.put("TCP, client to client", run(password + "-t -y", tcp));
      runs.put("TLS, channels", run(password + "-t -S " + peer, tls));
      runs.put("TLS, indications", run(password + "-t -S -s " + peer, tls));
      Map<String, Process> clients = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> entry : runs.entrySet()) {
        clients.put(entry.getKey(), start(entry.getValue(), entry.getKey()));
      }
      List<DynamicTest> results = new ArrayList<>();
      for (Map.Entry<String, Process> entry : clients.entrySet()) {
        String output = finish(entry.getValue(), entry.getKey());
        results.add(DynamicTest.dynamicTest(entry.getKey(), () -> assertNothingWasLost(output)));
      }
      String counters = turn.counters().all().toString();
      results.add(
          DynamicTest.dynamicTest(
              "nothing was malformed, slow or refused",
              () ->
                  assertThat(counters)
                      .contains("MALFORMED=0", "FLOOD=0", "NOT_SENT=0", "CONNECTIONS_SLOW=0")
                      // (The client tries TLS 1.0 and 1.1 too, which are refused.)
                      .contains("WRONG_PASSWORD=0")));
      return results.stream();
    }
  }

  private static void assertNothingWasLost(String output) {
    Matcher counts = COUNTS.matcher(output);
    assertThat(counts.find()).as(output).isTrue();
    assertThat(Integer.parseInt(counts.group(1))).as(output).isGreaterThanOrEqualTo(20);
    assertThat(counts.group(2)).as(output).isEqualTo(counts.group(1));
    assertThat(output).contains("Total lost packets 0 ");
  }

  @Test
  void aWrongPasswordGetsNowhere() throws Exception {
    needs("turnutils_uclient");
    try (TurnSockets turn = serve(null)) {
      List<String> command = run("-u alice -w wrong -e 127.0.0.1 -r 9", port(turn.udpAddresses()));
      String output = finish(start(command, "wrong"), "wrong");
      assertThat(output).doesNotContain("Total lost packets");
      assertThat(turn.counters().of(TurnCounter.ALLOCATED)).isZero();
      assertThat(turn.counters().of(TurnCounter.WRONG_PASSWORD)).isPositive();
    }
  }

  @Test
  void turnutilsStunclientLearnsItsAddress() throws Exception {
    needs("turnutils_stunclient");
    try (TurnSockets turn = serve(null)) {
      List<String> command =
          List.of("turnutils_stunclient", "-p", port(turn.udpAddresses()), "127.0.0.1");
      String output = finish(start(command, "stun"), "stun");
      assertThat(output).containsPattern("UDP reflexive addr: 127\\.0\\.0\\.1:\\d+");
    }
  }

  private static List<String> run(String options, String port) {
    List<String> command =
        new ArrayList<>(List.of("turnutils_uclient", "-n", "10", "-m", "2", "-l", "172"));
    command.addAll(List.of("-z", "20", "-p", port));
    for (String option : options.split(" ")) {
      command.add(option.equals("SECRET") ? new String(SECRET, StandardCharsets.UTF_8) : option);
    }
    command.add("127.0.0.1");
    return command;
  }

  private static String secret() {
    return "SECRET"; // stands for the words, which have spaces in between
  }

  private Process start(List<String> command, String name) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(scratch.resolve(name + ".log").toFile())
        .directory(scratch.toFile())
        .start();
  }

  private String finish(Process process, String name) throws Exception {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(name).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(scratch.resolve(name + ".log"));
  }

  private static String port(List<InetSocketAddress> addresses) {
    return String.valueOf(addresses.getFirst().getPort());
  }

  private static void needs(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    assumeTrue(there, program + " is not installed; ./belfry test installs it");
  }

  /** A certificate for a moment, made by the JDK's own tool. */
  private SSLContext certificate() throws Exception {
    Path store = scratch.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=turn.test",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
