package org.belfry.appliance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.CallEvents.CallEventView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events brought to a server that takes them, that is away for a while, that never takes them. */
@Timeout(30)
class DeliveryTest {
  private record Request(String signature, String at, String event, byte[] body) {}

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final OutgoingHttp http = new OutgoingHttp();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          requests.add(
              new Request(
                  headers.getFirst("Belfry-Signature"),
                  headers.getFirst("Belfry-Timestamp"),
                  headers.getFirst("Belfry-Event"),
                  exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 500 : 204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Delivery to(Set<CallEventType> events) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/calls";
    return new Delivery(http, url, true, events, "secret", Duration.ofMillis(1));
  }

  private static CallEventView event(long number, CallEventType type) {
    return new CallEventView(
        number, type, Instant.EPOCH, "id", "1001", null, "1002", null, null, null, null);
  }

  @Test
  void anEventIsSignedSoThatItsReceiverKnowsWhoseItIs() {
    try (Delivery delivery = to(EnumSet.allOf(CallEventType.class))) {
      delivery.accept(event(1, CallEventType.STARTED));
      await().until(() -> delivery.delivered() == 1);
      Request request = requests.getFirst();
      assertThat(request.event()).isEqualTo("STARTED");
      assertThat(request.signature())
          .isEqualTo(
              "sha256="
                  + Delivery.signature(
                      "secret".getBytes(StandardCharsets.UTF_8), request.at(), request.body()));
      assertThat(new String(request.body(), StandardCharsets.UTF_8))
          .contains("\"type\":\"STARTED\"", "\"at\":\"1970-01-01T00:00:00Z\"");
      assertThat(delivery.lastDeliveredAt()).isNotNull();
    }
  }

  @Test
  void theSignatureIsHmacSha256() {
    // printf '17.{}' | openssl dgst -sha256 -hmac key
    assertThat(
            Delivery.signature(
                "key".getBytes(StandardCharsets.UTF_8),
                "17",
                "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("e66392eac42eafc68c35a01c712811e016386c12456975fc3af80c9268568e3a");
  }

  @Test
  void whatIsRefusedIsTriedAgainInOrder() {
    refusals.set(3);
    try (Delivery delivery = to(EnumSet.allOf(CallEventType.class))) {
      delivery.accept(event(1, CallEventType.STARTED));
      delivery.accept(event(2, CallEventType.RINGING));
      await().until(() -> delivery.delivered() == 2);
      assertThat(requests)
          .extracting(Request::event)
          .containsExactly("STARTED", "STARTED", "STARTED", "STARTED", "RINGING");
      assertThat(delivery.lastProblem()).isEqualTo("it answered 500");
      assertThat(delivery.waiting()).isZero();
    }
  }

  @Test
  void whatIsNeverTakenIsGivenUpAndTheNextIsTried() {
    refusals.set(Delivery.TRIES);
    try (Delivery delivery = to(EnumSet.allOf(CallEventType.class))) {
      delivery.accept(event(1, CallEventType.STARTED));
      delivery.accept(event(2, CallEventType.ENDED));
      await().until(() -> delivery.delivered() == 1);
      assertThat(delivery.givenUp()).isEqualTo(1);
      assertThat(requests).hasSize(Delivery.TRIES + 1);
    }
  }

  @Test
  void onlyTheEventsThatWereAskedForAreSent() {
    try (Delivery delivery = to(EnumSet.of(CallEventType.ENDED))) {
      delivery.accept(event(1, CallEventType.STARTED));
      delivery.accept(event(2, CallEventType.ENDED));
      await().until(() -> delivery.delivered() == 1);
      assertThat(requests).extracting(Request::event).containsExactly("ENDED");
    }
  }

  @Test
  void aServerThatIsSlowLetsOnlySoManyWait() {
    server.stop(0); // nobody answers at all
    try (Delivery delivery =
        new Delivery(
            http,
            "http://127.0.0.1:1/",
            true,
            EnumSet.allOf(CallEventType.class),
            "s",
            Duration.ofHours(1))) {
      for (int i = 0; i < 1100; i++) {
        delivery.accept(event(i, CallEventType.STARTED));
      }
      assertThat(delivery.waiting()).isLessThanOrEqualTo(1001);
      assertThat(delivery.givenUp()).isGreaterThanOrEqualTo(99);
      await().until(() -> delivery.lastProblem() != null);
    }
  }

  @Test
  void aServerInsideIsNotAskedUnlessThatIsAllowed() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/calls";
    try (Delivery delivery =
        new Delivery(
            http, url, false, EnumSet.allOf(CallEventType.class), "secret", Duration.ofMillis(1))) {
      delivery.accept(event(1, CallEventType.STARTED));
      await().until(() -> delivery.givenUp() == 1);
      assertThat(requests).isEmpty();
      assertThat(delivery.lastProblem())
          .isEqualTo("it is at 127.0.0.1, which is not public; an owner may allow that");
    }
  }
}
