package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SipTransportsTest {

  @Test
  void aFreePortIsTheSameForUdpAndTcp() {
    try (World world = World.onLoopback()) {
      assertThat(world.transports.listening())
          .extracting(Listening::transport)
          .containsExactly(Transport.UDP, Transport.TCP);
      assertThat(world.address(Transport.UDP)).isEqualTo(world.address(Transport.TCP));
      assertThat(world.address(Transport.UDP).getPort()).isPositive();
      assertThat(world.transports.listening().getFirst().shown())
          .isEqualTo("udp:127.0.0.1:" + world.address(Transport.UDP).getPort());
    }
  }

  @Test
  void aTakenUdpPortIsSaidInASentence() throws IOException {
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(World.V4, 0))) {
      assertRefused(other.getLocalPort(), "Another program already listens on udp:127.0.0.1:");
    }
  }

  @Test
  void aTakenTcpPortIsSaidInASentenceAndUdpIsGivenBack() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, World.V4)) {
      assertRefused(other.getLocalPort(), "Another program already listens on tcp:127.0.0.1:");
      new DatagramSocket(new InetSocketAddress(World.V4, other.getLocalPort())).close();
    }
  }

  @Test
  void anAddressThatIsNotOursIsSaidInASentence() {
    try (EventLoops loops = new EventLoops(1);
        SipTransports transports =
            new SipTransports(loops, TransportProperties.DEFAULT, new Mailbag())) {
      assertThatThrownBy(() ->
              transports.open(
                  List.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.77"), 5060))))
          .isInstanceOf(PortTaken.class)
          .hasMessage(
              "Cannot listen on udp:192.0.2.77:5060: this machine does not have that address.");
    }
  }

  @Test
  void closingReleasesThePorts() throws IOException {
    World world = World.onLoopback();
    InetSocketAddress address = world.address(Transport.UDP);
    world.transports.close();
    try (DatagramSocket udp = new DatagramSocket(address);
        ServerSocket tcp = new ServerSocket(address.getPort(), 1, address.getAddress())) {
      assertThat(udp.isBound() && tcp.isBound()).isTrue();
    } finally {
      world.loops.close();
    }
  }

  @Test
  void aHopThatNamesOneOfOursComesBackAsItIs() {
    try (World world = World.onLoopback()) {
      var remote = new InetSocketAddress(World.V4, 5999);
      Hop routed = world.transports.route(Hop.to(Transport.UDP, remote));
      assertThat(routed.local()).isEqualTo(world.address(Transport.UDP));
      assertThat(world.transports.route(routed)).isSameAs(routed);
      Hop foreign = new Hop(Transport.UDP, new InetSocketAddress(World.V4, 1), remote, 0);
      assertThat(world.transports.route(foreign)).isEqualTo(routed);
    }
  }

  @Test
  void aLaneRunsOnItsOwnLoop() throws InterruptedException {
    try (EventLoops loops = new EventLoops(2)) {
      assertThat(loops.size()).isEqualTo(2);
      var driver = loops.driver(3); // modulo their number: loop 1
      CountDownLatch ran = new CountDownLatch(2);
      AtomicReference<String> thread = new AtomicReference<>();
      driver.execute(() -> {
        thread.set(Thread.currentThread().getName() + driver.onLane());
        ran.countDown();
      });
      driver.schedule(ran::countDown, Duration.ofMillis(5));
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(thread).hasValue("sip-1true");
      assertThat(driver.onLane()).isFalse();
    }
  }

  @Test
  void aReceiverThatFailsDoesNotHarmTheSocket() throws IOException {
    try (EventLoops loops = new EventLoops(1)) {
      Mailbag mailbag = new Mailbag();
      MessageReceiver failing =
          new MessageReceiver() {
            @Override
            public void received(SipMessage message, Hop from) {
              mailbag.received(message, from);
              throw new IllegalStateException("on purpose");
            }

            @Override
            public void sendFailed(Hop to, byte[] message, String why) {}

            @Override
            public void connectionClosed(Hop hop) {}
          };
      try (SipTransports transports =
              new SipTransports(loops, TransportProperties.DEFAULT, failing);
          DatagramSocket phone = new DatagramSocket(new InetSocketAddress(World.V4, 0))) {
        transports.open(List.of(new InetSocketAddress(World.V4, 0)));
        byte[] message = World.options("twice", 0);
        for (int i = 0; i < 2; i++) {
          phone.send(
              new DatagramPacket(
                  message, message.length, transports.listening().getFirst().address()));
        }
        mailbag.await(() -> mailbag.count.get() == 2, "two messages");
      }
    }
  }

  @Test
  void defaultsAreWhatTheManualSays() {
    assertThat(TransportProperties.DEFAULT)
        .isEqualTo(
            new TransportProperties(
                65_535,
                32_768,
                262_144,
                new ConnectionLimits(4096, 1024, 1024, 64, Duration.ofMinutes(3)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(20),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                4_194_304,
                4_194_304,
                0x60));
  }

  private static void assertRefused(int port, String sentence) {
    try (EventLoops loops = new EventLoops(1);
        SipTransports transports =
            new SipTransports(loops, TransportProperties.DEFAULT, new Mailbag())) {
      assertThatThrownBy(() -> transports.open(List.of(new InetSocketAddress(World.V4, port))))
          .isInstanceOf(PortTaken.class)
          .hasMessage(sentence + port + ".");
    }
  }
}
