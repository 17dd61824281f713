package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.turn.FakeClient.at;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.ice4j.StunCodec.Signature;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunClass;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8656, and RFC 8489 §9.2 for credentials. */
class TurnServerTest {
  private static final InetSocketAddress PEER = at("198.51.100.20", 4000);
  private static final InetSocketAddress OTHER_PEER = at("198.51.100.21", 4000);
  private static final Map<String, String> USERS = new HashMap<>();

  static {
    USERS.put("alice", "secret of alice");
    USERS.put("bob", "secret of bob");
  }

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FakeClient.Ports ports = new FakeClient.Ports();
  private TurnServer server = server(TurnSettings.of("belfry.test"));
  private FakeClient alice = new FakeClient(server, "192.0.2.10", 5555, false);

  private TurnServer server(TurnSettings settings) {
    PeerPolicy policy =
        PeerPolicy.of(
            List.of(),
            Set.of(InetAddress.ofLiteral("203.0.113.5")),
            new PeerPolicy.Ports(50000, 60000));
    CredentialSource source =
        (name, realm, at) ->
            USERS.containsKey(name)
                ? new CredentialSource.Credential(
                    name, IntegrityKey.longTerm(name, realm, USERS.get(name)))
                : null;
    return new TurnServer(settings, policy, source, ports, new Random(1));
  }

  private void serve(TurnSettings settings) {
    server = server(settings);
    alice = new FakeClient(server, "192.0.2.10", 5555, false);
  }

  @AfterEach
  void nothingStaysOpen() {
    server.close();
    assertThat(ports.open).isEmpty();
    assertThat(server.allocations()).isZero();
  }

  private long count(TurnCounter counter) {
    return server.counters().of(counter);
  }

  // ---- credentials
  // -------------------------------------------------------------------------------

  @Test
  void theFirstRequestIsChallenged() {
    StunMessage answer = alice.askOnce(alice.allocate(), now);
    assertThat(answer.errorCode()).isEqualTo(401);
    assertThat(answer.text(AttributeType.REALM)).isEqualTo("belfry.test");
    assertThat(answer.text(AttributeType.NONCE)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Signature.class)
  void withCredentialsAPortIsAllocated(Signature signature) {
    alice.signature = signature;
    StunMessage answer = alice.ask(alice.allocate(), now);
    assertThat(answer.stunClass()).isEqualTo(StunClass.SUCCESS);
    assertThat(answer.address(AttributeType.XOR_RELAYED_ADDRESS))
        .isEqualTo(at("203.0.113.5", 50001));
    assertThat(answer.address(AttributeType.XOR_MAPPED_ADDRESS)).isEqualTo(alice.remote());
    assertThat(answer.number(AttributeType.LIFETIME, 0)).isEqualTo(600);
    ReceivedStun stun = (ReceivedStun) StunCodec.read(alice.got.getLast());
    assertThat(stun.signedWithSha256()).isEqualTo(signature == Signature.SHA256);
    assertThat(stun.isSignedBy(IntegrityKey.longTerm("alice", "belfry.test", "secret of alice")))
        .isTrue();
  }

  @Test
  void whoCountsWrongPasswordsIsToldAndMayRefuseANameEvenWithTheRightOne() {
    List<String> failed = new ArrayList<>();
    CredentialSource counting =
        new CredentialSource() {
          @Override
          public Credential find(String name, String realm, Instant at) {
            return new Credential(name, IntegrityKey.longTerm(name, realm, "right"));
          }

          @Override
          public boolean mayTry(String name, InetAddress client, Instant at) {
            return failed.isEmpty();
          }

          @Override
          public void failed(String name, InetAddress client, Instant at) {
            failed.add(name + " " + client.getHostAddress());
          }
        };
    server =
        new TurnServer(
            TurnSettings.of("belfry.test"), PeerPolicy.NONE, counting, ports, new Random(1));
    alice = new FakeClient(server, "192.0.2.10", 5555, false);
    alice.password = "wrong";
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isEqualTo(401);
    assertThat(failed).containsExactly("alice 192.0.2.10");
    alice.password = "right";
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isEqualTo(401);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefusedAlike() {
    alice.password = "guess";
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isEqualTo(401);
    alice.user = "nobody";
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isEqualTo(401);
    assertThat(count(TurnCounter.WRONG_PASSWORD)).isGreaterThanOrEqualTo(2);
    assertThat(server.allocations()).isZero();
  }

  @Test
  void anOldNonceIsStaleAndAnothersTooAndANewOneIsGiven() {
    alice.ask(alice.allocate(), now);
    now = now.plus(Duration.ofHours(1)).plusSeconds(1);
    StunMessage answer = alice.askOnce(alice.request(Method.REFRESH), now);
    assertThat(answer.errorCode()).isEqualTo(438);
    assertThat(answer.text(AttributeType.NONCE)).isNotEqualTo(alice.nonce);
    FakeClient thief = new FakeClient(server, "192.0.2.66", 1, false);
    thief.nonce = alice.nonce;
    assertThat(thief.askOnce(thief.allocate(), now).errorCode()).isEqualTo(438);
    alice.nonce = "zz";
    assertThat(alice.askOnce(alice.allocate(), now).errorCode()).isEqualTo(438);
  }

  @Test
  void aSignatureWithoutANameIsABadRequest() {
    IntegrityKey key = IntegrityKey.longTerm("alice", "belfry.test", "secret of alice");
    byte[] bytes = StunCodec.write(alice.allocate(), key, Signature.SHA1, true);
    assertThat(alice.received(bytes, now).message().errorCode()).isEqualTo(400);
  }

  @Test
  void timeLimitedCredentialsAreGoodUntilTheirTime() {
    TimeLimitedCredentials source =
        new TimeLimitedCredentials(new byte[20], user -> user.equals("alice"));
    var issued = source.issue("alice", now.plusSeconds(60));
    var found = source.find(issued.username(), "r", now.plusSeconds(60));
    assertThat(found.user()).isEqualTo("alice");
    IntegrityKey right = IntegrityKey.longTerm(issued.username(), "r", issued.password());
    assertThat(found.key().signSha1(new byte[40], 20)).isEqualTo(right.signSha1(new byte[40], 20));
    assertThat(source.find(issued.username(), "r", now.plusSeconds(61))).isNull();
    assertThat(source.find(source.issue("bob", now).username(), "r", now)).isNull();
    for (String name : List.of("", ":", "x:alice", "99999999999999:alice", "-1:alice", "alice")) {
      assertThat(source.find(name, "r", now)).as(name).isNull();
    }
  }

  /** Known value: HMAC-SHA1 of coturn's --use-auth-secret for the same name and secret. */
  @Test
  void timeLimitedPasswordsAreThoseThatOthersCompute() throws Exception {
    byte[] secret = "north-of-the-wall".getBytes();
    var issued =
        new TimeLimitedCredentials(secret, u -> true)
            .issue("alice", Instant.ofEpochSecond(1433895918));
    var mac = javax.crypto.Mac.getInstance("HmacSHA1");
    mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HmacSHA1"));
    assertThat(issued.username()).isEqualTo("1433895918:alice");
    assertThat(issued.password())
        .isEqualTo(
            java.util.Base64.getEncoder()
                .encodeToString(mac.doFinal("1433895918:alice".getBytes())));
    assertThat(issued).hasToString("Issued[1433895918:alice]");
  }

  // ---- Allocate
  // ----------------------------------------------------------------------------------

  /** RFC 8656 §7.2. */
  @Test
  void aRetransmissionGetsTheSameAnswerAndAnotherAllocateAMismatch() {
    alice.ask(alice.allocate(), now);
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isEqualTo(437);
    FakeClient bob = new FakeClient(server, "192.0.2.11", 6666, false);
    bob.askOnce(bob.allocate(), now);
    bob.nonce =
        ((ReceivedStun) StunCodec.read(bob.got.getLast())).message().text(AttributeType.NONCE);
    byte[] request = bob.signed(bob.allocate());
    bob.received(request, now);
    byte[] first = bob.got.getLast();
    bob.received(request, now);
    assertThat(bob.got.getLast()).isEqualTo(first);
    assertThat(server.allocations()).isEqualTo(2);
  }

  @Test
  void whatAnAllocateMayNotSayIsRefusedByItsCode() {
    assertThat(alice.ask(alice.request(Method.ALLOCATE), now).errorCode()).isEqualTo(400);
    StunMessage tcp = alice.request(Method.ALLOCATE).with(AttributeType.REQUESTED_TRANSPORT, 6);
    assertThat(alice.ask(tcp, now).errorCode()).isEqualTo(442);
    StunMessage odd = alice.allocate().with(AttributeType.REQUESTED_ADDRESS_FAMILY, 7);
    assertThat(alice.ask(odd, now).errorCode()).isEqualTo(440);
    StunAttribute token = new StunAttribute.Bytes(AttributeType.RESERVATION_TOKEN, new byte[8]);
    assertThat(alice.ask(alice.allocate().with(token), now).errorCode()).isEqualTo(508);
    StunMessage both = alice.allocate().with(token).with(AttributeType.EVEN_PORT, 0);
    assertThat(alice.ask(both, now).errorCode()).isEqualTo(400);
    StunMessage whole = alice.allocate().with(AttributeType.DONT_FRAGMENT);
    StunMessage answer = alice.ask(whole, now);
    assertThat(answer.errorCode()).isEqualTo(420);
    assertThat(answer.attributes()).contains(new StunAttribute.UnknownTypes(List.of(0x1a)));
    assertThat(ports.open).isEmpty();
  }

  @Test
  void aPairOfPortsIsReservedForOneUser() {
    StunMessage answer = alice.ask(alice.allocate().with(AttributeType.EVEN_PORT, 0x80), now);
    int even = answer.address(AttributeType.XOR_RELAYED_ADDRESS).getPort();
    assertThat(even % 2).isZero();
    StunAttribute token =
        new StunAttribute.Bytes(
            AttributeType.RESERVATION_TOKEN, answer.bytes(AttributeType.RESERVATION_TOKEN));
    FakeClient bob = new FakeClient(server, "192.0.2.11", 6666, false);
    bob.user = "bob";
    bob.password = "secret of bob";
    assertThat(bob.ask(bob.allocate().with(token), now).errorCode()).isEqualTo(508);
    FakeClient second = new FakeClient(server, "192.0.2.10", 5556, false);
    StunMessage odd = second.ask(second.allocate().with(token), now);
    assertThat(odd.address(AttributeType.XOR_RELAYED_ADDRESS).getPort()).isEqualTo(even + 1);
    FakeClient third = new FakeClient(server, "192.0.2.10", 5557, false);
    assertThat(third.ask(third.allocate().with(token), now).errorCode()).isEqualTo(508);
  }

  @Test
  void aReservedPortIsGivenBackWhenNobodyComes() {
    alice.ask(alice.allocate().with(AttributeType.EVEN_PORT, 0x80), now);
    assertThat(ports.open).hasSize(2);
    server.tick(now.plusSeconds(31));
    assertThat(ports.open).hasSize(1);
  }

  /** Whoever gives an allocation back keeps what was reserved with it. */
  @Test
  void reservedPortsCountAgainstTheUser() {
    serve(TurnSettings.of("belfry.test").withLimits(10, 4, 0));
    FakeClient client = new FakeClient(server, "192.0.2.10", 7000, false);
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      StunMessage pair = client.allocate().with(AttributeType.EVEN_PORT, 0x80);
      codes.add(client.ask(pair, now).errorCode());
      client.ask(client.request(Method.REFRESH).with(AttributeType.LIFETIME, 0), now);
    }
    assertThat(codes).containsExactly(0, 0, 0, 486, 486, 486);
    assertThat(ports.open).hasSize(3);
  }

  @Test
  void quotasHoldPerUserAndInAll() {
    serve(TurnSettings.of("belfry.test").withLimits(3, 2, 0));
    for (int i = 0; i < 4; i++) {
      FakeClient client = new FakeClient(server, "192.0.2.10", 7000 + i, false);
      int code = client.ask(client.allocate(), now).errorCode();
      assertThat(code).isEqualTo(i < 2 ? 0 : 486);
    }
    FakeClient bob = new FakeClient(server, "192.0.2.11", 1, false);
    bob.user = "bob";
    bob.password = "secret of bob";
    assertThat(bob.ask(bob.allocate(), now).errorCode()).isZero();
    FakeClient more = new FakeClient(server, "192.0.2.11", 2, false);
    more.user = "bob";
    more.password = "secret of bob";
    assertThat(more.ask(more.allocate(), now).errorCode()).isEqualTo(508);
    assertThat(count(TurnCounter.LIMIT_REACHED)).isEqualTo(3);
  }

  @Test
  void withoutAFreePortTheAnswerIs508() {
    ports.max = 0;
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isEqualTo(508);
  }

  // ---- lifetimes
  // ---------------------------------------------------------------------------------

  @Test
  void anAllocationEndsWithItsLifetimeUnlessRefreshed() {
    alice.ask(alice.allocate(), now);
    now = now.plusSeconds(599);
    server.tick(now);
    StunMessage asks = alice.request(Method.REFRESH).with(AttributeType.LIFETIME, 100_000);
    assertThat(alice.ask(asks, now).number(AttributeType.LIFETIME, 0)).isEqualTo(3600);
    now = now.plusSeconds(3599);
    server.tick(now);
    assertThat(server.allocations()).isEqualTo(1);
    now = now.plusSeconds(1);
    server.tick(now);
    assertThat(server.allocations()).isZero();
    assertThat(count(TurnCounter.EXPIRED)).isEqualTo(1);
    assertThat(alice.ask(alice.request(Method.REFRESH), now).errorCode()).isEqualTo(437);
  }

  @Test
  void aRefreshWithZeroEndsIt() {
    alice.ask(alice.allocate(), now);
    StunMessage end = alice.request(Method.REFRESH).with(AttributeType.LIFETIME, 0);
    assertThat(alice.ask(end, now).number(AttributeType.LIFETIME, -1)).isZero();
    assertThat(ports.open).isEmpty();
    assertThat(alice.ask(alice.allocate(), now).errorCode()).isZero();
  }

  @Test
  void aConnectionThatEndsTakesItsAllocationWithIt() {
    FakeClient client = new FakeClient(server, "192.0.2.10", 9, true);
    client.ask(client.allocate(), now);
    server.disconnected(client);
    assertThat(ports.open).isEmpty();
  }

  /** RFC 8656 §5: one name an allocation. */
  @Test
  void anotherUserCannotTakeOverAnAllocation() {
    alice.ask(alice.allocate(), now);
    alice.user = "bob";
    alice.password = "secret of bob";
    assertThat(alice.ask(alice.request(Method.REFRESH), now).errorCode()).isEqualTo(441);
  }

  // ---- permissions and channels
  // ------------------------------------------------------------------

  private StunMessage permission(InetSocketAddress... peers) {
    StunMessage request = alice.request(Method.CREATE_PERMISSION);
    for (InetSocketAddress peer : peers) {
      request = request.with(AttributeType.XOR_PEER_ADDRESS, peer);
    }
    return request;
  }

  private StunMessage bind(int number, InetSocketAddress peer) {
    return alice
        .request(Method.CHANNEL_BIND)
        .with(AttributeType.CHANNEL_NUMBER, number)
        .with(AttributeType.XOR_PEER_ADDRESS, peer);
  }

  private void fromPeer(InetSocketAddress peer, String text) {
    ByteBuffer packet = ByteBuffer.allocate(200);
    packet.position(60).put(text.getBytes()).flip().position(60);
    alice.got.clear();
    server.fromPeer(alice.allocation(), packet, FakeClient.from(peer));
  }

  private void sendIndication(InetSocketAddress peer, String text) {
    StunMessage message =
        new StunMessage(
            Method.SEND,
            StunClass.INDICATION,
            new TransactionId(1, 1),
            List.of(
                new StunAttribute.Address(AttributeType.XOR_PEER_ADDRESS, peer),
                new StunAttribute.Bytes(AttributeType.DATA, text.getBytes())));
    alice.send(StunCodec.write(message, null, Signature.SHA1, false), now);
  }

  @Test
  void indicationsGoToAndFromThePeersThatArePermitted() {
    alice.ask(alice.allocate(), now);
    sendIndication(PEER, "too early");
    assertThat(ports.sent).isEmpty();
    assertThat(alice.ask(permission(PEER, OTHER_PEER), now).errorCode()).isZero();
    sendIndication(PEER, "hello");
    sendIndication(OTHER_PEER, "there");
    assertThat(ports.sent).containsExactly("hello to " + PEER, "there to " + OTHER_PEER);
    fromPeer(PEER, "hi");
    StunMessage data = ((ReceivedStun) StunCodec.read(alice.got.getLast())).message();
    assertThat(data.method()).isEqualTo(Method.DATA);
    assertThat(data.stunClass()).isEqualTo(StunClass.INDICATION);
    assertThat(data.address(AttributeType.XOR_PEER_ADDRESS)).isEqualTo(PEER);
    assertThat(data.bytes(AttributeType.DATA)).isEqualTo("hi".getBytes());
    fromPeer(at("198.51.100.99", 1), "stranger");
    assertThat(alice.got).isEmpty();
    assertThat(count(TurnCounter.NO_PERMISSION)).isEqualTo(2);
  }

  @Test
  void permissionsLastFiveMinutesAndChannelsTen() {
    alice.ask(alice.allocate(), now);
    alice.ask(alice.request(Method.REFRESH).with(AttributeType.LIFETIME, 3600), now);
    alice.ask(permission(OTHER_PEER), now);
    alice.ask(bind(0x4000, PEER), now);
    now = now.plus(Duration.ofMinutes(5)).plusSeconds(1);
    server.tick(now);
    sendIndication(OTHER_PEER, "late");
    alice.send(0x4000, "late", now);
    fromPeer(PEER, "late");
    assertThat(ports.sent).isEmpty();
    assertThat(alice.got).isEmpty();
    alice.ask(permission(PEER), now);
    alice.send(0x4000, "again", now);
    assertThat(ports.sent).containsExactly("again to " + PEER);
    now = now.plus(Duration.ofMinutes(5));
    server.tick(now);
    alice.send(0x4000, "gone", now);
    assertThat(ports.sent).hasSize(1);
    assertThat(alice.ask(bind(0x4001, PEER), now).errorCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void channelsCarryPacketsBothWays(boolean stream) {
    alice = new FakeClient(server, "192.0.2.10", 5555, stream);
    alice.ask(alice.allocate(), now);
    assertThat(alice.ask(bind(0x4abc, PEER), now).errorCode()).isZero();
    alice.send(0x4abc, "hello", now);
    assertThat(ports.sent).containsExactly("hello to " + PEER);
    fromPeer(PEER, "hello");
    assertThat(HexFormat.of().formatHex(alice.got.getLast()))
        .isEqualTo("4abc0005" + "68656c6c6f" + (stream ? "000000" : ""));
    fromPeer(at("198.51.100.20", 4001), "same host, another port");
    StunMessage data = ((ReceivedStun) StunCodec.read(alice.got.getLast())).message();
    assertThat(data.method()).isEqualTo(Method.DATA);
    assertThat(count(TurnCounter.PACKETS_TO_CLIENTS)).isEqualTo(2);
    assertThat(count(TurnCounter.BYTES_TO_PEERS)).isEqualTo(5);
  }

  @Test
  void aNumberStandsForOnePeerAndAPeerHasOneNumber() {
    alice.ask(alice.allocate(), now);
    assertThat(alice.ask(bind(0x4000, PEER), now).errorCode()).isZero();
    assertThat(alice.ask(bind(0x4000, PEER), now).errorCode()).isZero();
    assertThat(alice.ask(bind(0x4000, OTHER_PEER), now).errorCode()).isEqualTo(400);
    assertThat(alice.ask(bind(0x4001, PEER), now).errorCode()).isEqualTo(400);
    assertThat(alice.ask(bind(0x3fff, OTHER_PEER), now).errorCode()).isEqualTo(400);
    assertThat(alice.ask(bind(0x8000, OTHER_PEER), now).errorCode()).isEqualTo(400);
    assertThat(alice.ask(alice.request(Method.CHANNEL_BIND), now).errorCode()).isEqualTo(400);
    assertThat(alice.ask(alice.request(Method.CREATE_PERMISSION), now).errorCode()).isEqualTo(400);
  }

  @Test
  void permissionsAndChannelsHaveLimits() {
    alice.ask(alice.allocate(), now);
    for (int i = 0; i < 64; i++) {
      assertThat(alice.ask(permission(at("198.51.100." + i, 1)), now).errorCode()).isZero();
    }
    assertThat(alice.ask(permission(at("198.51.100.64", 1)), now).errorCode()).isEqualTo(508);
    assertThat(alice.ask(bind(0x4000, at("198.51.100.65", 1)), now).errorCode()).isEqualTo(508);
    for (int i = 0; i < 64; i++) {
      assertThat(alice.ask(bind(0x4000 + i, at("198.51.100.1", 1000 + i)), now).errorCode())
          .isZero();
    }
    assertThat(alice.ask(bind(0x4100, at("198.51.100.1", 1)), now).errorCode()).isEqualTo(508);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 403",
    "0.0.0.0, 403",
    "0.1.2.3, 403",
    "169.254.1.1, 403",
    "224.0.0.251, 403",
    "255.255.255.255, 403",
    "240.0.0.1, 403",
    "10.0.0.1, 0",
    "203.0.113.5, 0"
  })
  void strangersAreKeptFromAddressesThatAreNotTheirs(String peer, int code) {
    alice.ask(alice.allocate(), now);
    assertThat(alice.ask(permission(at(peer, 4000)), now).errorCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "::", "fe80::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::"})
  void alsoOverIpv6(String peer) {
    alice.ask(alice.allocate().with(AttributeType.REQUESTED_ADDRESS_FAMILY, 2), now);
    assertThat(alice.ask(permission(at(peer, 4000)), now).errorCode()).isEqualTo(403);
    assertThat(alice.ask(permission(PEER), now).errorCode()).isEqualTo(443);
    InetSocketAddress good = at("2001:db8::9", 9);
    assertThat(alice.ask(permission(good), now).errorCode()).isZero();
    sendIndication(good, "six");
    assertThat(ports.sent).containsExactly("six to " + good);
    fromPeer(good, "back");
    StunMessage data = ((ReceivedStun) StunCodec.read(alice.got.getLast())).message();
    assertThat(data.address(AttributeType.XOR_PEER_ADDRESS)).isEqualTo(good);
  }

  /** Our own media is a legitimate peer, our database is not. */
  @Test
  void ofOurOwnAddressOnlyMediaPortsAreReached() {
    alice.ask(alice.allocate(), now);
    InetSocketAddress database = at("203.0.113.5", 3306);
    InetSocketAddress media = at("203.0.113.5", 50500);
    assertThat(alice.ask(bind(0x4000, database), now).errorCode()).isEqualTo(403);
    assertThat(alice.ask(bind(0x4001, media), now).errorCode()).isZero();
    sendIndication(database, "select");
    sendIndication(media, "sound");
    assertThat(ports.sent).containsExactly("sound to " + media);
    assertThat(count(TurnCounter.FORBIDDEN_PEER)).isEqualTo(2);
  }

  // ---- limits and bad input
  // ------------------------------------------------------------------------

  /** The shortest ones end where the message does, and the buffer behind it. */
  @Test
  void aPeersAddressOfAnyLengthInAnIndicationIsDropped() {
    alice.ask(alice.allocate(), now);
    alice.ask(permission(PEER), now);
    long before = count(TurnCounter.MALFORMED);
    for (int length = 0; length <= 24; length++) {
      for (int family = 0; family <= 3; family++) {
        ByteBuffer message = ByteBuffer.allocate(24 + (length + 3 & ~3));
        message.putShort((short) 0x0016).putShort((short) (message.capacity() - 20));
        message.putInt(StunCodec.COOKIE).putInt(0).putLong(1);
        message.putShort((short) 0x0012).putShort((short) length);
        if (length > 1) {
          message.put((byte) 0).put((byte) family);
        }
        server.fromClient(alice, message.clear(), now);
      }
    }
    assertThat(count(TurnCounter.MALFORMED) - before).isEqualTo(25 * 4);
    assertThat(ports.sent).isEmpty();
  }

  @Test
  void bandwidthIsLimitedEachWay() {
    serve(TurnSettings.of("belfry.test").withLimits(10, 10, 1000));
    alice.ask(alice.allocate(), now);
    alice.ask(bind(0x4000, PEER), now);
    server.tick(now);
    for (int i = 0; i < 30; i++) {
      alice.send(0x4000, "x".repeat(100), now);
      fromPeer(PEER, "x".repeat(100));
    }
    assertThat(ports.sent).hasSize(10);
    assertThat(count(TurnCounter.PACKETS_TO_CLIENTS)).isEqualTo(10);
    server.tick(now.plusMillis(500));
    for (int i = 0; i < 30; i++) {
      alice.send(0x4000, "x".repeat(100), now);
    }
    assertThat(ports.sent).hasSize(15);
    assertThat(count(TurnCounter.OVER_BANDWIDTH)).isEqualTo(20 + 20 + 25);
  }

  @Test
  void aFloodFromOneSourceIsAnsweredOnlySoOften() {
    for (int i = 0; i < 10_000; i++) {
      FakeClient client = new FakeClient(server, "192.0.2.66", 1 + i, false);
      client.send(client.signed(client.allocate()), now);
      client.send(client.signed(client.request(Method.BINDING)), now);
    }
    assertThat(count(TurnCounter.CHALLENGED) + count(TurnCounter.BINDINGS)).isEqualTo(500);
    assertThat(count(TurnCounter.FLOOD)).isEqualTo(19_500);
    assertThat(alice.ask(alice.allocate(), now).errorCode()).as("others").isZero();
    FakeClient later = new FakeClient(server, "192.0.2.66", 1, false);
    assertThat(later.askOnce(later.allocate(), now.plusSeconds(1)).errorCode()).isEqualTo(401);
  }

  @Test
  void aBindingRequestNeedsNoPassword() {
    StunMessage answer = alice.askOnce(alice.request(Method.BINDING), now);
    assertThat(answer.address(AttributeType.XOR_MAPPED_ADDRESS)).isEqualTo(alice.remote());
  }

  @Test
  void damageIsCountedAndNeverThrows() {
    alice.ask(alice.allocate(), now);
    alice.ask(bind(0x4000, PEER), now);
    byte[][] samples = {
      alice.signed(alice.request(Method.REFRESH)),
      alice.signed(bind(0x4001, OTHER_PEER)),
      {0x40, 0, 0, 5, 1, 2, 3, 4, 5},
      StunCodec.write(
          new StunMessage(
              Method.SEND,
              StunClass.INDICATION,
              new TransactionId(1, 1),
              List.of(
                  new StunAttribute.Address(AttributeType.XOR_PEER_ADDRESS, PEER),
                  new StunAttribute.Bytes(AttributeType.DATA, new byte[9]))),
          null,
          Signature.SHA1,
          false)
    };
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      byte[] sample = samples[random.nextInt(samples.length)];
      byte[] bytes = Arrays.copyOf(sample, random.nextInt(sample.length + 3));
      for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      alice.send(bytes, now);
    }
    assertThat(count(TurnCounter.MALFORMED)).isGreaterThan(50_000);
    assertThat(server.allocations()).isEqualTo(1);
  }
}
