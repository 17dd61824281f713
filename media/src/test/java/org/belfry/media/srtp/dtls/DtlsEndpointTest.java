package org.belfry.media.srtp.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.dtls.DtlsEndpoint.Phase;
import org.belfry.media.srtp.dtls.DtlsEvent.Closed;
import org.belfry.media.srtp.dtls.DtlsEvent.Connected;
import org.belfry.media.srtp.dtls.DtlsEvent.Failed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5763, RFC 5764, RFC 6347 §4.2.4. Real time: the library's clock cannot be set. */
class DtlsEndpointTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private static final SrtpSuite[] ALL = {
    SrtpSuite.AEAD_AES_128_GCM,
    SrtpSuite.AEAD_AES_256_GCM,
    SrtpSuite.AES_CM_128_HMAC_SHA1_80,
    SrtpSuite.AES_CM_128_HMAC_SHA1_32
  };

  private final AtomicInteger threads = new AtomicInteger();
  private final ThreadFactory counted =
      task ->
          Thread.ofVirtual()
              .unstarted(() -> {
                threads.incrementAndGet();
                try {
                  task.run();
                } finally {
                  threads.decrementAndGet();
                }
              });
  private final DtlsSettings quick = settings(Duration.ofSeconds(10), 64, 32, ALL);
  private Weather weather = new Weather(1, 0);

  @BeforeAll
  static void prepare() {
    SrtpProtection.prepare();
  }

  @AfterEach
  void end() {
    weather.close();
  }

  @Test
  void bothSidesGetTheKeysOfTheOther() throws InterruptedException {
    Pair pair = new Pair(quick, quick);
    SrtpProtection active = pair.active.keys();
    SrtpProtection passive = pair.passive.keys();
    assertThat(active.suite()).isEqualTo(SrtpSuite.AEAD_AES_128_GCM);
    for (int i = 0; i < 10; i++) {
      crosses(active, passive, i);
      crosses(passive, active, i);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SrtpSuite.class,
      names = {"AES_256_CM_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_32"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyProfileIsAgreedWhereItIsTheOnlyCommonOne(SrtpSuite suite) throws InterruptedException {
    Pair pair = new Pair(settings(Duration.ofSeconds(10), 64, 32, suite), quick);
    SrtpProtection active = pair.active.keys();
    assertThat(active.suite()).isEqualTo(suite);
    crosses(active, pair.passive.keys(), 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void keysAreAgreedInBadWeather(long seed) throws InterruptedException {
    weather.close();
    weather = new Weather(seed, 25);
    Pair pair = new Pair(quick, quick);
    crosses(pair.active.keys(), pair.passive.keys(), 1);
  }

  @Test
  void anotherCertificateThanTheAnnouncedIsRefusedByThePassiveSide() throws InterruptedException {
    Dtls stranger = dtls(quick);
    Dtls phone = dtls(quick);
    Dtls server = dtls(quick);
    Party passive = new Party();
    Party active = new Party();
    connect(phone, server, active, passive, stranger.fingerprint(), server.fingerprint());
    assertThat(passive.event())
        .isEqualTo(
            new Failed("the other side's certificate is not the one of its session description"));
    assertThat(active.event())
        .isEqualTo(new Failed("the other side broke off DTLS: bad_certificate(42)"));
  }

  @Test
  void anotherCertificateThanTheAnnouncedIsRefusedByTheActiveSide() throws InterruptedException {
    Dtls stranger = dtls(quick);
    Dtls phone = dtls(quick);
    Dtls server = dtls(quick);
    Party passive = new Party();
    Party active = new Party();
    connect(phone, server, active, passive, phone.fingerprint(), stranger.fingerprint());
    assertThat(active.event())
        .isEqualTo(
            new Failed("the other side's certificate is not the one of its session description"));
    assertThat(passive.event())
        .isEqualTo(new Failed("the other side broke off DTLS: bad_certificate(42)"));
  }

  @Test
  void withoutACommonProfileThereAreNoKeys() throws InterruptedException {
    Pair pair =
        new Pair(
            settings(Duration.ofSeconds(10), 64, 32, SrtpSuite.AEAD_AES_128_GCM),
            settings(Duration.ofSeconds(10), 64, 32, SrtpSuite.AES_CM_128_HMAC_SHA1_80));
    assertThat(pair.passive.event())
        .isEqualTo(new Failed("the other side offers none of our SRTP profiles"));
    assertThat(pair.active.event())
        .isEqualTo(new Failed("the other side broke off DTLS: handshake_failure(40)"));
  }

  @Test
  void whoIsNotAnsweredGivesUp() throws InterruptedException {
    Dtls phone = dtls(settings(Duration.ofMillis(300), 64, 32, ALL));
    Party active = new Party();
    AtomicInteger sent = new AtomicInteger();
    phone.open(
        DtlsRole.ACTIVE,
        List.of(phone.fingerprint()),
        datagram -> sent.incrementAndGet(),
        active.events::add);
    assertThat(active.event())
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.why()).contains("not finished within 300 ms"));
    assertThat(sent.get()).as("sent again").isGreaterThan(1);
  }

  @Test
  void aPassiveEndpointTakesNoThreadUntilItIsSpokenTo() {
    Dtls server = dtls(quick);
    DtlsEndpoint passive = open(server, DtlsRole.PASSIVE, new Party());
    passive.received(new byte[20]);
    assertThat(threads.get()).isZero();
    assertThat(passive.phase()).isEqualTo(Phase.WAITING);
    assertThat(passive.dropped()).isOne();
  }

  @Test
  void whoClosesTellsTheOtherSideAndNoThreadIsLeft() throws InterruptedException {
    Pair pair = new Pair(quick, quick);
    pair.active.keys();
    pair.passive.keys();
    pair.active.endpoint.close();
    assertThat(pair.passive.event()).isEqualTo(new Closed("the other side closed DTLS"));
    assertThat(pair.active.endpoint.phase()).isEqualTo(Phase.ENDED);
    assertThat(pair.passive.endpoint.phase()).isEqualTo(Phase.ENDED);
    eventually(() -> threads.get() == 0);
    pair.active.endpoint.close();
    assertThat(pair.active.events).isEmpty();
  }

  @Test
  void closingEndsAHandshakeAtOnce() throws InterruptedException {
    Dtls phone = dtls(quick);
    Party active = new Party();
    DtlsEndpoint endpoint = open(phone, DtlsRole.ACTIVE, active);
    eventually(() -> threads.get() == 1);
    endpoint.close();
    eventually(() -> threads.get() == 0);
    assertThat(active.events).isEmpty();
  }

  /** RFC 6347 §4.2.3: whoever sends a fragment says how long the message will be. */
  @Test
  void whatPromisesHugeMessagesTakesNoMemory() throws InterruptedException {
    AtomicLong taken = new AtomicLong();
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ThreadFactory measured =
        task ->
            new Thread(() -> {
              long before = memory.getCurrentThreadAllocatedBytes();
              try {
                task.run();
              } finally {
                taken.addAndGet(memory.getCurrentThreadAllocatedBytes() - before);
              }
            });
    DtlsSettings patient = settings(Duration.ofSeconds(1), 64, 32, ALL);
    Dtls server = new Dtls(DtlsIdentity.make(RANDOM, NOW), patient, RANDOM, measured);
    DtlsEndpoint passive = open(server, DtlsRole.PASSIVE, new Party());
    passive.received(promises(16));
    eventually(() -> passive.dropped() == 1 || taken.get() > 0);
    passive.received(behindAnother(promises(16)));
    eventually(() -> passive.dropped() == 2 || taken.get() > 0);
    assertThat(taken.get()).as("bytes for datagrams of some hundred").isLessThan(16 << 20);
  }

  /** A datagram whose first record begins a handshake as it should. */
  private static byte[] behindAnother(byte[] record) {
    ByteBuffer datagram = ByteBuffer.allocate(13 + 12 + 75 + record.length);
    datagram.put((byte) 22).putShort((short) 0xfefd).putLong(0).putShort((short) (12 + 75));
    datagram.putInt(0x01000000 | 75).putShort((short) 0).put(new byte[3]).put((byte) 0);
    datagram.putShort((short) 75).put(new byte[75]).put(record);
    return datagram.array();
  }

  /** A record of so many empty fragments, each the first of a message of 16 MiB. */
  private static byte[] promises(int messages) {
    ByteBuffer datagram = ByteBuffer.allocate(13 + 12 * messages);
    datagram.put((byte) 22).putShort((short) 0xfefd).putLong(0).putShort((short) (12 * messages));
    for (int message = 0; message < messages; message++) {
      datagram.putInt(0x01ffffff).putShort((short) message).put(new byte[6]);
    }
    return datagram.array();
  }

  @Test
  void afterTheHandshakeNoThreadWaits() throws InterruptedException {
    Pair pair = new Pair(quick, quick);
    pair.active.keys();
    pair.passive.keys();
    eventually(() -> pair.active.endpoint.phase() == Phase.RESTING);
    eventually(() -> pair.passive.endpoint.phase() == Phase.RESTING);
    eventually(() -> threads.get() == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void junkBeforeAndAfterDoesNotDisturb(long seed) throws InterruptedException {
    Random random = new Random(seed);
    Dtls phone = dtls(quick);
    Dtls server = dtls(quick);
    Party passive = new Party();
    Party active = new Party();
    passive.endpoint =
        server.open(
            DtlsRole.PASSIVE,
            List.of(phone.fingerprint()),
            datagram -> weather.carry(datagram, active::received),
            passive.events::add);
    for (int i = 0; i < 50; i++) {
      passive.endpoint.received(junk(random));
    }
    eventually(() -> passive.endpoint.phase() == Phase.WAITING);
    active.endpoint =
        phone.open(
            DtlsRole.ACTIVE,
            List.of(server.fingerprint()),
            datagram -> weather.carry(datagram, passive::received),
            active.events::add);
    SrtpProtection one = active.keys();
    SrtpProtection other = passive.keys();
    for (int i = 0; i < 2000; i++) {
      passive.endpoint.received(junk(random));
      active.endpoint.received(junk(random));
    }
    crosses(one, other, 1);
    eventually(() -> passive.endpoint.phase() == Phase.RESTING);
    eventually(() -> active.endpoint.phase() == Phase.RESTING);
    eventually(() -> threads.get() == 0);
    active.endpoint.close();
    assertThat(passive.event()).isInstanceOf(Closed.class);
  }

  @Test
  void handshakesWaitForTheirTurnToCompute() throws InterruptedException {
    Dtls phone = dtls(settings(Duration.ofMillis(400), 1, 32, ALL));
    CountDownLatch over = new CountDownLatch(1);
    phone.open(
        DtlsRole.ACTIVE,
        List.of(phone.fingerprint()),
        datagram -> awaits(over),
        new Party().events::add);
    eventually(() -> threads.get() == 1);
    Party second = new Party();
    open(phone, DtlsRole.ACTIVE, second);
    assertThat(second.event())
        .isEqualTo(new Failed("1 DTLS handshakes were under way and none ended within 400 ms"));
    over.countDown();
  }

  /** RFC 5763 §5: who is active sends the first flight, and must wait for one who never answers. */
  @Test
  void handshakesThatAreNotAnsweredDelayNobody() throws InterruptedException {
    Dtls server = dtls(quick);
    List<DtlsEndpoint> silent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      silent.add(open(server, DtlsRole.ACTIVE, new Party()));
    }
    eventually(() -> threads.get() == 100);
    Dtls phone = dtls(quick);
    Party active = new Party();
    Party passive = new Party();
    connect(phone, server, active, passive, phone.fingerprint(), server.fingerprint());
    assertThat(passive.events.poll(5, TimeUnit.SECONDS)).isInstanceOf(Connected.class);
    assertThat(active.events.poll(5, TimeUnit.SECONDS)).isInstanceOf(Connected.class);
    silent.forEach(DtlsEndpoint::close);
    eventually(() -> threads.get() == 0);
  }

  @Test
  void ofTooManyHandshakesTheOldestGivesWay() throws InterruptedException {
    Dtls server = dtls(settings(Duration.ofSeconds(60), 64, 32, ALL));
    Party first = new Party();
    List<DtlsEndpoint> all = new ArrayList<>(List.of(open(server, DtlsRole.ACTIVE, first)));
    eventually(() -> server.underWay() == 1);
    for (int i = 0; i < Turns.MOST_UNDER_WAY; i++) {
      all.add(open(server, DtlsRole.ACTIVE, new Party()));
    }
    assertThat(first.event())
        .isEqualTo(new Failed("more than 2000 DTLS handshakes were under way; it was the oldest"));
    assertThat(server.underWay()).isLessThanOrEqualTo(Turns.MOST_UNDER_WAY);
    all.forEach(DtlsEndpoint::close);
    eventually(() -> server.underWay() == 0 && threads.get() == 0);
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void moreDatagramsThanTheQueueHoldsAreDropped() {
    Dtls server =
        new Dtls(
            DtlsIdentity.make(RANDOM, NOW),
            settings(Duration.ofSeconds(10), 64, 4, ALL),
            RANDOM,
            task -> Thread.ofVirtual().unstarted(() -> {}));
    DtlsEndpoint passive = open(server, DtlsRole.PASSIVE, new Party());
    byte[] record = new byte[100];
    record[0] = 22;
    record[1] = (byte) 0xfe;
    record[2] = (byte) 0xfd;
    record[13] = 1;
    record[16] = 75;
    record[24] = 75;
    for (int i = 0; i < 10; i++) {
      passive.received(record);
    }
    assertThat(passive.dropped()).isEqualTo(6);
  }

  @Test
  void withoutAFingerprintNothingIsOpened() {
    Dtls server = dtls(quick);
    assertThatThrownBy(() -> server.open(DtlsRole.PASSIVE, List.of(), d -> {}, e -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] junk(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (bytes.length > 26 && random.nextInt(4) > 0) {
      bytes[0] = (byte) (20 + random.nextInt(4));
      bytes[1] = (byte) 0xfe;
      bytes[2] = (byte) (random.nextBoolean() ? 0xfd : 0xff);
      bytes[3] = 0;
      bytes[4] = (byte) random.nextInt(2);
      bytes[11] = 0;
      bytes[12] = (byte) (bytes.length - 13);
      if (random.nextBoolean()) {
        // A whole handshake message, of a type that may come.
        bytes[0] = 22;
        bytes[4] = 0;
        bytes[13] = (byte) List.of(1, 2, 3, 11, 12, 14, 16, 20).get(random.nextInt(8)).intValue();
        bytes[14] = 0;
        bytes[15] = 0;
        bytes[16] = (byte) (bytes.length - 25);
        bytes[17] = 0;
        bytes[18] = (byte) random.nextInt(2);
        bytes[19] = 0;
        bytes[20] = 0;
        bytes[21] = 0;
        bytes[22] = 0;
        bytes[23] = 0;
        bytes[24] = bytes[16];
      }
    }
    return bytes;
  }

  private static void crosses(SrtpProtection from, SrtpProtection to, int sequence) {
    Packet packet = new Packet();
    packet.beginRtp(0, sequence, 160 * sequence, 7, 160);
    byte[] plain = packet.toBytes();
    assertThat(from.protect(packet)).isEqualTo(Verdict.PASS);
    assertThat(to.unprotect(packet)).isEqualTo(Verdict.PASS);
    assertThat(packet.toBytes()).isEqualTo(plain);
  }

  private void connect(
      Dtls phone,
      Dtls server,
      Party active,
      Party passive,
      Fingerprint announcedToPassive,
      Fingerprint announcedToActive) {
    passive.endpoint =
        server.open(
            DtlsRole.PASSIVE,
            List.of(announcedToPassive),
            datagram -> weather.carry(datagram, active::received),
            passive.events::add);
    active.endpoint =
        phone.open(
            DtlsRole.ACTIVE,
            List.of(announcedToActive),
            datagram -> weather.carry(datagram, passive::received),
            active.events::add);
  }

  /** With its own fingerprint as the other's, and nobody there. */
  private DtlsEndpoint open(Dtls dtls, DtlsRole role, Party party) {
    return dtls.open(role, List.of(dtls.fingerprint()), datagram -> {}, party.events::add);
  }

  private Dtls dtls(DtlsSettings settings) {
    return new Dtls(DtlsIdentity.make(RANDOM, NOW), settings, RANDOM, counted);
  }

  private static DtlsSettings settings(
      Duration timeout, int handshakes, int queue, SrtpSuite... suites) {
    return new DtlsSettings(
        List.of(suites), timeout, Duration.ofMillis(20), 1200, handshakes, queue);
  }

  /** Looks until it is so; the threads watched are the library's. */
  private static void eventually(java.util.function.BooleanSupplier so)
      throws InterruptedException {
    BlockingQueue<String> never = new LinkedBlockingQueue<>();
    for (int i = 0; i < 1000 && !so.getAsBoolean(); i++) {
      never.poll(10, TimeUnit.MILLISECONDS);
    }
    assertThat(so.getAsBoolean()).isTrue();
  }

  private final class Pair {
    final Party active = new Party();
    final Party passive = new Party();

    Pair(DtlsSettings ofActive, DtlsSettings ofPassive) {
      Dtls phone = dtls(ofActive);
      Dtls server = dtls(ofPassive);
      connect(phone, server, active, passive, phone.fingerprint(), server.fingerprint());
    }
  }

  private static final class Party {
    final BlockingQueue<DtlsEvent> events = new LinkedBlockingQueue<>();
    volatile DtlsEndpoint endpoint;

    void received(byte[] datagram) {
      // It shakes hands before the test has been given it, and alerts are not sent again.
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (endpoint == null && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      DtlsEndpoint open = endpoint;
      if (open != null) {
        open.received(datagram);
      }
    }

    DtlsEvent event() throws InterruptedException {
      return events.poll(20, TimeUnit.SECONDS);
    }

    SrtpProtection keys() throws InterruptedException {
      DtlsEvent event = event();
      assertThat(event).isInstanceOf(Connected.class);
      return ((Connected) event).protection();
    }
  }
}
