package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarriedConnectionTest {
  private static final InetSocketAddress HERE = new InetSocketAddress(World.V4, 8443);
  private static final InetSocketAddress THERE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40000);

  /** A socket of another's that does what the test says. */
  private static final class Carrier implements ExternalWebSocket {
    final Queue<Consumer<@Nullable Throwable>> sending = new ConcurrentLinkedQueue<>();
    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final List<Boolean> texts = new CopyOnWriteArrayList<>();
    volatile int pings;

    @Override
    public void send(byte[] message, boolean text, Consumer<@Nullable Throwable> done) {
      sending.add(done);
      texts.add(text);
      sent.add(new String(message, UTF_8));
    }

    @Override
    public void ping() {
      pings++;
    }

    @Override
    public void close(String why) {
      closed.add(why);
    }
  }

  private final Carrier carrier = new Carrier();

  private CarriedWebSocket open(World world) {
    CarriedWebSocket socket = world.transports.carried(Transport.WSS, HERE, THERE, carrier);
    assertThat(socket).isNotNull();
    return socket;
  }

  @Test
  void itIsAConnectionLikeAnyOther() {
    try (World world = World.onLoopback()) {
      CarriedWebSocket socket = open(world);
      socket.received(World.options("a", 0));
      Hop way = world.mailbag.awaitOne().from();
      assertThat(way).isEqualTo(socket.hop());
      assertThat(way.transport()).isEqualTo(Transport.WSS);
      assertThat(way.local()).isEqualTo(HERE);
      assertThat(way.remote()).isEqualTo(THERE);
      // A dialog's route remembers no local end; the connection knows it.
      Hop remembered = new Hop(Transport.WSS, null, THERE, way.connection());
      assertThat(world.transports.route(remembered)).isEqualTo(way);
      world.transports.send("one".getBytes(UTF_8), remembered);
      world.transports.send("two".getBytes(UTF_8), way);
      world.mailbag.await(() -> carrier.sent.size() == 1, "the first message");
      carrier.sending.remove().accept(null);
      world.mailbag.await(() -> carrier.sent.size() == 2, "the second message");
      assertThat(carrier.sent).containsExactly("one", "two");
      assertThat(carrier.texts).containsExactly(true, true);
      socket.closed();
      socket.closed();
      assertThat(world.mailbag.closed).containsExactly(way);
      assertThat(world.transports.route(remembered)).isNull();
      assertThat(world.counted("connections")).isZero();
    }
  }

  @Test
  void whatWaitsWhenItClosesIsReported() {
    try (World world = World.onLoopback()) {
      CarriedWebSocket socket = open(world);
      world.transports.send("one".getBytes(UTF_8), socket.hop());
      world.transports.send("two".getBytes(UTF_8), socket.hop());
      world.mailbag.await(() -> carrier.sent.size() == 1, "the first message");
      socket.closed();
      carrier.sending.remove().accept(new IOException("gone"));
      world.mailbag.await(() -> world.mailbag.failed.size() == 2, "two failures");
      assertThat(world.mailbag.failed)
          .allSatisfy(f -> assertThat(f.why()).isEqualTo("the peer closed the connection"));
    }
  }

  @Test
  void aPeerThatDoesNotReadIsClosedBeforeItEatsMemory() {
    try (World world = World.onLoopback()) {
      CarriedWebSocket socket = open(world);
      byte[] message = new byte[60_000];
      for (int i = 0; i < 30; i++) {
        world.transports.send(message, socket.hop());
      }
      assertThat(carrier.closed).contains("the peer does not read what it is sent");
      assertThat(world.counted("connectionsOverrun")).isPositive();
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
    }
  }

  @Test
  void silenceIsPingedAndThenClosed() {
    try (World world = new World(World.hasty(2000, 60_000, 100, 10), World.V4)) {
      open(world).heard();
      world.mailbag.await(() -> !carrier.closed.isEmpty(), "the closing");
      assertThat(carrier.pings).isPositive();
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
    }
  }

  @Test
  void aMessageWhoseRestDoesNotComeIsClosedWhateverPongsSay() {
    try (World world =
        new World(
            World.withTimeouts(Duration.ofMillis(300), Duration.ofMinutes(1), 10), World.V4)) {
      CarriedWebSocket socket = open(world);
      socket.begun();
      socket.received(World.options("a", 0));
      world.mailbag.awaitOne();
      socket.begun();
      world.mailbag.await(
          () -> {
            socket.heard();
            socket.begun();
            return !carrier.closed.isEmpty();
          },
          "the closing");
      assertThat(carrier.closed).containsExactly("a message was not completed in time");
    }
  }

  @Test
  void garbageClosesItAndKeepAlivesDoNot() {
    try (World world = World.onLoopback()) {
      CarriedWebSocket socket = open(world);
      socket.received("\r\n\r\n".getBytes(UTF_8));
      world.mailbag.await(() -> carrier.sent.contains("\r\n"), "a line end");
      assertThat(carrier.closed).isEmpty();
      socket.received("hello".getBytes(UTF_8));
      assertThat(carrier.closed).containsExactly("it sent what is not SIP");
      assertThat(world.counted("garbage")).isEqualTo(1);
    }
  }

  @Test
  void thereMayBeTooMany() {
    try (World world = new World(World.hasty(2000, 60_000, 60_000, 2), World.V4)) {
      world.mailbag.regard = ConnectionPriority.BOUND;
      Queue<CarriedWebSocket> open = new ArrayDeque<>(List.of(open(world), open(world)));
      assertThat(world.transports.carried(Transport.WSS, HERE, THERE, carrier)).isNull();
      open.remove().closed();
      assertThat(world.transports.carried(Transport.WSS, HERE, THERE, carrier)).isNotNull();
    }
  }
}
