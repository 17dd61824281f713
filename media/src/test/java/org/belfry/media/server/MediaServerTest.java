package org.belfry.media.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.belfry.media.relay.Dropped;
import org.belfry.media.relay.Flow;
import org.belfry.media.relay.Latching;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.MediaKind;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.relay.PayloadTypes;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.EpollSockets;
import org.belfry.media.server.socket.NioSockets;
import org.belfry.media.server.socket.Sockets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The media server with real sockets on loopback, by both kinds of sockets. */
class MediaServerTest {
  // Above the ports that Linux gives to sockets of other programs.
  private static final int FIRST_PORT = 61_000;
  private static final int LAST_PORT = 62_999;

  private record Closed(MediaLeg leg, LegTotals totals) {}

  /** What control was told. */
  private static final class Told implements MediaEvents {
    final BlockingQueue<LegEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Closed> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<RuntimeException> faults = new LinkedBlockingQueue<>();

    @Override
    public void happened(MediaLeg leg, LegEvent event) {
      events.add(event);
    }

    @Override
    public void closed(MediaLeg leg, LegTotals totals) {
      closed.add(new Closed(leg, totals));
    }

    @Override
    public void failed(MediaLeg leg, RuntimeException fault) {
      faults.add(fault);
    }

    Closed nextClosed() throws InterruptedException {
      Closed next = closed.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }
  }

  private final InetAddress four = InetAddress.getLoopbackAddress();
  private final Told told = new Told();
  private MediaServer server;

  static Stream<Sockets> sockets() {
    return EpollSockets.isSupported()
        ? Stream.of(new NioSockets(), new EpollSockets())
        : Stream.of(new NioSockets());
  }

  private void start(Sockets sockets, int first, int last) throws IOException {
    List<LocalAddress> addresses =
        ipv6Works()
            ? List.of(
                new LocalAddress("v4", four), new LocalAddress("v6", InetAddress.getByName("::1")))
            : List.of(new LocalAddress("v4", four));
    server =
        new MediaServer(
            MediaServerSettings.on(addresses).withPorts(first, last),
            sockets,
            Runnable::run,
            new Random(3));
  }

  @AfterEach
  void portsAreAllBack() {
    server.close();
    assertThat(server.legs()).isZero();
    assertThat(server.calls()).isZero();
    assertThat(server.portsInUse("v4")).isZero();
    assertThat(server.portsInUse("v6")).isZero();
    assertThat(told.faults).isEmpty();
    server.checkPorts();
  }

  /** RFC 8843: legs of one phone behind one port; each is closed and told of by itself. */
  @ParameterizedTest
  @MethodSource("sockets")
  void legsThatShareAPortAreToldApartByWhatTheyAgreedOn(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall call = server.open("1", told);
    try (Phone alice = new Phone(four, 1);
        Phone bob = new Phone(four, 2)) {
      MediaLeg a = leg(call, "a", "v4", alice);
      MediaLeg b = leg(call, "b", "v4", bob);
      join(a, b);
      MediaLeg video = a.share("a.1", LegSettings.of(MediaKind.VIDEO));
      MediaLeg screen = a.share("a.2", LegSettings.of(MediaKind.VIDEO));
      assertThat(video.rtp()).isEqualTo(a.rtp());
      assertThat(server.portsInUse("v4")).isEqualTo(2);
      alice.speaks(a.rtp(), "hello");
      assertThat(bob.hears(true)).isEqualTo("hello");
      video.selected(alice.address(), 1, true);
      video.sendRaw(new byte[] {1}, alice.address(), 1);
      screen.close();
      assertThat(told.nextClosed().leg()).isSameAs(screen);
      a.close();
      assertThat(told.nextClosed().leg()).isSameAs(video);
      assertThat(told.nextClosed().leg()).isSameAs(a);
      assertThat(server.legs()).isOne();
      call.close();
      assertThatThrownBy(() -> a.share("a.3", LegSettings.of(MediaKind.VIDEO)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void twoPhonesHearEachOtherAndNobodyElse(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall call = server.open("1", told);
    try (Phone alice = new Phone(four, 1);
        Phone bob = new Phone(four, 2);
        Phone mallory = new Phone(InetAddress.getByName("127.0.0.66"), 3)) {
      MediaLeg a = leg(call, "a", "v4", alice);
      MediaLeg b = leg(call, "b", "v4", bob);
      join(a, b);
      assertThat(a.rtp().port()).isEven().isBetween(FIRST_PORT, LAST_PORT);
      assertThat(a.rtcp().port()).isEqualTo(a.rtp().port() + 1);

      mallory.speaks(a.rtp(), "let me in");
      alice.speaks(a.rtp(), "hello");
      assertThat(bob.hears(true)).isEqualTo("hello");
      bob.speaks(b.rtp(), "hi");
      assertThat(alice.hears(true)).isEqualTo("hi");
      mallory.speaks(a.rtp(), "let me in");
      assertThat(bob.hears(false)).isNull();
      assertThat(mallory.hears(false)).isNull();

      call.close();
      assertThat(told.nextClosed().totals().dropped()).containsKey(Dropped.STRANGER);
      assertThat(told.nextClosed().totals().received()).isEqualTo(1);
      assertThat(told.events).contains(new LegEvent.MediaBegan(alice.address()));
      assertThat(server.packetsReceived()).isEqualTo(2);
      assertThat(server.packetsSent()).isEqualTo(2);
      assertThat(server.packetsDropped(Dropped.STRANGER)).isPositive();
      assertThat(server.packetsDropped(Dropped.FORGED)).isZero();
    }
  }

  /** RFC 4594 §4.1: telephony is expedited forwarding; the kernel tells it of the sockets. */
  @ParameterizedTest
  @MethodSource("sockets")
  void mediaIsMarkedForRouters(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall call = server.open("1", told);
    try (Phone alice = new Phone(four, 1)) {
      MediaLeg a = leg(call, "a", "v4", alice);
      Process ss =
          new ProcessBuilder("ss", "-Huan", "--tos", "sport", "=", ":" + a.rtp().port()).start();
      String said = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).contains("tos:0xb8");
      call.close();
      assertThat(told.nextClosed().leg()).isSameAs(a);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void ipv4HearsIpv6(Sockets sockets) throws Exception {
    assumeTrue(ipv6Works(), "no IPv6 on this machine");
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall call = server.open("1", told);
    try (Phone alice = new Phone(four, 1);
        Phone bob = new Phone(InetAddress.getByName("::1"), 2)) {
      MediaLeg a = leg(call, "a", "v4", alice);
      MediaLeg b = leg(call, "b", "v6", bob);
      join(a, b);
      alice.speaks(a.rtp(), "hello");
      assertThat(bob.hears(true)).isEqualTo("hello");
      bob.speaks(b.rtp(), "hi");
      assertThat(alice.hears(true)).isEqualTo("hi");
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void anApplicationSpeaksFromAThreadOfItsOwn(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall call = server.open("1", told);
    try (Phone alice = new Phone(four, 1)) {
      MediaLeg a = leg(call, "a", "v4", alice);
      Packet frame = new Packet();
      for (int i = 0; i < 50; i++) {
        frame.beginRtp(0, i, i * 160, 7, 1);
        frame.bytes()[frame.payloadOffset()] = (byte) ('0' + i % 10);
        assertThat(a.send(frame)).isTrue();
        assertThat(alice.hears(true)).isEqualTo(String.valueOf(i % 10));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void stunIsHandedOverAndAnswersGoOut(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall call = server.open("1", told);
    BlockingQueue<byte[]> got = new LinkedBlockingQueue<>();
    try (DatagramSocket browser = new DatagramSocket(0, four)) {
      MediaLeg a = opened(call.open("a", "v4", false, LegSettings.of(MediaKind.AUDIO)));
      assertThat(a.rtcp()).isEqualTo(a.rtp());
      a.ice((message, from, component) -> {
        got.add(message);
        a.sendRaw("pong".getBytes(StandardCharsets.US_ASCII), from, component);
      });
      a.totals().join(); // by now it has been done
      byte[] ping = {0, 1, 0, 0, 42};
      browser.send(new DatagramPacket(ping, 5, a.rtp().socketAddress()));
      assertThat(got.poll(5, TimeUnit.SECONDS)).isEqualTo(ping);
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      browser.setSoTimeout(5000);
      browser.receive(answer);
      assertThat(answer.getLength()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void anEmptyPoolIsAnAnswerAndNotAnException(Sockets sockets) throws Exception {
    start(sockets, 63_000, 63_005);
    MediaCall call = server.open("1", told);
    LegSettings settings = LegSettings.of(MediaKind.AUDIO);
    for (int i = 0; i < 3; i++) {
      opened(call.open("leg " + i, "v4", true, settings));
    }
    assertThat(call.open("one more", "v4", true, settings))
        .isEqualTo(new LegOpening.NoPort("all 3 pairs of media ports of v4 are in use"));
    assertThat(server.refused()).isEqualTo(1);
    call.close();
    for (int i = 0; i < 3; i++) {
      told.nextClosed();
    }
    opened(server.open("2", told).open("leg", "v4", true, settings));
    assertThatThrownBy(() -> call.open("late", "v4", true, settings))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aPortOfAnotherProgramIsPassedOver(Sockets sockets) throws Exception {
    try (DatagramSocket foreign = new DatagramSocket(63_010, four);
        DatagramSocket foreignToo = new DatagramSocket(63_013, four)) {
      assertThat(foreign.isBound() && foreignToo.isBound()).isTrue();
      start(sockets, 63_010, 63_015);
      MediaLeg leg =
          opened(server.open("1", told).open("a", "v4", true, LegSettings.of(MediaKind.AUDIO)));
      assertThat(leg.rtp().port()).isEqualTo(63_014);
      assertThat(server.open("2", told).open("a", "v4", true, LegSettings.of(MediaKind.AUDIO)))
          .isInstanceOf(LegOpening.NoPort.class);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aThousandCallsLeaveNothingBehind(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    try (Phone alice = new Phone(four, 1);
        Phone bob = new Phone(four, 2)) {
      long before = openFiles();
      for (int i = 0; i < 1000; i++) {
        MediaCall call = server.open("call " + i, told);
        MediaLeg a = leg(call, "a", "v4", alice);
        MediaLeg b = leg(call, "b", "v4", bob);
        join(a, b);
        if (i % 100 == 0) {
          alice.speaks(a.rtp(), "call " + i);
          assertThat(bob.hears(true)).isEqualTo("call " + i);
        }
        call.close();
        told.nextClosed();
        told.nextClosed();
      }
      assertThat(server.portsInUse("v4")).isZero();
      server.checkPorts();
      // Whatever else the JVM opens meanwhile (a jar, say): 2,000 legs had a thousand times that.
      assertThat(openFiles()).isLessThan(before + 100);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void aLegThatBreaksIsClosedAndTheOthersGoOn(Sockets sockets) throws Exception {
    start(sockets, FIRST_PORT, LAST_PORT);
    MediaCall broken = server.open("1", told);
    MediaCall good = server.open("2", told);
    try (Phone alice = new Phone(four, 1);
        Phone bob = new Phone(four, 2);
        Phone carol = new Phone(four, 3)) {
      MediaLeg bad = leg(broken, "a", "v4", carol);
      bad.sink((packet, now) -> {
        throw new IllegalStateException("on purpose");
      });
      MediaLeg a = leg(good, "a", "v4", alice);
      MediaLeg b = leg(good, "b", "v4", bob);
      join(a, b);
      bad.totals().join();
      carol.speaks(bad.rtp(), "boom");
      assertThat(told.faults.poll(5, TimeUnit.SECONDS)).hasMessage("on purpose");
      assertThat(told.nextClosed().leg()).isSameAs(bad);
      alice.speaks(a.rtp(), "hello");
      assertThat(bob.hears(true)).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void whenControlIsGonePortsComeBackAllTheSame(Sockets sockets) throws Exception {
    server =
        new MediaServer(
            MediaServerSettings.on(List.of(new LocalAddress("v4", four)))
                .withPorts(FIRST_PORT, LAST_PORT),
            sockets,
            command -> {
              throw new RejectedExecutionException("control is gone");
            },
            new Random(3));
    try (Phone alice = new Phone(four, 1)) {
      MediaLeg a = leg(server.open("1", told), "a", "v4", alice);
      a.close();
      a.totals().join();
      assertThat(server.portsInUse("v4")).isZero();
      assertThat(server.untold()).isEqualTo(1);
    }
  }

  private static MediaLeg leg(MediaCall call, String name, String address, Phone phone) {
    LegSettings settings =
        LegSettings.of(MediaKind.AUDIO)
            .withRemote(phone.address())
            .withLatching(Latching.HOST, null)
            .withFlow(Flow.BOTH)
            .withPayloadTypes(PayloadTypes.of(Map.of(0, 8000)), Impairment.G711)
            .withMediaTimeout(Duration.ofSeconds(30));
    return opened(call.open(name, address, true, settings));
  }

  private static MediaLeg opened(LegOpening opening) {
    assertThat(opening).isInstanceOf(LegOpening.Opened.class);
    return ((LegOpening.Opened) opening).leg();
  }

  private static void join(MediaLeg a, MediaLeg b) {
    a.hears(b, PayloadMap.SAME);
    b.hears(a, PayloadMap.SAME);
    b.totals().join(); // by now both have been done
  }

  private static boolean ipv6Works() {
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static long openFiles() throws IOException {
    Path files = Path.of("/proc/self/fd");
    if (!Files.isDirectory(files)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(files)) {
      return all.count();
    }
  }
}
