package org.belfry.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.belfry.media.ice.IceAgent.State;
import org.belfry.media.ice.IceNetwork.Host;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.junit.jupiter.api.Test;

class LiteAgentTest implements IceAgentContract {

  @Override
  public IceAgent make(Host host, IceSettings settings) {
    return new LiteAgent(settings, IceCredentials.next(new Random(3)), host.locals(), host);
  }

  /** RFC 8445 §2.5: it checks nothing. */
  @Test
  void itNeverAsks() {
    IceNetwork net = new IceNetwork(1);
    Host ours = net.new Host("198.51.100.1", null, h -> make(h, IceSettings.DEFAULT));
    Host peer = net.new Host("192.0.2.7", null, h -> IceAgentContract.full(h, true));
    ours.agent.remote(peer.description(), net.now);
    net.advance(Duration.ofSeconds(30));
    assertThat(net.sent).isZero();
  }

  /** RFC 8445 §6.1.1: a full agent controls, whatever it thinks at first. */
  @Test
  void aFullPeerThatThinksItIsControlledLearnsBetter() {
    IceNetwork net = new IceNetwork(2);
    Host ours = net.new Host("198.51.100.1", null, h -> make(h, IceSettings.DEFAULT));
    Host peer = net.new Host("192.0.2.7", null, h -> IceAgentContract.full(h, false));
    ours.agent.remote(peer.description(), net.now);
    // It is not told that we are lite, so that it has to learn it by 487.
    peer.agent.remote(
        new RemoteIce(ours.agent.credentials(), false, ours.agent.candidates()), net.now);
    net.advance(Duration.ofSeconds(2));
    assertThat(ours.received).contains(IceAgent.Received.REFUSED);
    assertThat(peer.agent.controlling()).isTrue();
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(peer.agent.state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void twoLiteAgentsTakeTheBestPairUnchecked() {
    IceNetwork net = new IceNetwork(3);
    Host ours = net.new Host("198.51.100.1", null, h -> make(h, IceSettings.DEFAULT));
    Host peer = net.new Host("192.0.2.7", null, h -> make(h, IceSettings.DEFAULT));
    net.introduce(ours, peer);
    assertThat(ours.selected().remote()).isEqualTo(peer.base);
    net.advance(Duration.ofMinutes(2));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(net.sent).isZero();
  }

  /** RFC 5245 §8.1.1.2: an older peer nominates what works, and the best of it counts. */
  @Test
  void ofSeveralNominationsTheBestCountsUntilItFallsSilent() {
    IceNetwork net = new IceNetwork(4);
    Host ours = net.new Host("198.51.100.1", null, h -> make(h, IceSettings.DEFAULT));
    Host best = net.new Host("192.0.2.7", null, h -> make(h, IceSettings.DEFAULT));
    Host other = net.new Host("192.0.2.8", null, h -> make(h, IceSettings.DEFAULT));
    nominate(net, ours, other, 100);
    assertThat(ours.selected().remote()).isEqualTo(other.base);
    nominate(net, ours, best, 200);
    assertThat(ours.selected().remote()).isEqualTo(best.base);
    nominate(net, ours, other, 100);
    assertThat(ours.selected().remote()).isEqualTo(best.base);
    net.now = net.now.plusSeconds(6);
    nominate(net, ours, other, 100);
    assertThat(ours.selected().remote()).isEqualTo(other.base);
  }

  private static void nominate(IceNetwork net, Host ours, Host from, int priority) {
    IceCredentials credentials = ours.agent.credentials();
    StunMessage request =
        StunMessage.request(
                org.belfry.media.ice.stun.Method.BINDING,
                new org.belfry.media.ice.stun.TransactionId(priority, 1))
            .with(AttributeType.USERNAME, credentials.ufrag() + ":peer")
            .with(AttributeType.PRIORITY, priority)
            .with(AttributeType.ICE_CONTROLLING, 1)
            .with(AttributeType.USE_CANDIDATE);
    byte[] bytes = StunCodec.write(request, IntegrityKey.shortTerm(credentials.password()));
    ours.agent.received(bytes, 0, bytes.length, from.base, ours.base, net.now);
    assertThat(((ReceivedStun) StunCodec.read(ours.lastSent)).message().errorCode()).isZero();
  }
}
