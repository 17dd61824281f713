package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpTest {

  boolean epoll() {
    return Epoll.isAvailable();
  }

  private World world(TransportProperties properties, InetAddress... addresses) {
    return new World(epoll(), properties, addresses);
  }

  @Test
  void aMessageComesInAndTheAnswerGoesBackOverTheSameConnection() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        Socket phone = connected(world)) {
      write(phone, World.options("a", 5));
      var got = world.mailbag.awaitOne();
      assertThat(got.from().transport()).isEqualTo(Transport.TCP);
      assertThat(got.from().local()).isEqualTo(world.address(Transport.TCP));
      assertThat(got.from().remote()).isEqualTo(phone.getLocalSocketAddress());
      assertThat(got.from().connection()).isPositive();
      world.transports.send(World.options("answer", 0), got.from());
      assertThat(read(phone, World.options("answer", 0).length)).contains("Call-ID: answer");
    }
  }

  @Test
  void ipv6WorksLikeIpv4() throws IOException {
    assumeTrue(World.hasV6(), "this machine has no ::1");
    try (World world = world(TransportProperties.DEFAULT, World.V6);
        Socket phone = connected(world)) {
      write(phone, World.options("v6", 0));
      assertThat(world.mailbag.awaitOne().from().local().getAddress()).isEqualTo(World.V6);
    }
  }

  @Test
  void aMessageCutAtEveryByteComesWhole() throws IOException {
    byte[] message = World.options("cut", 5);
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        Socket phone = connected(world)) {
      phone.setTcpNoDelay(true);
      for (int cut = 1; cut < message.length; cut++) {
        phone.getOutputStream().write(message, 0, cut);
        phone.getOutputStream().flush();
        phone.getOutputStream().write(message, cut, message.length - cut);
      }
      int expected = message.length - 1;
      world.mailbag.await(() -> world.mailbag.count.get() == expected, expected + " messages");
      assertThat(world.mailbag.received)
          .allSatisfy(got -> assertThat(got.message().encoded()).isEqualTo(message));
    }
  }

  @Test
  void twoMessagesInOneSegmentAreTwoMessages() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        Socket phone = connected(world)) {
      byte[] one = World.options("one", 7);
      byte[] two = World.options("two", 0);
      byte[] both = new byte[one.length + two.length];
      System.arraycopy(one, 0, both, 0, one.length);
      System.arraycopy(two, 0, both, one.length, two.length);
      write(phone, both);
      world.mailbag.await(() -> world.mailbag.count.get() == 2, "two messages");
      assertThat(world.mailbag.received)
          .extracting(got -> got.message().callId())
          .containsExactly("one", "two");
    }
  }

  @Test
  void aPingIsAnsweredByAPong() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        Socket phone = connected(world)) {
      write(phone, "\r\n\r\n".getBytes(UTF_8));
      assertThat(read(phone, 2)).isEqualTo("\r\n");
      assertThat(world.counted("keepalives")).isEqualTo(1);
    }
  }

  @Test
  void aSlowMessageTimesOutAndTheConnectionIsClosed() throws IOException {
    try (World world = impatient();
        Socket phone = connected(world)) {
      write(phone, World.options("whole", 0));
      world.mailbag.awaitOne();
      byte[] message = World.options("slow", 0);
      write(phone, Arrays.copyOf(message, message.length / 2));
      assertClosed(phone);
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
      world.mailbag.await(() -> world.mailbag.closed.size() == 1, "word of the closing");
      assertThat(world.mailbag.closed.getFirst())
          .isEqualTo(world.mailbag.received.getFirst().from());
    }
  }

  @Test
  void dripsOfOneMessageDoNotKeepTheConnectionOpen() throws IOException {
    try (World world = impatient();
        Socket phone = connected(world)) {
      phone.setTcpNoDelay(true);
      byte[] drip = World.options("drip", 100_000);
      assertThatThrownBy(
              () -> {
                for (byte b : drip) {
                  phone.getOutputStream().write(b);
                  LockSupport.parkNanos(1_000_000);
                }
              })
          .isInstanceOf(SocketException.class);
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    var properties = World.withTimeouts(Duration.ofMillis(100), Duration.ofMillis(200), 10);
    try (World world = world(properties, World.V4);
        Socket phone = connected(world)) {
      assertClosed(phone);
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      assertThat(world.mailbag.closed).isEmpty(); // nothing had been received over it
    }
  }

  @Test
  void anEndlessHeaderClosesTheConnection() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        Socket phone = connected(world)) {
      byte[] endless = ("OPTIONS sip:x SIP/2.0\r\n" + "X: y\r\n".repeat(20_000)).getBytes(UTF_8);
      writeUntilClosed(phone, endless);
      assertClosed(phone);
      assertThat(world.counted("tooLarge")).isEqualTo(1);
      assertThat(world.mailbag.received)
          .singleElement()
          .satisfies(got -> assertThat(got.message().flaw()).isEqualTo(Flaw.TOO_LARGE));
    }
  }

  @Test
  void garbageClosesTheConnection() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4)) {
      for (String garbage :
          List.of(
              "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
              "\u0016\u0003\u0001",
              "OPTIONS sip:x SIP/2.0\r\nContent-Length: -5\r\n\r\n",
              "OPTIONS sip:x SIP/2.0\r\nno field\r\n\r\n")) {
        long before = world.counted("garbage");
        try (Socket phone = connected(world)) {
          write(phone, garbage.getBytes(UTF_8));
          assertClosed(phone);
          assertThat(world.counted("garbage")).as(garbage).isEqualTo(before + 1);
        }
      }
    }
  }

  @Test
  void theNewestConnectionIsRefusedWhenAllOthersBelongToRegisteredPhones() throws IOException {
    var properties = World.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(50), 2);
    try (World world = world(properties, World.V4);
        Socket first = connected(world);
        Socket second = connected(world)) {
      world.mailbag.regard = ConnectionPriority.BOUND;
      world.mailbag.await(() -> world.counted("connections") == 2, "two connections");
      try (Socket third = connected(world)) {
        assertClosed(third);
      }
      assertThat(world.counted("connectionsRefused")).isEqualTo(1);
      write(first, World.options("first", 0));
      write(second, World.options("second", 0));
      world.mailbag.await(() -> world.mailbag.count.get() == 2, "two messages");
      first.close();
      world.mailbag.await(() -> world.counted("connections") == 1, "one connection");
      try (Socket fourth = connected(world)) {
        write(fourth, World.options("fourth", 0));
        world.mailbag.await(() -> world.mailbag.count.get() == 3, "a third message");
      }
    }
  }

  @Test
  void strangersDisplaceEachOtherAndNoRegisteredPhone() throws IOException {
    var limits = new ConnectionLimits(20, 20, 8, 4, Duration.ofMinutes(3));
    List<Socket> strangers = new ArrayList<>();
    try (World world = world(TransportProperties.DEFAULT.with(limits), World.V4);
        Socket phone = connected(world)) {
      write(phone, World.options("phone", 0));
      world.mailbag.bound.add(world.mailbag.awaitOne().from().connection());
      world.mailbag.regard = ConnectionPriority.STRANGER;
      for (int i = 0; i < 50; i++) {
        strangers.add(connected(world));
        int opened = i + 2;
        // One that has not entered yet cannot make room: the next would be refused instead.
        world.mailbag.await(() -> world.counted("connectionsOpened") == opened, "it has entered");
      }
      world.mailbag.await(() -> world.counted("connectionsDisplaced") == 47, "47 displaced");
      assertThat(world.counted("connectionsRefused")).isZero();
      strangers.add(connected(world));
      world.mailbag.await(() -> world.counted("connectionsDisplaced") == 48, "48 displaced");
      write(strangers.getLast(), World.options("newest", 0));
      write(phone, World.options("phone", 0));
      world.mailbag.await(() -> world.mailbag.count.get() == 3, "both are heard");
      world.mailbag.await(() -> world.counted("connections") == 4, "four connections");
    } finally {
      for (Socket each : strangers) {
        each.close();
      }
    }
  }

  @Test
  void aStrangerThatOnlyKeepsAliveIsClosedAndARegisteredPhoneIsNot() throws IOException {
    var limits = new ConnectionLimits(20, 20, 8, 4, Duration.ofMillis(1500));
    try (World world = world(TransportProperties.DEFAULT.with(limits), World.V4);
        Socket phone = connected(world);
        Socket stranger = connected(world)) {
      write(phone, World.options("phone", 0));
      world.mailbag.bound.add(world.mailbag.awaitOne().from().connection());
      write(stranger, World.options("stranger", 0));
      world.mailbag.regard = ConnectionPriority.STRANGER;
      stranger.setSoTimeout(100);
      boolean open = true;
      while (open) {
        try {
          write(stranger, "\r\n\r\n".getBytes(UTF_8));
          open = stranger.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
          open = true; // no answer yet
        } catch (SocketException e) {
          open = false;
        }
      }
      assertThat(world.counted("connectionsTimedOut")).isEqualTo(1);
      write(phone, "\r\n\r\n".getBytes(UTF_8));
      assertThat(read(phone, 2)).isEqualTo("\r\n");
    }
  }

  @Test
  void sendingOpensOneConnectionAndKeepsTheOrder() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        ServerSocket peer = new ServerSocket(0, 10, World.V4)) {
      Hop to = Hop.to(Transport.TCP, new InetSocketAddress(World.V4, peer.getLocalPort()));
      int length = 0;
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        byte[] message = World.options("n" + i, i);
        expected.append(new String(message, UTF_8));
        length += message.length;
        world.transports.send(message, to);
      }
      try (Socket accepted = peer.accept()) {
        accepted.setSoTimeout(10_000);
        assertThat(read(accepted, length)).isEqualTo(expected.toString());
        assertThat(world.counted("connectionsOpened")).isEqualTo(1);
        write(accepted, World.options("reply", 0));
        Hop from = world.mailbag.awaitOne().from();
        assertThat(from.local()).isEqualTo(world.address(Transport.TCP));
        assertThat(from.remote()).isEqualTo(to.remote());
      }
      world.mailbag.await(() -> world.mailbag.closed.size() == 1, "word of the closing");
    }
  }

  @Test
  void aConnectionThatIsGoneIsReplacedByANewOne() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        ServerSocket peer = new ServerSocket(0, 10, World.V4)) {
      Hop to = Hop.to(Transport.TCP, new InetSocketAddress(World.V4, peer.getLocalPort()));
      byte[] message = World.options("again", 0);
      world.transports.send(message, to);
      Hop way;
      try (Socket first = peer.accept()) {
        write(first, World.options("hello", 0));
        way = world.mailbag.awaitOne().from();
      }
      world.mailbag.await(() -> world.mailbag.closed.size() == 1, "word of the closing");
      world.transports.send(message, way);
      try (Socket second = peer.accept()) {
        second.setSoTimeout(10_000);
        assertThat(read(second, message.length)).isEqualTo(new String(message, UTF_8));
      }
    }
  }

  /** A dialog's Route of before a restart names one by its number. */
  @Test
  void theNumberOfAnothersConnectionLeadsNotToThat() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        ServerSocket meant = new ServerSocket(0, 10, World.V4);
        Socket stranger = connected(world)) {
      write(stranger, World.options("first", 0));
      Hop its = world.mailbag.awaitOne().from();
      byte[] message = World.options("secret", 0);
      world.transports.send(
          message,
          new Hop(
              Transport.TCP,
              its.local(),
              new InetSocketAddress(World.V4, meant.getLocalPort()),
              its.connection()));
      meant.setSoTimeout(10_000);
      try (Socket there = meant.accept()) {
        there.setSoTimeout(10_000);
        assertThat(read(there, message.length)).isEqualTo(new String(message, UTF_8));
      }
      assertThat(stranger.getInputStream().available()).isZero();
    }
  }

  @Test
  void sendingToADeadPortIsReported() throws IOException {
    int dead;
    try (ServerSocket socket = new ServerSocket(0, 1, World.V4)) {
      dead = socket.getLocalPort();
    }
    try (World world = world(TransportProperties.DEFAULT, World.V4)) {
      byte[] message = World.options("nobody", 0);
      world.transports.send(message, Hop.to(Transport.TCP, new InetSocketAddress(World.V4, dead)));
      var failure = world.mailbag.awaitFailure();
      assertThat(failure.why()).isEqualTo("connection refused");
      assertThat(failure.message()).isSameAs(message);
      assertThat(failure.to().remote().getPort()).isEqualTo(dead);
      world.mailbag.await(() -> world.counted("connections") == 0, "no connection");
      assertThat(world.mailbag.failed).hasSize(1);
    }
  }

  @Test
  void aPeerThatDoesNotReadIsClosedBeforeItEatsMemory() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        Socket phone = connected(world)) {
      write(phone, World.options("deaf", 0));
      Hop way = world.mailbag.awaitOne().from();
      byte[] message = World.options("much", 60_000);
      for (int i = 0; i < 2000 && world.counted("connectionsOverrun") == 0; i++) {
        world.transports.send(message, way);
      }
      assertThat(world.counted("connectionsOverrun")).isPositive();
      world.mailbag.await(() -> world.mailbag.closed.size() == 1, "word of the closing");
      assertThat(world.mailbag.awaitFailure().why())
          .isIn("too much waits to be sent", "the peer does not read what it is sent");
    }
  }

  @Test
  void everyConnectionHasItsOwnNumber() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4)) {
      for (int i = 0; i < 5; i++) {
        try (Socket phone = connected(world)) {
          write(phone, World.options("number", 0));
          int expected = i + 1;
          world.mailbag.await(() -> world.mailbag.count.get() == expected, "a message");
        }
      }
      assertThat(world.mailbag.received)
          .extracting(got -> got.from().connection())
          .doesNotHaveDuplicates();
    }
  }

  private World impatient() {
    return world(World.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(50), 10), World.V4);
  }

  private static Socket connected(World world) throws IOException {
    InetSocketAddress address = world.address(Transport.TCP);
    Socket phone = new Socket(address.getAddress(), address.getPort());
    phone.setSoTimeout(10_000);
    return phone;
  }

  private static void write(Socket phone, byte[] bytes) throws IOException {
    phone.getOutputStream().write(bytes);
    phone.getOutputStream().flush();
  }

  private static void writeUntilClosed(Socket phone, byte[] bytes) {
    try {
      write(phone, bytes);
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class); // closed while we were writing
    }
  }

  private static String read(Socket phone, int length) throws IOException {
    return new String(phone.getInputStream().readNBytes(length), UTF_8);
  }

  private static void assertClosed(Socket phone) throws IOException {
    try {
      assertThat(phone.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // closed with our bytes unread
    }
  }
}
