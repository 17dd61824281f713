package org.belfry.appliance.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class OutgoingHttpTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger lookups = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes =
              (exchange.getRequestMethod()
                      + " "
                      + exchange.getRequestURI()
                      + " "
                      + exchange.getRequestHeaders().getFirst("Host")
                      + " "
                      + new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII))
                  .getBytes(StandardCharsets.US_ASCII);
          boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
          exchange.sendResponseHeaders(200, chunked ? 0 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The first look-up says one thing, each later one something else. */
  private OutgoingHttp rebinding(String first) {
    return new OutgoingHttp(host -> {
      String address = lookups.getAndIncrement() == 0 ? first : "127.0.0.9";
      return new InetAddress[] {InetAddress.ofLiteral(address)};
    });
  }

  private URI uri(String path) {
    return URI.create("http://server.example:" + server.getAddress().getPort() + path);
  }

  private OutgoingHttp.Answer post(OutgoingHttp http, String path, boolean insideToo, int most)
      throws IOException {
    return http.post(uri(path), Map.of("X-A", "b"), BODY, insideToo, Duration.ofSeconds(3), most);
  }

  @ParameterizedTest
  @CsvSource({"/plain?a=b", "/chunked"})
  void aServerIsAskedByItsNameAtTheAddressThatWasLookedUp(String path) throws IOException {
    OutgoingHttp.Answer answer = post(rebinding("127.0.0.1"), path, true, 1000);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.US_ASCII))
        .isEqualTo("POST " + path + " " + uri("").getAuthority() + " {}");
    assertThat(lookups.get()).isEqualTo(1);
  }

  @Test
  void aNameThatIsInsideIsNotAsked() {
    assertThatThrownBy(() -> post(rebinding("127.0.0.1"), "/", false, 1000))
        .isInstanceOf(OutgoingHttp.Inside.class);
    assertThat(asked.get()).isZero();
  }

  /** The hosts of an office have public addresses of IPv6, behind a firewall that we are behind. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:1::5, 64, 2001:db8:1::6, true",
    "2001:db8:1::5, 64, 2001:db8:1:1::6, false",
    "2001:db8:1::5, 0, 2001:db8:2::1, false",
    "198.51.100.5, 24, 198.51.100.6, false"
  })
  void aNeighbourOfIpv6IsInside(String ours, int bits, String other, boolean inside) {
    assertThat(
            PublicAddresses.isNeighbour(
                InetAddress.ofLiteral(ours), bits, InetAddress.ofLiteral(other)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({"/plain", "/chunked"})
  void anAnswerThatIsTooLongIsNotRead(String path) {
    assertThatThrownBy(() -> post(rebinding("127.0.0.1"), path, true, 10))
        .hasMessage("its answer is longer than 10 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "10.1.2.3, false",
    "172.16.0.1, false",
    "192.168.1.1, false",
    "169.254.169.254, false",
    "100.64.0.1, false",
    "0.0.0.0, false",
    "198.18.0.1, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "8.8.8.8, true",
    "::1, false",
    "::, false",
    "fe80::1, false",
    "fd00::1, false",
    "::ffff:127.0.0.1, false",
    "64:ff9b::7f00:1, false",
    "2002:7f00:1::, false",
    "2606:4700::1, true",
  })
  void publicIsWhatAnybodyReaches(String address, boolean reachable) throws IOException {
    assertThat(PublicAddresses.has(InetAddress.getByName(address))).isEqualTo(reachable);
  }
}
