package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.belfry.appliance.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The edge of the built appliance: sipp over UDP, TCP and TLS, a real browser over WSS, a phone
 * over TLS, certificates that are replaced while phones are connected.
 */
@Tag("realclients")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EdgeIT {
  private static final Path SCENARIOS = Path.of("..", "bench", "sipp").toAbsolutePath();
  private static final int CALLS = 20;

  @TempDir static Path shared;
  private static RunningAppliance appliance;

  @TempDir Path temp;

  @BeforeAll
  @Timeout(value = 150, unit = TimeUnit.SECONDS)
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
    for (String extension : List.of("3001", "3002", "3003")) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User\",\"sipPassword\":\"edge-password\"}"
              .formatted(extension);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  // ---- sipp

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp", "tls"})
  void sippCallsOverEachTransport(String transport) throws Exception {
    int calleePort = FreePorts.next();
    String number = Map.of("udp", "710", "tcp", "711", "tls", "712").get(transport);
    // Not known by its address: the calls come from users.
    String peer =
        "{\"name\":\"callee-%s\",\"address\":\"192.0.2.1\",\"pattern\":\"%s\",\"nextHop\":\"sip:127.0.0.1:%d\"}"
            .formatted(transport, number, calleePort);
    assertThat(appliance.api().post("/api/v1/peers", peer).statusCode()).isEqualTo(201);
    Path users = temp.resolve("callers.csv");
    Files.writeString(
        users,
        "SEQUENTIAL\n3001;[authentication username=3001 password=edge-password];" + number + "\n");
    try (Console callee =
            sipp("127.0.0.1:" + appliance.sipPort(), "callee", calleePort, "u1", List.of());
        Cable pipe =
            OneAuthority.cable(appliance.tls().resolve("ca.pem"), appliance.sipTlsPort())) {
      int port = transport.equals("tls") ? pipe.port() : appliance.sipPort();
      try (Console caller =
          sipp(
              "127.0.0.1:" + port,
              "call_caller",
              FreePorts.next(),
              transport.equals("udp") ? "u1" : "t1",
              List.of("-r", "20", "-m", "" + CALLS, "-timeout", "30", "-inf", users.toString()))) {
        assertThat(caller.awaitEnd(Duration.ofSeconds(40)))
            .as("sipp's exit code; it said:%n%s%n%s", caller.said(), callee.said())
            .isZero();
      }
    }
    eventually(
        () -> appliance.api().get("/api/v1/cdrs?party=" + number).path("total").asInt() == CALLS);
    for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + number).path("cdrs")) {
      assertThat(cdr.path("cause").asString()).isEqualTo("CALLER_HUNG_UP");
    }
  }

  private Console sipp(String to, String scenario, int port, String mode, List<String> more) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("sipp", to, "-sf", SCENARIOS.resolve(scenario + ".xml").toString()));
    command.addAll(List.of("-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", "" + port));
    command.addAll(List.of("-t", mode, "-nostdin", "-d", "200"));
    command.addAll(more);
    return new Console(temp, Map.of("TERM", "dumb"), command);
  }

  // ---- a browser

  @Test
  void aBrowserRegistersOverWssAndCallsAPhone() {
    try (Baresip baresip = new Baresip(temp.resolve("baresip"), account("3003", "udp"));
        BrowserPhone browser = new BrowserPhone(temp, appliance.httpsPort())) {
      baresip.registered();
      browser.registers("3002", "edge-password");
      JsonNode registration = registrationOf("3002");
      assertThat(registration.toString()).contains("wss").contains("transport=ws");
      browser.dials("3003");
      baresip.rings();
      browser.says("ringing");
      baresip.answers();
      browser.says("confirmed");
      browser.hangsUp();
      browser.says("ended local");
      assertThat(recordOf("3002", "3003").path("cause").asString()).isEqualTo("CALLER_HUNG_UP");
    }
  }

  @Test
  void aPhoneCallsABrowser() {
    try (Baresip baresip = Baresip.withWebRtc(temp.resolve("baresip"), account("3001", "tcp"));
        BrowserPhone browser = new BrowserPhone(temp, appliance.httpsPort())) {
      baresip.registered();
      browser.registers("3002", "edge-password");
      baresip.dials("3002");
      browser.says("call from 3001");
      browser.answers();
      baresip.talks();
      browser.says("confirmed");
      baresip.hangsUp();
      browser.says("ended remote");
      browser.close(); // without a word: its connection ends, and with it the registration
      eventually(() -> !isRegistered("3002"));
      assertThat(recordOf("3001", "3002").path("cause").asString()).isEqualTo("CALLER_HUNG_UP");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sip  | https://127.0.0.1:1  | 101",
        "sip  | https://evil.example | 403",
        "xmpp | https://127.0.0.1:1  | 400",
      })
  void theDoorUnderWsLetsPhonesInAndNobodyElse(String protocol, String origin, int status)
      throws Exception {
    String request =
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: %s\r\nOrigin: %s\r\n\r\n".formatted(protocol, origin);
    assertThat(firstLineOf(request)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void whoComesToTheDoorWithoutAnUpgradeIsToldOfIt() throws Exception {
    assertThat(firstLineOf("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
        .startsWith("HTTP/1.1 426");
  }

  private static String firstLineOf(String request) throws Exception {
    SSLContext context = OneAuthority.trusting(appliance.tls().resolve("ca.pem"));
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", appliance.httpsPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
    }
  }

  // ---- TLS

  @Test
  void aPhoneRegistersOverTls() {
    Account account = new Account("3003", "edge-password", appliance.sipTlsPort(), "tls", 440);
    try (Baresip baresip = new Baresip(temp.resolve("baresip"), account)) {
      baresip.registered();
      assertThat(registrationOf("3003").toString()).contains("tls");
    }
  }

  @Test
  void aCertificateIsReplacedWithoutDroppingFlows() throws Exception {
    String originalChain = Files.readString(appliance.tls().resolve("certificate.pem"));
    String originalKey = Files.readString(appliance.tls().resolve("key.pem"));
    Path authority = appliance.tls().resolve("ca.pem");
    SSLContext before = OneAuthority.trusting(authority);
    try (SSLSocket phone =
        (SSLSocket) before.getSocketFactory().createSocket("127.0.0.1", appliance.sipTlsPort())) {
      phone.setSoTimeout(5000);
      pingPong(phone);
      String old = certificateOf(phone);
      openssl(
          "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out chain.pem -days 30"
              + " -subj /CN=brought -addext subjectAltName=IP:127.0.0.1");
      String chain = Files.readString(temp.resolve("chain.pem"));
      HttpResponse<String> wrong =
          install(chain, Files.readString(appliance.tls().resolve("key.pem")));
      assertThat(wrong.statusCode()).isEqualTo(422);
      assertThat(wrong.body()).contains("is not the key of the first certificate");
      assertThat(install("hello", "hello").statusCode()).isEqualTo(422);
      HttpResponse<String> right = install(chain, Files.readString(temp.resolve("key.pem")));
      assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
      assertThat(right.body()).contains("CN=brought").contains("\"ownAuthority\":false");
      SSLContext after = OneAuthority.trusting(temp.resolve("chain.pem"));
      for (int port : List.of(appliance.sipTlsPort(), appliance.httpsPort())) {
        eventually(() -> shownAt(port, after).equals("CN=brought"));
      }
      assertThat(old).isEqualTo("CN=Belfry");
      pingPong(phone);
      assertThat(install(originalChain, originalKey).body()).contains("\"ownAuthority\":true");
      for (int port : List.of(appliance.sipTlsPort(), appliance.httpsPort())) {
        eventually(() -> shownAt(port, before).equals("CN=Belfry"));
      }
      pingPong(phone);
    }
  }

  private static void pingPong(SSLSocket phone) throws IOException {
    phone.getOutputStream().write(new byte[] {'\r', '\n', '\r', '\n'});
    phone.getOutputStream().flush();
    assertThat(phone.getInputStream().readNBytes(2)).isEqualTo(new byte[] {'\r', '\n'});
  }

  private static HttpResponse<String> install(String chain, String key) {
    String body = new JsonMapper().writeValueAsString(Map.of("chain", chain, "key", key));
    return appliance.api().put("/api/v1/certificate", body);
  }

  private void openssl(String command) {
    try (Console openssl = new Console(temp, Map.of(), List.of(command.split(" ")))) {
      assertThat(openssl.awaitEnd(Duration.ofSeconds(20))).as(openssl.said()).isZero();
    }
  }

  /** The subject shown there, or nothing while it is not believed yet. */
  private static String shownAt(int port, SSLContext context) {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return certificateOf(socket);
    } catch (IOException e) {
      return "";
    }
  }

  private static String certificateOf(SSLSocket socket) throws IOException {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .getName();
  }

  // ---- what the appliance says

  private static Account account(String extension, String transport) {
    return new Account(extension, "edge-password", appliance.sipPort(), transport, 440);
  }

  private static boolean isRegistered(String extension) {
    return appliance
        .api()
        .get("/api/v1/registrations")
        .toString()
        .contains("\"" + extension + "\"");
  }

  private static JsonNode registrationOf(String extension) {
    for (JsonNode one : appliance.api().get("/api/v1/registrations")) {
      if (one.path("extension").asString().equals(extension)) {
        return one;
      }
    }
    throw new AssertionError(extension + " is not registered");
  }

  private static JsonNode recordOf(String caller, String callee) {
    JsonNode[] found = {null};
    eventually(() -> {
      for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + caller).path("cdrs")) {
        if (cdr.path("callee").asString().equals(callee)) {
          found[0] = cdr;
        }
      }
      return found[0] != null;
    });
    return found[0];
  }

  private static void eventually(Supplier<Boolean> condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.get()) {
      assertThat(Instant.now()).as("in time\n%s", appliance.log()).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
