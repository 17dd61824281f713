package org.belfry.pbx.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Messages;
import org.belfry.pbx.guard.Guard.Standing;
import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final InetAddress ATTACKER = InetAddress.ofLiteral("192.0.2.66");
  private static final InetAddress OFFICE = InetAddress.ofLiteral("198.51.100.1");
  private static final SipRequest SCAN =
      Messages.options().edit().add(HeaderName.USER_AGENT, "friendly-scanner").done();
  private final List<GuardEvent> events = new ArrayList<>();
  private final Guard guard = new Guard(GuardProperties.DEFAULT, events::add);

  @Test
  void theDefaultsAreWhatTheManualSays() {
    GuardProperties p = GuardProperties.DEFAULT;
    assertThat(p.attempts()).isEqualTo(5);
    assertThat(p.usersOfAddress()).isEqualTo(10);
    assertThat(p.failuresOfAddress()).isEqualTo(50);
    assertThat(p.allow()).extracting(IpNetwork::toString).first().isEqualTo("127.0.0.0/8");
    assertThat(p.strangers()).isEqualTo(new Rate(40, 400));
    assertThat(p.known()).isEqualTo(new Rate(1000, 5000));
    assertThat(p.user()).isEqualTo(new Rate(20, 200));
  }

  @Test
  void aScannerIsMetWithSilenceAndBannedAtOnce() {
    assertThat(welcome(ATTACKER, Standing.STRANGER)).isEqualTo(Welcome.SILENCE);
    assertThat(admitted(ATTACKER, T0)).isFalse();
    assertThat(admitted(OFFICE, T0)).isTrue();
    assertThat(events)
        .singleElement()
        .isEqualTo(
            new GuardEvent.AddressBanned(
                new Ban(ATTACKER, T0, T0.plusSeconds(600), 1, "scanner friendly-scanner")));
    assertThat(guard.counters()).containsEntry("sip.guard.dropped_unread", 1L);
  }

  @Test
  void nobodyCanHaveAnOfficeBannedByScanningUnderItsAddress() {
    welcome(OFFICE, Standing.KNOWN);
    assertThat(admitted(OFFICE, T0)).isTrue();
  }

  @Test
  void aScannerByDatagramIsMetWithSilenceAndBansNobody() {
    Hop forged = over(Transport.UDP, OFFICE);
    assertThat(guard.welcome(SCAN, forged, Standing.STRANGER, T0)).isEqualTo(Welcome.SILENCE);
    assertThat(admitted(OFFICE, T0)).isTrue();
    assertThat(events).isEmpty();
    assertThat(guard.counters()).containsEntry("sip.guard.scanners", 1L);
  }

  @Test
  void aFloodOfDatagramsTakesNothingFromTheConnectionsOfTheSameAddress() {
    SipRequest request = Messages.options();
    for (int i = 0; i < 6000; i++) {
      guard.welcome(request, over(Transport.UDP, OFFICE), Standing.KNOWN, T0);
    }
    assertThat(guard.welcome(request, over(Transport.UDP, OFFICE), Standing.KNOWN, T0))
        .isEqualTo(Welcome.LATER);
    assertThat(guard.welcome(request, over(Transport.TLS, OFFICE), Standing.KNOWN, T0))
        .isEqualTo(Welcome.COME_IN);
  }

  @Test
  void aBanEndsByItself() {
    welcome(ATTACKER, Standing.STRANGER);
    assertThat(admitted(ATTACKER, T0.plusSeconds(599))).isFalse();
    assertThat(admitted(ATTACKER, T0.plusSeconds(600))).isTrue();
    assertThat(events.getLast()).isEqualTo(new GuardEvent.Unbanned(ATTACKER, false));
    assertThat(guard.bans(T0.plusSeconds(600))).isEmpty();
  }

  @Test
  void aBanThatIsLiftedIsForgotten() {
    welcome(ATTACKER, Standing.STRANGER);
    assertThat(guard.unban(ATTACKER)).isTrue();
    assertThat(guard.unban(ATTACKER)).isFalse();
    assertThat(admitted(ATTACKER, T0)).isTrue();
    assertThat(events.getLast()).isEqualTo(new GuardEvent.Unbanned(ATTACKER, true));
    welcome(ATTACKER, Standing.STRANGER);
    assertThat(guard.bans(T0)).singleElement().extracting(Ban::nth).isEqualTo(1);
  }

  @Test
  void addressesOnTheAllowListAreNeverBannedAndTheirBansAreLifted() {
    welcome(ATTACKER, Standing.STRANGER);
    guard.allow(List.of(IpNetwork.of("192.0.2.0/24")));
    assertThat(admitted(ATTACKER, T0)).isTrue();
    assertThat(welcome(ATTACKER, Standing.STRANGER)).isEqualTo(Welcome.COME_IN);
    for (int i = 0; i < 100; i++) {
      guard.failed(ATTACKER, "10" + i % 50, Standing.STRANGER, T0);
    }
    assertThat(guard.bans(T0)).isEmpty();
  }

  @Test
  void aBlockedPairIsOneUserAtOneAddress() {
    for (int i = 0; i < 5; i++) {
      assertThat(guard.blocks(OFFICE, "Anna", T0)).isFalse();
      guard.failed(OFFICE, "anna", Standing.KNOWN, T0);
    }
    assertThat(guard.blocks(OFFICE, "Anna", T0)).isTrue();
    assertThat(guard.blocks(OFFICE, "bert", T0)).isFalse();
    assertThat(guard.blocks(ATTACKER, "anna", T0)).isFalse();
    assertThat(guard.blocks(OFFICE, "anna", T0.plusSeconds(600))).isFalse();
    assertThat(events)
        .containsExactly(new GuardEvent.PairBlocked(OFFICE, "anna", T0.plusSeconds(600)));
  }

  @Test
  void aThousandMadeUpNamesDoNotMakeRoomToGuessAtOne() {
    for (int i = 0; i <= 1000; i++) {
      guard.failed(OFFICE, "nobody-" + i, Standing.KNOWN, T0);
    }
    assertThat(events).containsExactly(new GuardEvent.SourceBlocked(OFFICE, T0.plusSeconds(600)));
    assertThat(guard.blocks(OFFICE, "1002", T0)).isTrue();
    assertThat(guard.blocks(ATTACKER, "1002", T0)).isFalse();
    assertThat(guard.blocks(OFFICE, "1002", T0.plusSeconds(600))).isFalse();
  }

  @Test
  void pairsThatFillTheTableMakeNoRoomToGuessEither() {
    for (int i = 0; i < 10_005; i++) {
      InetAddress office = InetAddress.ofLiteral("10.1.0." + i / 900);
      for (int k = 0; k < 5; k++) {
        guard.failed(office, "nobody-" + i, Standing.KNOWN, T0);
      }
    }
    InetAddress last = InetAddress.ofLiteral("10.1.0.11");
    assertThat(guard.blocks(last, "1002", T0)).isTrue();
    assertThat(guard.unban(last)).isTrue();
    assertThat(guard.blocks(last, "1002", T0)).isFalse();
  }

  @Test
  void theHostsOfOneIpv6NetworkAreOneSource() {
    welcome(InetAddress.ofLiteral("2001:db8::1:1"), Standing.STRANGER);
    assertThat(admitted(InetAddress.ofLiteral("2001:db8::2:abcd"), T0)).isFalse();
    assertThat(admitted(InetAddress.ofLiteral("2001:db8:0:1::1"), T0)).isTrue();
  }

  @Test
  void bansOutliveARestartUnlessTheyAreOverOrAllowed() {
    Ban lasting = new Ban(ATTACKER, T0, T0.plusSeconds(60), 2, "before");
    Ban over = new Ban(OFFICE, T0.minusSeconds(60), T0, 1, "before");
    Ban allowed = new Ban(InetAddress.ofLiteral("127.0.0.9"), T0, T0.plusSeconds(60), 1, "before");
    guard.restore(List.of(lasting, over, allowed), T0);
    assertThat(guard.bans(T0)).containsExactly(lasting);
    assertThat(events).isEmpty();
  }

  @Test
  void aStrangerWhoAsksTooOftenIsMetWithSilenceAndAPhonesAddressIsAskedToWait() {
    SipRequest request = Messages.options();
    for (int i = 0; i < 400; i++) {
      assertThat(guard.welcome(request, over(Transport.UDP, ATTACKER), Standing.STRANGER, T0))
          .isEqualTo(Welcome.COME_IN);
    }
    assertThat(guard.welcome(request, over(Transport.UDP, ATTACKER), Standing.STRANGER, T0))
        .isEqualTo(Welcome.SILENCE);
    for (int i = 0; i < 5000; i++) {
      assertThat(guard.welcome(request, over(Transport.UDP, OFFICE), Standing.KNOWN, T0))
          .isEqualTo(Welcome.COME_IN);
    }
    assertThat(guard.welcome(request, over(Transport.UDP, OFFICE), Standing.KNOWN, T0))
        .isEqualTo(Welcome.LATER);
    assertThat(guard.counters()).containsEntry("sip.guard.rate_limited", 2L);
  }

  @Test
  void whoIsSwitchedOffCountsNothing() {
    GuardProperties d = GuardProperties.DEFAULT;
    Guard off =
        new Guard(
            new GuardProperties(
                false,
                d.attempts(),
                d.window(),
                d.banTime(),
                d.maxBanTime(),
                d.allow(),
                d.strangers(),
                d.known(),
                d.user()),
            events::add);
    assertThat(off.welcome(SCAN, over(Transport.TCP, ATTACKER), Standing.STRANGER, T0))
        .isEqualTo(Welcome.COME_IN);
    for (int i = 0; i < 100; i++) {
      off.failed(ATTACKER, "1001", Standing.STRANGER, T0);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void aFloodOfScansLeavesRoomForThoseWhoGuess() {
    for (int i = 0; i < 20_000; i++) {
      InetAddress each = InetAddress.ofLiteral("10.1." + i / 250 + "." + i % 250);
      assertThat(
              guard.welcome(
                  SCAN,
                  over(Transport.TCP, each),
                  Standing.STRANGER,
                  T0.plus(Duration.ofMillis(i))))
          .isEqualTo(Welcome.SILENCE);
    }
    assertThat(guard.bans(T0)).hasSize(5000);
    assertThat(events).hasSize(5000);
    for (int i = 0; i < 10; i++) {
      guard.failed(ATTACKER, "10" + i, Standing.STRANGER, T0);
    }
    assertThat(admitted(ATTACKER, T0)).isFalse();
    assertThat(guard.bans(T0.plusSeconds(3600))).as("later all are over").isEmpty();
  }

  private Welcome welcome(InetAddress address, Standing standing) {
    return guard.welcome(SCAN, over(Transport.TCP, address), standing, T0);
  }

  private static Hop over(Transport transport, InetAddress address) {
    return new Hop(transport, null, new InetSocketAddress(address, 5060), 0);
  }

  private boolean admitted(InetAddress address, Instant now) {
    return guard.admits(address, InstantSource.fixed(now));
  }
}
