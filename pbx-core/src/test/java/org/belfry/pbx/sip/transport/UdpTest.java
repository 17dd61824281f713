package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpTest {

  boolean epoll() {
    return Epoll.isAvailable();
  }

  private World world(TransportProperties properties, InetAddress... addresses) {
    return new World(epoll(), properties, addresses);
  }

  @Test
  void aDatagramComesInAndTheAnswerLeavesFromTheSameListener() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      send(phone, world, World.options("a", 10));
      var got = world.mailbag.awaitOne();
      assertThat(got.text()).isEqualTo(new String(World.options("a", 10), UTF_8));
      assertThat(got.from())
          .isEqualTo(
              new Hop(
                  Transport.UDP,
                  world.address(Transport.UDP),
                  (InetSocketAddress) phone.getLocalSocketAddress(),
                  0));
      assertThat(got.thread()).startsWith("sip-");

      world.transports.send("SIP/2.0 200 OK\r\n\r\n".getBytes(UTF_8), got.from());
      DatagramPacket answer = receive(phone);
      assertThat(text(answer)).isEqualTo("SIP/2.0 200 OK\r\n\r\n");
      assertThat(answer.getSocketAddress()).isEqualTo(world.address(Transport.UDP));
    }
  }

  @Test
  void ipv6WorksLikeIpv4() throws IOException {
    assumeTrue(World.hasV6(), "this machine has no ::1");
    try (World world = world(TransportProperties.DEFAULT, World.V4, World.V6);
        DatagramSocket phone = phone(World.V6)) {
      Hop to = Hop.to(Transport.UDP, (InetSocketAddress) phone.getLocalSocketAddress());
      Hop way = world.transports.route(to);
      assertThat(way.local().getAddress()).isEqualTo(World.V6);
      world.transports.send(World.options("v6", 0), to);
      DatagramPacket request = receive(phone);
      assertThat(request.getSocketAddress()).isEqualTo(way.local());
      phone.send(new DatagramPacket(request.getData(), request.getLength(), way.local()));
      assertThat(world.mailbag.awaitOne().from().remote()).isEqualTo(phone.getLocalSocketAddress());
    }
  }

  @Test
  void aDatagramOf65kBytesComesWhole() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      byte[] large = World.options("large", 65_000);
      large = World.options("large", 65_000 + 65_507 - large.length);
      assertThat(large).hasSize(65_507);
      send(phone, world, large);
      assertThat(world.mailbag.awaitOne().message().encoded()).isEqualTo(large);
    }
  }

  @Test
  void shortAndLongDatagramsInOneBurstAllComeWhole() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      for (int i = 0; i < 24; i++) {
        send(phone, world, World.options("mixed-" + i, i % 3 == 0 ? 60_000 : i));
      }
      world.mailbag.await(() -> world.mailbag.count.get() == 24, "24 datagrams");
      for (int i = 0; i < 24; i++) {
        var got = world.mailbag.received.get(i);
        assertThat(got.message().callId()).isEqualTo("mixed-" + i);
        assertThat(got.message().bodyLength()).isEqualTo(i % 3 == 0 ? 60_000 : i);
      }
    }
  }

  @Test
  void tenThousandDatagramsInBurstsAreAllCounted() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      world.mailbag.onlyCount = true;
      byte[] message = World.options("burst", 300);
      for (int sent = 0; sent < 10_000; sent += 100) {
        for (int i = 0; i < 100; i++) {
          send(phone, world, message);
        }
        int expected = sent + 100; // what the kernel holds is bounded, so a burst at a time
        world.mailbag.await(() -> world.mailbag.count.get() == expected, expected + " datagrams");
      }
      assertThat(world.counted("received")).isEqualTo(10_000);
      assertThat(world.counted("garbage")).isZero();
    }
  }

  @Test
  void aThousandSentFromAnotherThreadAndFromTheLoopAllArriveInOrder() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      phone.setReceiveBufferSize(4 * 1024 * 1024);
      Hop to = Hop.to(Transport.UDP, (InetSocketAddress) phone.getLocalSocketAddress());
      for (int lane = -1; lane < 2; lane++) {
        Runnable sending =
            () -> {
              for (int i = 0; i < 100; i++) {
                world.transports.send(World.options("n" + i, 0), to);
              }
            };
        if (lane < 0) {
          sending.run();
        } else {
          world.loops.driver(lane).execute(sending);
        }
        for (int i = 0; i < 100; i++) {
          assertThat(text(receive(phone))).contains("Call-ID: n" + i + "\r\n");
        }
      }
      assertThat(world.counted("sent")).isEqualTo(300);
    }
  }

  @Test
  void keepAlivesEmptyDatagramsAndNoiseAreSwallowedAndCounted() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      send(phone, world, "\r\n\r\n".getBytes(UTF_8));
      send(phone, world, new byte[4]);
      send(phone, world, new byte[0]);
      send(phone, world, "hello world".getBytes(UTF_8));
      byte[] noise = new byte[1200];
      Arrays.fill(noise, (byte) 0xff);
      send(phone, world, noise);
      send(phone, world, World.options("after", 0));
      assertThat(world.mailbag.awaitOne().message().callId()).isEqualTo("after");
      assertThat(world.counted("keepalives")).isEqualTo(2);
      assertThat(world.counted("empty")).isEqualTo(1);
      assertThat(world.counted("garbage")).isEqualTo(2);
      assertThat(world.counted("received")).isEqualTo(1);
    }
  }

  @Test
  void aRequestInADatagramAboveTheLimitIsHandedOnToBeRefusedAndIsCounted() throws IOException {
    TransportProperties d = TransportProperties.DEFAULT;
    TransportProperties small =
        new TransportProperties(
            1000,
            d.maxHeaderBytes(),
            d.maxBodyBytes(),
            d.connections(),
            d.connectTimeout(),
            d.openingTimeout(),
            d.firstMessageTimeout(),
            d.messageTimeout(),
            d.idleTimeout(),
            d.pingInterval(),
            d.receiveBufferBytes(),
            d.sendBufferBytes(),
            d.trafficClass());
    try (World world = world(small, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      send(phone, world, World.options("long", 2000));
      send(phone, world, World.options("short", 10));
      world.mailbag.await(() -> world.mailbag.count.get() == 2, "two messages");
      assertThat(world.mailbag.received.getFirst().message().flaw()).isEqualTo(Flaw.TOO_LARGE);
      assertThat(world.mailbag.received.getLast().message().flaw()).isNull();
      assertThat(world.counted("tooLarge")).isEqualTo(1);
    }
  }

  @Test
  void aMessageTooLongForADatagramIsReportedOnceAndTheNextGoesOut() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, World.V4);
        DatagramSocket phone = phone(World.V4)) {
      Hop to = Hop.to(Transport.UDP, (InetSocketAddress) phone.getLocalSocketAddress());
      byte[] tooLong = new byte[70_000];
      world.transports.send(tooLong, to);
      world.transports.send(World.options("next", 0), to);
      assertThat(text(receive(phone))).contains("Call-ID: next");
      var failure = world.mailbag.awaitFailure();
      assertThat(failure.why()).isEqualTo("message too long");
      assertThat(failure.message()).isSameAs(tooLong);
      assertThat(failure.to().remote()).isEqualTo(to.remote());
      assertThat(world.mailbag.failed).hasSize(1);
    }
  }

  @Test
  void whatNoListenerReachesIsReported() {
    try (World world = world(TransportProperties.DEFAULT, World.V4)) {
      Hop away =
          Hop.to(Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9));
      Hop tls = Hop.to(Transport.TLS, new InetSocketAddress(World.V4, 5061));
      assertThat(world.transports.route(away)).isNull();
      assertThat(world.transports.route(tls)).isNull();
      world.transports.send(new byte[1], away);
      world.transports.send(new byte[1], tls);
      assertThat(world.mailbag.failed)
          .extracting(Mailbag.Failed::why)
          .containsExactly(
              "no listener reaches udp:192.0.2.1:9", "no listener reaches tls:127.0.0.1:5061");
    }
  }

  @Test
  void aWildcardListenerAnswersAndNamesItsConcreteAddress() throws IOException {
    try (World world = world(TransportProperties.DEFAULT, InetAddress.ofLiteral("0.0.0.0"));
        DatagramSocket phone = phone(World.V4)) {
      int port = world.address(Transport.UDP).getPort();
      byte[] request = World.options("wild", 0);
      phone.send(
          new DatagramPacket(request, request.length, new InetSocketAddress(World.V4, port)));
      Hop from = world.mailbag.awaitOne().from();
      assertThat(from.local()).isEqualTo(new InetSocketAddress(World.V4, port));
      assertThat(world.transports.route(from)).isSameAs(from);
      world.transports.send(World.options("back", 0), from);
      assertThat(text(receive(phone))).contains("Call-ID: back");
    }
  }

  @Test
  void bothWildcardsCanBeListenedOnWithOnePort() {
    assumeTrue(World.hasV6(), "this machine has no ::1");
    assumeTrue(epoll(), "the JDK's IPv6 wildcard takes IPv4 as well");
    try (World world = world(TransportProperties.DEFAULT, InetAddress.ofLiteral("0.0.0.0"));
        EventLoops loops = new EventLoops(1);
        SipTransports v6 = new SipTransports(loops, TransportProperties.DEFAULT, new Mailbag())) {
      int port = world.address(Transport.UDP).getPort();
      v6.open(List.of(new InetSocketAddress(InetAddress.ofLiteral("::"), port)));
      assertThat(v6.listening()).hasSize(2);
    }
  }

  private static DatagramSocket phone(InetAddress address) throws IOException {
    DatagramSocket phone = new DatagramSocket(new InetSocketAddress(address, 0));
    phone.setSoTimeout(10_000);
    return phone;
  }

  private static void send(DatagramSocket phone, World world, byte[] bytes) throws IOException {
    phone.send(new DatagramPacket(bytes, bytes.length, world.address(Transport.UDP)));
  }

  private static DatagramPacket receive(DatagramSocket phone) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    phone.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }
}
