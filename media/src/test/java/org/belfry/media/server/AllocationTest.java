package org.belfry.media.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.belfry.media.AllocatedBytes;
import org.belfry.media.relay.Flow;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegLimits;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.relay.PayloadTypes;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.EpollSockets;
import org.belfry.media.server.socket.NioSockets;
import org.belfry.media.server.socket.Poller;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.server.socket.UdpSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The path of a packet allocates nothing: measured on the loop's thread, sockets and all. */
class AllocationTest {
  private static final int CALLS = 10;

  /**
   * So few that most rounds fall between two ticks of the wheel: reports and figures may allocate.
   */
  private static final int PACKETS = 1000;

  private static final int SIZE = 160;

  static Stream<Sockets> sockets() {
    return EpollSockets.isSupported()
        ? Stream.of(new NioSockets(), new EpollSockets())
        : Stream.of(new NioSockets());
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aPacketOnTheSteadyPathAllocatesNothing(Sockets sockets) throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    MediaServerSettings settings =
        MediaServerSettings.on(List.of(new LocalAddress("lo", host)))
            .withPorts(63_500, 63_999)
            .withLoops(1)
            .withNap(Duration.ZERO);
    Executor callbacks = Runnable::run;
    try (MediaServer server = new MediaServer(settings, sockets, callbacks, new Random(5));
        Poller poller = sockets.poller()) {
      List<Caller> callers = new ArrayList<>();
      try {
        for (int i = 0; i < CALLS; i++) {
          callers.add(new Caller(server, sockets, poller, host, i));
        }
        Runnable round = () -> relay(callers, poller, PACKETS);
        assertThat(AllocatedBytes.least(loop(), round)).isZero();
      } finally {
        callers.forEach(caller -> caller.socket.close());
      }
    }
  }

  private static void relay(List<Caller> callers, Poller poller, int packets) {
    Packet packet = new Packet();
    Sender sender = new Sender();
    int heard = 0;
    for (int sent = 0; sent < packets; sent++) {
      Caller caller = callers.get(sent % CALLS);
      packet.beginRtp(0, caller.sequence & 0xffff, caller.sequence * SIZE, 7, SIZE);
      caller.sequence++;
      caller.socket.send(packet, caller.target);
      long patience = System.nanoTime() + 2_000_000_000L;
      while (heard <= sent - CALLS + 1 && System.nanoTime() < patience) {
        int ready = poller.await(1);
        for (int i = 0; i < ready; i++) {
          if (((UdpSocket) poller.owner(i)).receive(packet, sender)) {
            heard++;
          }
        }
      }
      assertThat(heard).isGreaterThan(sent - CALLS);
    }
  }

  private static Thread loop() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("media-0") && thread.isAlive())
        .max(Comparator.comparingLong(Thread::threadId))
        .orElseThrow();
  }

  /** A phone whose call is relayed back to itself. */
  private static final class Caller {
    final UdpSocket socket;
    final TransportAddress target;
    int sequence;

    Caller(MediaServer server, Sockets sockets, Poller poller, InetAddress host, int number)
        throws IOException {
      TransportAddress own = TransportAddress.of(host, 64_000 + number);
      socket = sockets.open(own, 0);
      poller.add(socket, socket);
      LegSettings settings =
          LegSettings.of(MediaKind.AUDIO)
              .withRemote(own)
              .withFlow(Flow.BOTH)
              .withLimits(new LegLimits(1_000_000, 1_000_000_000))
              .withPayloadTypes(PayloadTypes.of(Map.of(0, 8000)), Impairment.G711);
      MediaCall call = server.open("call " + number, new Deaf());
      MediaLeg a = ((LegOpening.Opened) call.open("a", "lo", false, settings)).leg();
      MediaLeg b = ((LegOpening.Opened) call.open("b", "lo", false, settings)).leg();
      b.hears(a, PayloadMap.SAME);
      target = a.rtp();
    }
  }

  private static final class Deaf implements MediaEvents {
    @Override
    public void happened(MediaLeg leg, LegEvent event) {}

    @Override
    public void closed(MediaLeg leg, LegTotals totals) {}

    @Override
    public void failed(MediaLeg leg, RuntimeException fault) {
      throw fault;
    }
  }
}
