package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;

/** Who may have a connection, and who goes first. */
class AdmissionTest {
  private static final InetSocketAddress US =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5061);
  private static final ConnectionLimits LIMITS =
      new ConnectionLimits(64, 32, 16, 4, Duration.ofMinutes(3));

  private final TransportCounters counters = new TransportCounters();
  private final Set<InetAddress> known = new HashSet<>();
  private final Set<Long> bound = new HashSet<>();
  private final Map<InetAddress, List<Fake>> open = new HashMap<>();
  private final Admission admission = new Admission(LIMITS, this::regard, counters);
  private long number;

  private ConnectionPriority regard(Hop hop) {
    return bound.contains(hop.connection())
        ? ConnectionPriority.BOUND
        : known.contains(Sources.source(hop.remote().getAddress()))
            ? ConnectionPriority.KNOWN
            : ConnectionPriority.STRANGER;
  }

  /** A connection that this test says everything about. */
  private final class Fake implements Connection {
    private final Hop hop;
    private final boolean accepted;
    private long quiet;
    private volatile boolean closed;

    Fake(Hop hop, boolean accepted) {
      this.hop = hop;
      this.accepted = accepted;
    }

    @Override
    public Hop hop() {
      return hop;
    }

    @Override
    public boolean accepted() {
      return accepted;
    }

    @Override
    public boolean send(byte[] message, Hop to) {
      return true;
    }

    @Override
    public long quietFor() {
      return quiet;
    }

    @Override
    public Future<?> close(String why) {
      closed = true;
      admission.left(this);
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
    }

    @Override
    public void tick(Ticks limits) {}
  }

  private Fake connects(String address) {
    InetSocketAddress remote =
        new InetSocketAddress(InetAddress.ofLiteral(address), 10_000 + (int) number);
    Hop hop = new Hop(Transport.TLS, US, remote, ++number);
    if (!admission.admits(hop)) {
      return null;
    }
    Fake made = new Fake(hop, true);
    admission.entered(made);
    open.computeIfAbsent(remote.getAddress(), a -> new ArrayList<>()).add(made);
    return made;
  }

  private void knows(String address) {
    known.add(Sources.source(InetAddress.ofLiteral(address)));
  }

  private Fake registers(String address) {
    Fake phone = connects(address);
    bound.add(phone.hop.connection());
    knows(address);
    return phone;
  }

  @Test
  void oneStrangerDisplacesOnlyItself() {
    Fake other = connects("198.51.100.9");
    other.quiet = 100;
    Fake first = connects("203.0.113.1");
    for (int i = 0; i < 9; i++) {
      assertThat(connects("203.0.113.1")).isNotNull();
    }
    assertThat(open.get(first.hop.remote().getAddress()))
        .filteredOn(each -> !each.closed)
        .hasSize(LIMITS.strangersPerSource());
    assertThat(first.closed).isTrue();
    assertThat(other.closed).isFalse();
    assertThat(counters.connectionsDisplaced.sum()).isEqualTo(6);
  }

  @Test
  void ofAStrangersConnectionsTheOneGoesThatWasSilentLongest() {
    List<Fake> four = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      four.add(connects("203.0.113.1"));
    }
    four.get(2).quiet = 50;
    connects("203.0.113.1");
    assertThat(four).extracting(each -> each.closed).containsExactly(false, false, true, false);
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneStranger() {
    List<Fake> all = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      all.add(connects("2001:db8:1:2::" + i));
    }
    assertThat(all).filteredOn(each -> !each.closed).hasSize(LIMITS.strangersPerSource());
  }

  @Test
  void strangersOfManyAddressesTakeNoMoreThanTheirShareAndWhoHasManyGoesFirst() {
    Fake alone = connects("198.51.100.9");
    alone.quiet = 1000;
    for (int from = 1; from <= 8; from++) {
      for (int i = 0; i < 4; i++) {
        connects("203.0.113." + from);
      }
    }
    assertThat(open.values().stream().flatMap(List::stream).filter(each -> !each.closed))
        .hasSizeLessThanOrEqualTo(LIMITS.strangers());
    assertThat(alone.closed).as("the only one of its address").isFalse();
  }

  @Test
  void registeredPhonesStayWhateverStrangersDo() {
    List<Fake> phones = new ArrayList<>();
    for (int i = 1; i <= 48; i++) {
      phones.add(registers("10.0.0." + i));
    }
    for (int i = 0; i < 500; i++) {
      connects("203.0.113." + (1 + i % 200));
    }
    for (int i = 49; i <= 60; i++) {
      knows("10.0.0." + i);
      phones.add(registers("10.0.0." + i));
    }
    assertThat(phones).noneMatch(each -> each.closed);
  }

  @Test
  void aPhoneFromAKnownOfficeDisplacesThoseOfTheOfficeThatNeverRegistered() {
    Fake registered = registers("198.51.100.1");
    List<Fake> idle = new ArrayList<>();
    for (int i = 1; i < LIMITS.perSource(); i++) {
      idle.add(connects("198.51.100.1"));
    }
    assertThat(idle).noneMatch(each -> each.closed);
    assertThat(connects("198.51.100.1")).isNotNull();
    assertThat(idle).filteredOn(each -> each.closed).hasSize(1);
    assertThat(registered.closed).isFalse();
  }

  @Test
  void nobodyDisplacesPhonesThatAreRegisteredAndWeStillReachOthers() {
    for (int i = 0; i < LIMITS.max(); i++) {
      registers("10.0." + i / 20 + "." + i % 20);
    }
    knows("10.9.9.9");
    assertThat(connects("10.9.9.9")).isNull();
    assertThat(connects("203.0.113.1")).isNull();
    assertThat(open.values().stream().flatMap(List::stream)).noneMatch(each -> each.closed);
    for (int i = 0; i < LIMITS.max() / 8; i++) {
      assertThat(admission.admitsOurs()).isTrue();
    }
    assertThat(admission.admitsOurs()).isFalse();
  }

  @Test
  void aStrangerThatRegistersIsNoneAnyMore() {
    List<Fake> came = new ArrayList<>();
    for (int i = 1; i <= LIMITS.strangers(); i++) {
      came.add(connects("203.0.113." + i));
    }
    came.forEach(each -> knows(each.hop.remote().getAddress().getHostAddress()));
    for (int i = 1; i <= LIMITS.strangers(); i++) {
      assertThat(connects("198.51.100." + i)).isNotNull();
    }
    assertThat(came).noneMatch(each -> each.closed);
  }

  @Test
  void aSilentStrangerOutstaysAndAKnownPhoneDoesNot() {
    Ticks ticks = Ticks.of(TransportProperties.DEFAULT.with(LIMITS), Duration.ofSeconds(1));
    Fake stranger = connects("203.0.113.1");
    knows("198.51.100.1");
    Fake ofKnown = connects("198.51.100.1");
    stranger.quiet = 180;
    ofKnown.quiet = 3000;
    assertThat(admission.outstays(stranger, ticks)).isFalse();
    stranger.quiet = 181;
    assertThat(admission.outstays(stranger, ticks)).isTrue();
    assertThat(admission.outstays(ofKnown, ticks)).isFalse();
  }

  @Test
  void whoComesAtTheSameMomentAsOthersIsNotRefused() throws InterruptedException {
    AtomicLong numbers = new AtomicLong(1_000_000);
    AtomicLong refused = new AtomicLong();
    Set<Fake> there = ConcurrentHashMap.newKeySet();
    List<Thread> loops = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      loops.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 5000; n++) {
                  InetSocketAddress remote =
                      new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 10_000);
                  Hop hop = new Hop(Transport.TLS, US, remote, numbers.incrementAndGet());
                  if (admission.admits(hop)) {
                    Fake made = new Fake(hop, true);
                    there.add(made);
                    admission.entered(made);
                  } else {
                    refused.incrementAndGet();
                  }
                }
              }));
    }
    for (Thread loop : loops) {
      loop.join();
    }
    // At the very first four may be on their way in at once, and none is there to make room.
    assertThat(refused.get()).isLessThanOrEqualTo(4);
    assertThat(there)
        .filteredOn(each -> !each.closed)
        .hasSizeLessThanOrEqualTo(LIMITS.strangersPerSource());
  }

  @Test
  void placesComeBack() {
    for (int i = 0; i < 1000; i++) {
      Fake one = connects("203.0.113.1");
      admission.left(one);
      admission.left(one);
    }
    assertThat(counters.connectionsDisplaced.sum()).isZero();
  }
}
