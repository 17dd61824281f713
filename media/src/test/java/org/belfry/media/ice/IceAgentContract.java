package org.belfry.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.belfry.media.ice.IceAgent.Received;
import org.belfry.media.ice.IceAgent.State;
import org.belfry.media.ice.IceNetwork.Host;
import org.belfry.media.ice.IceNetwork.Kind;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every agent of ours does, towards a full agent that controls (RFC 8445, RFC 7675). */
interface IceAgentContract {
  InetSocketAddress STRANGER = new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 999);

  /** The agent that is tested, on a host with an address of its own. */
  IceAgent make(Host host, IceSettings settings);

  private Host ours(IceNetwork net) {
    return net.new Host("198.51.100.1", null, h -> make(h, IceSettings.DEFAULT));
  }

  private Host peer(IceNetwork net, IceNetwork.Nat nat) {
    return net.new Host(nat == null ? "192.0.2.7" : "10.0.0.7", nat, h -> full(h, true));
  }

  static IceAgent full(Host host, boolean controlling) {
    return new FullAgent(
        IceSettings.DEFAULT,
        IceCredentials.next(new Random(host.base.getPort())),
        host.locals(),
        controlling,
        new Random(host.base.getPort() + 1),
        host);
  }

  @Test
  default void bothSelectThePairThatWorks() {
    IceNetwork net = new IceNetwork(1);
    Host ours = ours(net);
    Host peer = peer(net, null);
    net.introduce(ours, peer);
    net.advance(Duration.ofSeconds(1));
    assertThat(ours.selected().remote()).isEqualTo(peer.base);
    assertThat(peer.selected().remote()).isEqualTo(ours.base);
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(ours.events(IceEvent.Selected.class)).hasSize(1);
    assertThat(ours.selected().remoteType()).isEqualTo(CandidateType.HOST);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  default void aPeerBehindANatIsFoundByItsChecks(Kind kind) {
    IceNetwork net = new IceNetwork(2);
    Host ours = ours(net);
    Host peer = peer(net, net.new Nat(kind, "203.0.113.1"));
    net.introduce(ours, peer);
    net.advance(Duration.ofSeconds(2));
    assertThat(ours.selected().remote().getAddress().getHostAddress()).isEqualTo("203.0.113.1");
    assertThat(ours.selected().remoteType()).isEqualTo(CandidateType.PEER_REFLEXIVE);
    assertThat(peer.selected().remote()).isEqualTo(ours.base);
    assertThat(peer.selected().localType()).isEqualTo(CandidateType.PEER_REFLEXIVE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  default void threeOfTenDatagramsMayBeLost(long seed) {
    IceNetwork net = new IceNetwork(seed);
    net.loss = 0.3;
    Host ours = ours(net);
    Host peer = peer(net, net.new Nat(Kind.SYMMETRIC, "203.0.113.1"));
    net.introduce(ours, peer);
    net.advance(Duration.ofSeconds(20));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(peer.agent.state()).isEqualTo(State.CONNECTED);
    net.loss = 0.05;
    net.advance(Duration.ofMinutes(10));
    assertThat(ours.agent.state()).as("consent holds").isEqualTo(State.CONNECTED);
  }

  @Test
  default void aPeerWhoHidesItsAddressIsFoundByItsChecks() {
    IceNetwork net = new IceNetwork(3);
    Host ours = ours(net);
    Host peer = peer(net, null);
    String hidden = "1 1 udp 2122194687 7e7a1c5e-2d3f-4b0a-9f5e-0a1b2c3d4e5f.local 51472 typ host";
    assertThat(Candidate.parse(hidden)).isEqualTo(Candidate.Ignored.HIDDEN);
    ours.agent.remote(new RemoteIce(peer.agent.credentials(), false, List.of()), net.now);
    peer.agent.remote(ours.description(), net.now);
    net.advance(Duration.ofSeconds(1));
    assertThat(ours.selected().remote()).isEqualTo(peer.base);
  }

  @Test
  default void checksMayComeBeforeTheDescription() {
    IceNetwork net = new IceNetwork(4);
    Host ours = ours(net);
    Host peer = peer(net, null);
    peer.agent.remote(ours.description(), net.now);
    net.advance(Duration.ofMillis(300));
    ours.agent.remote(peer.description(), net.now);
    net.advance(Duration.ofSeconds(1));
    assertThat(ours.selected().remote()).isEqualTo(peer.base);
    assertThat(peer.selected().remote()).isEqualTo(ours.base);
  }

  @Test
  default void candidatesMayTrickle() {
    IceNetwork net = new IceNetwork(5);
    Host ours = ours(net);
    Host peer = peer(net, null);
    ours.agent.remote(new RemoteIce(peer.agent.credentials(), false, List.of()), net.now);
    var lite = ours.description().lite();
    peer.agent.remote(new RemoteIce(ours.agent.credentials(), lite, List.of()), net.now);
    net.advance(Duration.ofSeconds(5));
    assertThat(ours.selected()).isNull();
    ours.agent.candidates().forEach(c -> peer.agent.addRemote(c, net.now));
    peer.agent.endOfCandidates(net.now);
    net.advance(Duration.ofSeconds(1));
    assertThat(ours.selected().remote()).isEqualTo(peer.base);
  }

  @Test
  default void aPeerWhoNeverComesIsGivenUpInWords() {
    IceNetwork net = new IceNetwork(6);
    Host ours = ours(net);
    Host peer = peer(net, null);
    peer.silent = true;
    ours.agent.remote(peer.description(), net.now);
    ours.agent.endOfCandidates(net.now);
    net.advance(Duration.ofSeconds(39));
    assertThat(ours.agent.state()).isEqualTo(State.CHECKING);
    net.advance(Duration.ofSeconds(1));
    assertThat(ours.agent.state()).isEqualTo(State.FAILED);
    assertThat(ours.events(IceEvent.Failed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.why()).contains("within 39 s"));
    assertThat(ours.agent.wakeAt()).isNull();
  }

  /** RFC 7675 §5.1. */
  @Test
  default void aPeerThatVanishesLosesItsConsentAndMayComeBack() {
    IceNetwork net = new IceNetwork(7);
    Host ours = ours(net);
    Host peer = peer(net, null);
    net.introduce(ours, peer);
    net.advance(Duration.ofMinutes(5));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    peer.silent = true;
    net.advance(Duration.ofSeconds(22));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    net.advance(Duration.ofSeconds(10));
    assertThat(ours.agent.state()).isEqualTo(State.LOST);
    assertThat(ours.events(IceEvent.ConsentLost.class)).hasSize(1);
    peer.silent = false;
    check(net, ours, peer, false);
    net.advance(Duration.ofSeconds(1));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(ours.events(IceEvent.Selected.class)).hasSize(2);
  }

  private static void check(IceNetwork net, Host ours, Host peer, boolean nominates) {
    IceCredentials credentials = ours.agent.credentials();
    StunMessage request =
        request(credentials.ufrag(), peer.agent.credentials().ufrag())
            .with(AttributeType.ICE_CONTROLLING, 77);
    peer.send(
        StunCodec.write(
            nominates ? request.with(AttributeType.USE_CANDIDATE) : request,
            IntegrityKey.shortTerm(credentials.password())),
        peer.base,
        ours.base);
  }

  static StunMessage request(String theirs, String ours) {
    return StunMessage.request(Method.BINDING, TransactionId.next(new Random(9)))
        .with(AttributeType.USERNAME, theirs + ":" + ours)
        .with(AttributeType.PRIORITY, 1_000_000);
  }

  /** RFC 8445 §9. */
  @Test
  default void aRestartKeepsTheOldPairUntilThereIsANewOne() {
    IceNetwork net = new IceNetwork(8);
    Host ours = ours(net);
    Host peer = peer(net, net.new Nat(Kind.FULL_CONE, "203.0.113.1"));
    net.introduce(ours, peer);
    net.advance(Duration.ofSeconds(5));
    SelectedPair before = ours.selected();
    IceCredentials fresh = IceCredentials.next(new Random(5));
    ours.agent.restart(fresh, net.now);
    assertThat(ours.events(IceEvent.Restarted.class))
        .containsExactly(new IceEvent.Restarted(fresh));
    assertThat(ours.selected()).isEqualTo(before);
    net.advance(Duration.ofSeconds(8));
    assertThat(ours.received).as("the old pair's consent").doesNotContain(Received.REFUSED);
    peer.nat.reboot();
    peer.agent.restart(IceCredentials.next(new Random(6)), net.now);
    net.introduce(ours, peer);
    net.advance(Duration.ofSeconds(2));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(ours.agent.credentials()).isEqualTo(fresh);
    assertThat(ours.events(IceEvent.Selected.class)).hasSize(2);
    net.advance(Duration.ofMinutes(2));
    assertThat(ours.agent.state()).isEqualTo(State.CONNECTED);
    assertThat(peer.agent.state()).isEqualTo(State.CONNECTED);
  }

  @Test
  default void whoDoesNotKnowThePasswordIsRefused() {
    IceNetwork net = new IceNetwork(9);
    Host ours = ours(net);
    String ufrag = ours.agent.credentials().ufrag();
    IntegrityKey wrong = IntegrityKey.shortTerm("a password that is not right");
    IntegrityKey right = IntegrityKey.shortTerm(ours.agent.credentials().password());
    assertThat(answer(ours, net, StunCodec.write(request(ufrag, "peer"), wrong))).isEqualTo(401);
    assertThat(answer(ours, net, StunCodec.write(request("else", "peer"), right))).isEqualTo(401);
    assertThat(answer(ours, net, StunCodec.write(request(ufrag, "peer"), null))).isEqualTo(400);
    StunMessage nameless = StunMessage.request(Method.BINDING, new TransactionId(1, 2));
    assertThat(answer(ours, net, StunCodec.write(nameless, right))).isEqualTo(400);
    assertThat(ours.selected()).isNull();
  }

  @Test
  default void anUnknownAttributeIsNamedInTheRefusal() {
    IceNetwork net = new IceNetwork(10);
    Host ours = ours(net);
    StunMessage request = request(ours.agent.credentials().ufrag(), "peer");
    IntegrityKey key = IntegrityKey.shortTerm(ours.agent.credentials().password());
    byte[] bytes = withUnknown(request, key);
    Answers answers = new Answers(ours);
    assertThat(answers.received(net, bytes)).isEqualTo(Received.REFUSED);
    assertThat(answers.last().message().errorCode()).isEqualTo(420);
    assertThat(answers.last().isSignedBy(key)).isTrue();
    assertThat(answers.last().message().attributes())
        .contains(new StunAttribute.UnknownTypes(List.of(0x7ffe)));
  }

  // SOFTWARE with its type changed, signed again.
  private static byte[] withUnknown(StunMessage request, IntegrityKey key) {
    byte[] plain =
        StunCodec.write(
            request.with(AttributeType.SOFTWARE, "x"), null, StunCodec.Signature.SHA1, false);
    plain[plain.length - 8] = 0x7f;
    plain[plain.length - 7] = (byte) 0xfe;
    byte[] signed = Arrays.copyOf(plain, plain.length + 24);
    signed[3] = (byte) (signed.length - 20);
    signed[plain.length + 1] = 8;
    signed[plain.length + 3] = 20;
    System.arraycopy(key.signSha1(signed, plain.length), 0, signed, plain.length + 4, 20);
    return signed;
  }

  @Test
  default void aRetransmissionIsAnsweredAlike() {
    IceNetwork net = new IceNetwork(11);
    Host ours = ours(net);
    IntegrityKey key = IntegrityKey.shortTerm(ours.agent.credentials().password());
    StunMessage request =
        request(ours.agent.credentials().ufrag(), "peer").with(AttributeType.ICE_CONTROLLING, 5);
    byte[] bytes = StunCodec.write(request, key);
    Answers answers = new Answers(ours);
    assertThat(answers.received(net, bytes)).isEqualTo(Received.ANSWERED);
    byte[] first = answers.last().bytes();
    assertThat(answers.received(net, bytes)).isEqualTo(Received.ANSWERED);
    assertThat(answers.last().bytes()).isEqualTo(first);
    assertThat(answers.last().isSignedBy(key)).isTrue();
    assertThat(answers.last().fingerprinted()).isTrue();
    assertThat(answers.last().message().address(AttributeType.XOR_MAPPED_ADDRESS))
        .isEqualTo(STRANGER);
  }

  @Test
  default void garbageIsDroppedWithoutAnAnswer() {
    IceNetwork net = new IceNetwork(12);
    Host ours = ours(net);
    IntegrityKey key = IntegrityKey.shortTerm(ours.agent.credentials().password());
    byte[] sound = StunCodec.write(request(ours.agent.credentials().ufrag(), "peer"), key);
    Random random = new Random(13);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 1));
      for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ours.agent.received(bytes, 0, bytes.length, STRANGER, ours.base, net.now);
    }
    assertThat(ours.selected()).isNull();
    assertThat(net.sent).isLessThan(2_000);
  }

  private static int answer(Host ours, IceNetwork net, byte[] request) {
    Answers answers = new Answers(ours);
    answers.received(net, request);
    return answers.last().message().errorCode();
  }

  /** Replaces the host's way out for a moment, to see what the agent answers to a stranger. */
  final class Answers {
    private final Host host;

    Answers(Host host) {
      this.host = host;
    }

    Received received(IceNetwork net, byte[] bytes) {
      return host.agent.received(bytes, 0, bytes.length, STRANGER, host.base, net.now);
    }

    ReceivedStun last() {
      return (ReceivedStun) StunCodec.read(host.lastSent);
    }
  }
}
