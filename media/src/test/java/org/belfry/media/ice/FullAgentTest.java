package org.belfry.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.belfry.media.ice.IceAgent.State;
import org.belfry.media.ice.IceNetwork.Host;
import org.belfry.media.ice.IceNetwork.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullAgentTest implements IceAgentContract {

  @Override
  public IceAgent make(Host host, IceSettings settings) {
    return new FullAgent(
        settings, IceCredentials.next(new Random(3)), host.locals(), false, new Random(4), host);
  }

  /** RFC 8445 §7.3.1.1, §7.2.5.1. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRoleConflictEndsWithOneWhoControls(boolean bothControl) {
    for (int seed = 0; seed < 20; seed++) {
      IceNetwork net = new IceNetwork(seed);
      Host one = host(net, "192.0.2.1", null, bothControl, seed);
      Host other = host(net, "192.0.2.2", null, bothControl, seed + 100);
      net.introduce(one, other);
      net.advance(Duration.ofSeconds(3));
      assertThat(one.agent.controlling()).isNotEqualTo(other.agent.controlling());
      assertThat(one.agent.state()).isEqualTo(State.CONNECTED);
      assertThat(other.agent.state()).isEqualTo(State.CONNECTED);
    }
  }

  private static Host host(
      IceNetwork net, String address, IceNetwork.Nat nat, boolean controlling, long seed) {
    return net
    .new Host(
        address,
        nat,
        h ->
            new FullAgent(
                IceSettings.DEFAULT,
                IceCredentials.next(new Random(seed)),
                h.locals(),
                controlling,
                new Random(seed),
                h));
  }

  @Test
  void twoBehindFullConesFindEachOtherByTheirReflexiveCandidates() {
    IceNetwork net = new IceNetwork(1);
    Host one = host(net, "10.0.0.1", net.new Nat(Kind.FULL_CONE, "203.0.113.1"), true, 1);
    Host other = host(net, "10.0.0.2", net.new Nat(Kind.FULL_CONE, "203.0.113.2"), false, 2);
    one.agent.remote(reflexive(other), net.now);
    other.agent.remote(reflexive(one), net.now);
    net.advance(Duration.ofSeconds(3));
    assertThat(one.selected().remote().getAddress().getHostAddress()).isEqualTo("203.0.113.2");
    assertThat(other.selected().remote().getAddress().getHostAddress()).isEqualTo("203.0.113.1");
  }

  private static RemoteIce reflexive(Host host) {
    Candidate candidate =
        new Candidate(
            "s1",
            1,
            CandidateType.SERVER_REFLEXIVE.priority(65535, 1),
            host.nat.map(host.base, IceAgentContract.STRANGER),
            CandidateType.SERVER_REFLEXIVE,
            host.base);
    return new RemoteIce(
        host.agent.credentials(), false, List.of(host.agent.candidates().getFirst(), candidate));
  }

  @Test
  void twoBehindSymmetricNatsFailInWords() {
    IceNetwork net = new IceNetwork(2);
    Host one = host(net, "10.0.0.1", net.new Nat(Kind.SYMMETRIC, "203.0.113.1"), true, 1);
    Host other = host(net, "10.0.0.2", net.new Nat(Kind.SYMMETRIC, "203.0.113.2"), false, 2);
    one.agent.remote(reflexive(other), net.now);
    other.agent.remote(reflexive(one), net.now);
    net.advance(Duration.ofSeconds(40));
    assertThat(one.events(IceEvent.Failed.class).getFirst().why())
        .isEqualTo(
            "none of the far end's 2 candidates answered on any of our 1 addresses within 39 s");
  }

  /** RFC 8445 §8.1.1: of two that work the better one is nominated. */
  @Test
  void theBetterOfTwoWaysIsNominated() {
    IceNetwork net = new IceNetwork(3);
    Host one = host(net, "192.0.2.1", null, true, 1);
    Host other = host(net, "192.0.2.2", null, false, 2);
    Candidate good = other.agent.candidates().getFirst();
    Candidate dead =
        new Candidate(
            "z", 1, good.priority() + 5, IceAgentContract.STRANGER, CandidateType.HOST, null);
    one.agent.remote(new RemoteIce(other.agent.credentials(), false, List.of(dead, good)), net.now);
    other.agent.remote(one.description(), net.now);
    net.advance(Duration.ofSeconds(1));
    assertThat(one.selected().remote()).isEqualTo(other.base);
    assertThat(other.selected().remote()).isEqualTo(one.base);
  }

  @Test
  void thousandCandidatesAreNotAllChecked() {
    IceNetwork net = new IceNetwork(4);
    Host one = host(net, "192.0.2.1", null, true, 1);
    one.agent.remote(new RemoteIce(IceCredentials.next(new Random(1)), false, many(1000)), net.now);
    net.advance(Duration.ofSeconds(45));
    assertThat(net.sent).isLessThan(64 * 8);
    assertThat(one.agent.state()).isEqualTo(State.FAILED);
  }

  private static List<Candidate> many(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i ->
            new Candidate(
                "f" + i % 7,
                1,
                1000 + i,
                new java.net.InetSocketAddress(
                    java.net.InetAddress.ofLiteral("203.0.113." + i % 250), 1000 + i),
                CandidateType.HOST,
                null))
        .toList();
  }
}
