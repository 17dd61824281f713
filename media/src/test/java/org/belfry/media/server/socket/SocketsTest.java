package org.belfry.media.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.stream.Stream;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many datagrams at once, read and sent, by both kinds of sockets on loopback. */
@Tag("adapter")
@Timeout(30)
class SocketsTest {
  private static final TransportAddress IPV4 =
      TransportAddress.of(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final TransportAddress IPV6 = TransportAddress.of(InetAddress.ofLiteral("::1"), 0);

  private final Packet[] packets = new Packet[8];
  private final Sender[] senders = new Sender[8];

  static Stream<Sockets> sockets() {
    return EpollSockets.isSupported()
        ? Stream.of(new NioSockets(), new EpollSockets())
        : Stream.of(new NioSockets());
  }

  /** Two sockets and the poller of both. */
  private final class Pair implements AutoCloseable {
    final Poller poller;
    final UdpSocket here;
    final UdpSocket there;

    Pair(Sockets sockets, TransportAddress at) throws IOException {
      poller = sockets.poller();
      here = sockets.open(at, 0, 256 * 1024);
      there = sockets.open(at, 0);
      poller.add(here, here);
      poller.add(there, there);
      for (int i = 0; i < packets.length; i++) {
        packets[i] = new Packet();
        senders[i] = new Sender();
      }
    }

    int receive() {
      assertThat(poller.await(10_000)).isPositive();
      return there.receive(packets, senders);
    }

    @Override
    public void close() {
      poller.remove(here);
      poller.remove(there);
      here.close();
      there.close();
      poller.close();
    }
  }

  private static Packet packet(int length, int mark) {
    Packet packet = new Packet();
    packet.copyFrom(new byte[length], 0, length);
    packet.bytes()[packet.offset()] = (byte) mark;
    return packet;
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void whatWaitsIsReadAtOnceInItsOrder(Sockets sockets) throws IOException {
    for (TransportAddress at : new TransportAddress[] {IPV4, IPV6}) {
      try (Pair pair = new Pair(sockets, at)) {
        for (int i = 0; i < 10; i++) {
          assertThat(pair.here.put(packet(100 + i, i), pair.there.local())).isTrue();
        }
        assertThat(pair.here.flush()).isZero();
        assertThat(pair.receive()).isEqualTo(8);
        for (int i = 0; i < 8; i++) {
          assertThat(packets[i].length()).isEqualTo(100 + i);
          assertThat(packets[i].bytes()[packets[i].offset()]).isEqualTo((byte) i);
          assertThat(senders[i].is(pair.here.local())).isTrue();
          assertThat(senders[i].toAddress()).isEqualTo(pair.here.local());
        }
        assertThat(pair.receive()).as("the rest").isEqualTo(2);
        assertThat(pair.there.receive(packets, senders)).isZero();
        assertThat(pair.here.flush()).as("nothing is sent twice").isZero();
        assertThat(pair.there.receive(packets, senders)).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void oneThatCannotBeSentTakesNoOtherAlong(Sockets sockets) throws IOException {
    try (Pair pair = new Pair(sockets, IPV4)) {
      int refused = 0;
      for (int i = 0; i < 6; i++) {
        // Nobody can be sent anything at port 0, nor IPv6 by a socket of IPv4.
        TransportAddress to =
            switch (i) {
              case 0, 3, 5 -> IPV4;
              case 4 -> IPV6.withPort(9);
              default -> pair.there.local();
            };
        refused += pair.here.put(packet(50, i), to) ? 0 : 1;
      }
      assertThat(refused + pair.here.flush()).isEqualTo(4);
      assertThat(pair.receive()).isEqualTo(2);
      assertThat(packets[0].bytes()[packets[0].offset()]).isEqualTo((byte) 1);
      assertThat(packets[1].bytes()[packets[1].offset()]).isEqualTo((byte) 2);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void oneThatIsTooLongComesEmptyAndTheNextWhole(Sockets sockets) throws IOException {
    try (Pair pair = new Pair(sockets, IPV4)) {
      pair.here.put(packet(Packet.MAX_LENGTH + 1, 1), pair.there.local());
      pair.here.put(packet(Packet.MAX_LENGTH, 2), pair.there.local());
      pair.here.flush();
      assertThat(pair.receive()).isEqualTo(2);
      assertThat(packets[0].length()).isZero();
      assertThat(packets[1].length()).isEqualTo(Packet.MAX_LENGTH);
      assertThat(packets[1].bytes()[packets[1].offset()]).isEqualTo((byte) 2);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void moreThanLeavesAtOnceIsRefusedAndGoesWithTheNext(Sockets sockets) throws IOException {
    try (Pair pair = new Pair(sockets, IPV4)) {
      int sent = 0;
      for (int i = 0; i < 100; i++) {
        if (!pair.here.put(packet(20, i), pair.there.local())) {
          assertThat(pair.here.flush()).isZero();
          assertThat(pair.here.put(packet(20, i), pair.there.local())).isTrue();
        }
      }
      pair.here.flush();
      while (sent < 100) {
        int count = pair.receive();
        for (int i = 0; i < count; i++) {
          assertThat(packets[i].bytes()[packets[i].offset()]).isEqualTo((byte) sent++);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void onceClosedItReadsAndSendsNothing(Sockets sockets) throws IOException {
    Pair pair = new Pair(sockets, IPV4);
    TransportAddress there = pair.there.local();
    pair.close();
    assertThat(pair.here.receive(packets, senders)).isZero();
    assertThat(pair.here.put(packet(10, 1), there)).isFalse();
    assertThat(pair.here.flush()).isZero();
    pair.here.close();
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void linuxsOwnAllocateNothing(Sockets sockets) throws IOException {
    if (sockets instanceof NioSockets) {
      return; // it makes an object for each buffer that is not the last one's
    }
    try (Pair pair = new Pair(sockets, IPV4)) {
      Packet packet = packet(172, 1);
      exchange(pair, packet, 2_000);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      exchange(pair, packet, 2_000);
      // What measuring itself takes is less than a byte for each packet.
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
    }
  }

  private void exchange(Pair pair, Packet packet, int rounds) {
    int got = 0;
    for (int i = 0; i < rounds; i++) {
      for (int j = 0; j < 4; j++) {
        pair.here.put(packet, pair.there.local());
      }
      pair.here.flush();
      pair.poller.await(10_000);
      got += pair.there.receive(packets, senders);
    }
    if (got != 4 * rounds) {
      throw new AssertionError("of " + 4 * rounds + " came " + got);
    }
  }
}
