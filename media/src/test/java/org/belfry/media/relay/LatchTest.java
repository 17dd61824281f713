package org.belfry.media.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.belfry.media.relay.Latch.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose packets a leg accepts (RFC 4961), against RTP bleed. */
class LatchTest {
  private static final long MILLI = 1_000_000;
  private static final TransportAddress SIGNALLED = at("192.0.2.1", 4000);
  private static final TransportAddress OTHER_PORT = at("192.0.2.1", 5000);
  private static final TransportAddress NAT = at("198.51.100.1", 0);
  private static final TransportAddress BEHIND_NAT = at("198.51.100.1", 62000);
  private static final TransportAddress STRANGER = at("203.0.113.9", 1234);

  private final Latch latch = new Latch();

  @ParameterizedTest
  @CsvSource({
    "SELECTED, REFUSED, REFUSED, REFUSED, REFUSED",
    "SIGNALLED, ACCEPTED, REFUSED, REFUSED, REFUSED",
    "HOST, ACCEPTED, ACCEPTED, ACCEPTED, REFUSED",
    "ANYBODY, ACCEPTED, ACCEPTED, ACCEPTED, WATCHED"
  })
  void eachRuleAcceptsWhatItSays(
      Latching rule, Decision signalled, Decision otherPort, Decision nat, Decision stranger) {
    assertThat(fresh(rule).offered(from(SIGNALLED), 1, 1, 0)).isEqualTo(signalled);
    assertThat(fresh(rule).offered(from(OTHER_PORT), 1, 1, 0)).isEqualTo(otherPort);
    assertThat(fresh(rule).offered(from(BEHIND_NAT), 1, 1, 0)).isEqualTo(nat);
    assertThat(fresh(rule).offered(from(STRANGER), 1, 1, 0)).isEqualTo(stranger);
  }

  @Test
  void theFirstLocksAndNobodyElseComesIn() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    latch.offered(from(BEHIND_NAT), 1, 1, 0);
    assertThat(latch.isFrom(from(BEHIND_NAT))).isTrue();
    assertThat(latch.target()).isEqualTo(BEHIND_NAT);
    assertThat(latch.offered(from(SIGNALLED), 1, 1, 3000 * MILLI)).isEqualTo(Decision.REFUSED);
    assertThat(latch.offered(from(OTHER_PORT), 1, 2, 9000 * MILLI)).isEqualTo(Decision.REFUSED);
    assertThat(strangerSpeaks(20, 10_000)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void beforeAnybodySpeaksItSendsToTheSignalledAddress() {
    assertThat(latch.target()).isNull();
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    assertThat(latch.target()).isEqualTo(SIGNALLED);
    latch.expect(Latching.SELECTED, SIGNALLED, NAT);
    assertThat(latch.target()).isNull();
  }

  @Test
  void aStrangerIsBelievedAfterAWhileInARow() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    assertThat(strangerSpeaks(5, 0)).isEqualTo(Decision.WATCHED);
    assertThat(latch.target()).isEqualTo(SIGNALLED);
    assertThat(latch.offered(from(STRANGER), 7, 105, 100 * MILLI)).isEqualTo(Decision.ACCEPTED);
    assertThat(latch.target()).isEqualTo(STRANGER);
  }

  @Test
  void aStrangerWithGapsIsNotBelieved() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    for (int i = 0; i < 100; i++) {
      assertThat(latch.offered(from(STRANGER), 7, 2 * i, 20 * MILLI * i))
          .isEqualTo(Decision.WATCHED);
    }
  }

  @Test
  void theSignalledAddressGoesBeforeAWatchedStranger() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    strangerSpeaks(5, 0);
    assertThat(latch.offered(from(OTHER_PORT), 1, 1, 90 * MILLI)).isEqualTo(Decision.ACCEPTED);
    assertThat(strangerSpeaks(20, 100)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void aSecondStrangerDoesNotDisturbTheFirst() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    strangerSpeaks(3, 0);
    assertThat(latch.offered(from(at("203.0.113.10", 1)), 9, 1, 50 * MILLI))
        .isEqualTo(Decision.REFUSED);
    assertThat(latch.offered(from(at("203.0.113.10", 1)), 9, 1, 400 * MILLI))
        .isEqualTo(Decision.WATCHED);
  }

  @Test
  void theSignalledAddressMayTakeOverFromAStrangerForShort() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    strangerSpeaks(8, 0);
    assertThat(latch.target()).isEqualTo(STRANGER);
    assertThat(latch.offered(from(SIGNALLED), 1, 1, 2000 * MILLI)).isEqualTo(Decision.ACCEPTED);
    assertThat(latch.target()).isEqualTo(SIGNALLED);

    Latch late = fresh(Latching.ANYBODY);
    for (int i = 0; i < 8; i++) {
      late.offered(from(STRANGER), 7, i, 20 * MILLI * i);
    }
    assertThat(late.offered(from(SIGNALLED), 1, 1, 4000 * MILLI)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void theSignalledAddressMayTakeOverFromAnotherPortOfItsHost() {
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    assertThat(latch.offered(from(OTHER_PORT), 1, 1, 0)).isEqualTo(Decision.ACCEPTED);
    assertThat(latch.mayYield(2000 * MILLI)).isTrue();
    assertThat(latch.offered(from(SIGNALLED), 2, 1, 2000 * MILLI)).isEqualTo(Decision.ACCEPTED);
    assertThat(latch.mayYield(2000 * MILLI)).isFalse();
    assertThat(latch.offered(from(OTHER_PORT), 1, 2, 2100 * MILLI)).isEqualTo(Decision.REFUSED);
  }

  @Test
  void whoSpeaksFromTheAddressBeforeIsLate() {
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    latch.offered(from(SIGNALLED), 1, 1, 0);
    latch.expect(Latching.HOST, OTHER_PORT, NAT);
    assertThat(latch.offered(from(SIGNALLED), 1, 2, 20 * MILLI)).isEqualTo(Decision.REFUSED);
    assertThat(latch.target()).isEqualTo(OTHER_PORT);
    assertThat(latch.offered(from(OTHER_PORT), 2, 1, 40 * MILLI)).isEqualTo(Decision.ACCEPTED);
  }

  /** It receives elsewhere now, and sends from where it did. */
  @Test
  void whoGoesOnFromTheAddressBeforeIsHeardAfterAWhile() {
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    latch.offered(from(SIGNALLED), 1, 1, 0);
    latch.expect(Latching.HOST, OTHER_PORT, NAT);
    assertThat(latch.offered(from(SIGNALLED), 1, 2, 1000 * MILLI)).isEqualTo(Decision.REFUSED);
    assertThat(latch.offered(from(SIGNALLED), 1, 3, 3990 * MILLI)).isEqualTo(Decision.REFUSED);
    assertThat(latch.offered(from(SIGNALLED), 1, 4, 4000 * MILLI)).isEqualTo(Decision.ACCEPTED);
  }

  @Test
  void aReInviteThatNamesAnotherAddressUnlocks() {
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    latch.offered(from(BEHIND_NAT), 1, 1, 0);
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    assertThat(latch.isFrom(from(BEHIND_NAT))).isTrue();
    latch.expect(Latching.HOST, null, NAT);
    assertThat(latch.isFrom(from(BEHIND_NAT))).isTrue();
    latch.expect(Latching.HOST, STRANGER, NAT);
    assertThat(latch.isFrom(from(BEHIND_NAT))).isFalse();
    assertThat(latch.target()).isEqualTo(STRANGER);
    assertThat(latch.offered(from(STRANGER), 1, 1, 0)).isEqualTo(Decision.ACCEPTED);
  }

  @Test
  void aStricterRuleUnlocksWhomTheOldOneLetIn() {
    latch.expect(Latching.ANYBODY, SIGNALLED, NAT);
    strangerSpeaks(8, 0);
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    assertThat(latch.isFrom(from(STRANGER))).isFalse();
  }

  @Test
  void whoHasTheKeysMoves() {
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    latch.offered(from(SIGNALLED), 1, 1, 0);
    latch.proven(from(STRANGER), 0);
    assertThat(latch.target()).isEqualTo(STRANGER);
  }

  @Test
  void whatIceSelectedOnlyIceChanges() {
    latch.expect(Latching.SELECTED, SIGNALLED, null);
    latch.lock(BEHIND_NAT);
    latch.proven(from(STRANGER), 0);
    assertThat(latch.target()).isEqualTo(BEHIND_NAT);
    assertThat(latch.offered(from(SIGNALLED), 1, 1, 0)).isEqualTo(Decision.REFUSED);
    latch.lock(STRANGER);
    assertThat(latch.target()).isEqualTo(STRANGER);
  }

  /** RFC 8445 §7.3: a browser checks before its answer has come, and its checks prove who it is. */
  @Test
  void whatIceSelectedBeforeTheAnswerStays() {
    latch.expect(Latching.HOST, null, null);
    latch.lock(BEHIND_NAT);
    latch.expect(Latching.SELECTED, null, null);
    assertThat(latch.target()).isEqualTo(BEHIND_NAT);
  }

  @Test
  void whoWasOnlyTakenForThePhoneGoesWhenIceIsToSelect() {
    latch.expect(Latching.HOST, SIGNALLED, NAT);
    latch.offered(from(BEHIND_NAT), 1, 1, 0);
    latch.expect(Latching.SELECTED, null, null);
    assertThat(latch.target()).isNull();
  }

  private Decision strangerSpeaks(int packets, long fromMillis) {
    Decision last = Decision.REFUSED;
    for (int i = 0; i < packets; i++) {
      last = latch.offered(from(STRANGER), 7, 100 + i, (fromMillis + 20L * i) * MILLI);
    }
    return last;
  }

  private static Latch fresh(Latching rule) {
    Latch latch = new Latch();
    latch.expect(rule, SIGNALLED, NAT);
    return latch;
  }

  private static Sender from(TransportAddress address) {
    Sender sender = new Sender();
    sender.set(address);
    return sender;
  }

  private static TransportAddress at(String host, int port) {
    return TransportAddress.of(new InetSocketAddress(host, port));
  }
}
