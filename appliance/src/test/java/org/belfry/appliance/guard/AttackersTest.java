package org.belfry.appliance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attackers on the real ports, and what administrators see of them and can do. */
@Tag("database")
@Timeout(120)
class AttackersTest {
  private static final String ATTACKER = "127.0.0.66";
  private static final int PATIENCE_MS = 1000;

  @Test
  void aScannerIsBannedOverARestartUntilSomebodyLiftsIt(@TempDir Path data) throws IOException {
    // Without the loopback network on the allow-list, which is there by default.
    String strict = "--belfry.guard.allow=192.0.2.0/24";
    try (LocalAppliance appliance = LocalAppliance.on(data, strict);
        Stranger attacker = new Stranger(ATTACKER, appliance.sipPort());
        Stranger phone = new Stranger("127.0.0.1", appliance.sipPort())) {
      assertThat(attacker.asks("Phone/1.0")).startsWith("SIP/2.0 200");
      assertThat(attacker.asks("friendly-scanner")).isNull();
      assertThat(attacker.asks("Phone/1.0")).as("a datagram bans nobody").startsWith("SIP/2.0 200");
      assertThat(attacker.asksByTcp("friendly-scanner")).isNull();
      assertThat(attacker.asks("Phone/1.0")).isNull();
      assertThat(phone.asks("Phone/1.0")).startsWith("SIP/2.0 200");
      Answer bans = appliance.api().get("/api/v1/bans");
      assertThat(bans.body()).hasSize(1);
      assertThat(bans.body().get(0).path("address").asString()).isEqualTo(ATTACKER);
      assertThat(bans.body().get(0).path("reason").asString())
          .isEqualTo("scanner friendly-scanner");
      assertThat(bans.body().get(0).path("count").asInt()).isEqualTo(1);
    }
    try (LocalAppliance appliance = LocalAppliance.on(data, strict);
        Stranger attacker = new Stranger(ATTACKER, appliance.sipPort())) {
      ApiClient api = appliance.api();
      assertThat(attacker.asks("Phone/1.0")).isNull();
      assertThat(api.delete("/api/v1/bans/" + ATTACKER).status()).isEqualTo(204);
      assertThat(attacker.asks("Phone/1.0")).startsWith("SIP/2.0 200");
      assertThat(api.get("/api/v1/bans").body()).isEmpty();
      assertThat(api.delete("/api/v1/bans/" + ATTACKER).status()).isEqualTo(404);

      Answer refused = api.delete("/api/v1/bans/nobody");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.fields()).containsExactly("address");

      assertThat(attacker.asks("sipvicious")).isNull();
      Answer allowed =
          appliance.https().put("/api/v1/allow-list", "{\"networks\":[\"127.0.0.64/28\"]}");
      assertThat(allowed.status()).isEqualTo(200);
      assertThat(attacker.asks("sipvicious")).startsWith("SIP/2.0 200");
      assertThat(allowed.body().path("configured").get(0).asString()).isEqualTo("192.0.2.0/24");
      assertThat(api.get("/api/v1/allow-list").body()).isEqualTo(allowed.body());
      putAndRefused(api, "{\"networks\":[\"10.0.0.0/8\",\"10.0.0.0/33\"]}", "networks[1]");
      putAndRefused(api, "{\"networks\":[\"example.org\"]}", "networks[0]");
      putAndRefused(api, "{}", "networks");
      assertThat(api.get("/api/v1/allow-list").body()).isEqualTo(allowed.body());
    }
  }

  @Test
  void onlyAnOwnerAddsNetworksThatAreNeverBanned(@TempDir Path data) throws IOException {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      ApiClient token = appliance.api();
      Answer refused = token.put("/api/v1/allow-list", "{\"networks\":[\"0.0.0.0/0\"]}");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.fields()).containsExactly("networks");
      String two = "{\"networks\":[\"198.51.100.0/28\",\"203.0.113.0/28\"]}";
      assertThat(appliance.https().put("/api/v1/allow-list", two).status()).isEqualTo(200);
      Answer fewer = token.put("/api/v1/allow-list", "{\"networks\":[\"203.0.113.0/28\"]}");
      assertThat(fewer.body().path("networks")).hasSize(1);
    }
  }

  @Test
  void guessesAtPhonesFilesDoNotSilenceTheSipOfThatAddress(@TempDir Path data) throws IOException {
    try (LocalAppliance appliance = LocalAppliance.on(data, "--belfry.guard.allow=192.0.2.0/24");
        Stranger phone = new Stranger("127.0.0.1", appliance.sipPort())) {
      ApiClient browser = appliance.https().anonymous();
      for (int i = 0; i < 60; i++) {
        assertThat(browser.get("/p/guess" + i + "/y000000000000.cfg").status()).isEqualTo(404);
      }
      assertThat(phone.asks("Phone/1.0")).startsWith("SIP/2.0 200");
      assertThat(appliance.api().get("/api/v1/bans").body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--belfry.guard.attempts=1, belfry.guard.attempts must be 2 to 100.",
    "--belfry.guard.window=0s, belfry.guard.window and belfry.guard.ban-time must be above 0.",
    "--belfry.guard.max-ban-time=1m, belfry.guard.max-ban-time must not be below",
    "--belfry.guard.allow=office, 'belfry.guard.allow holds ''office'', which is no network'",
  })
  void aSettingThatCannotBeIsRefusedInASentence(
      String option, String sentence, @TempDir Path data) {
    assertThat(catching(() -> LocalAppliance.on(data, option).close())).contains(sentence);
  }

  private static String catching(Runnable start) {
    try {
      start.run();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
    return "it started";
  }

  private static void putAndRefused(ApiClient api, String body, String field) {
    Answer refused = api.put("/api/v1/allow-list", body);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly(field);
  }

  /** Asks the server what it can do, from an address of its own. */
  private static final class Stranger implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private int number;

    Stranger(String address, int sipPort) throws IOException {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      socket.setSoTimeout(PATIENCE_MS);
      server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), sipPort);
    }

    /** The answer, or null when there is silence. */
    String asks(String agent) throws IOException {
      byte[] bytes = options("UDP", socket.getLocalPort(), agent);
      socket.send(new DatagramPacket(bytes, bytes.length, server));
      DatagramPacket answer = new DatagramPacket(new byte[65536], 65536);
      try {
        socket.receive(answer);
      } catch (SocketTimeoutException e) {
        return null;
      }
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    /** The same by a connection of its own. */
    String asksByTcp(String agent) throws IOException {
      try (Socket tcp = new Socket()) {
        tcp.bind(new InetSocketAddress(socket.getLocalAddress(), 0));
        tcp.connect(server, PATIENCE_MS);
        tcp.setSoTimeout(PATIENCE_MS);
        tcp.getOutputStream().write(options("TCP", tcp.getLocalPort(), agent));
        byte[] answer = new byte[65536];
        int length = tcp.getInputStream().read(answer);
        return length < 0 ? null : new String(answer, 0, length, StandardCharsets.UTF_8);
      } catch (SocketTimeoutException e) {
        return null;
      }
    }

    private byte[] options(String transport, int port, String agent) {
      number++;
      String here = socket.getLocalAddress().getHostAddress() + ":" + port;
      return """
      OPTIONS sip:127.0.0.1 SIP/2.0
      Via: SIP/2.0/%4$s %1$s;branch=z9hG4bKs%2$d;rport
      Max-Forwards: 70
      From: <sip:stranger@127.0.0.1>;tag=s%2$d
      To: <sip:127.0.0.1>
      Call-ID: s%2$d@%1$s
      CSeq: 1 OPTIONS
      User-Agent: %3$s
      Content-Length: 0

      """
          .replace("\n", "\r\n")
          .formatted(here, number, agent, transport)
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
