package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseKind;
import org.belfry.pbx.fuse.FuseLimits;
import org.belfry.pbx.fuse.FuseScope;
import org.belfry.pbx.fuse.FuseSettings;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer that leads to the telephone network costs as much as a trunk: the fuse counts its calls.
 */
class GatewayFraudTest {
  private static final String ADDRESS = "203.0.113.30";
  private static final Peer GATEWAY =
      new Peer(
          1,
          "gateway",
          List.of(),
          0,
          "gateway.example",
          new NumberPattern("0*"),
          Hop.to(Transport.UDP, new InetSocketAddress(ADDRESS, 5060)),
          null);

  private static final Permissions EVERY = new Permissions(Set.of(NumberClass.values()), Set.of());

  @Test
  void fortyPremiumCallsToAGatewayStopAsThoseByATrunkDo() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    world.arranges("1001", every());
    SimulatedPhone thief = world.phone("1001").registered();
    List<PhoneCall> stolen = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      stolen.add(thief.dials("0900100" + i));
    }
    minute(world, gateway);
    assertThat(gateway.calls()).hasSize(2);
    assertThat(stolen).filteredOn(call -> call.status() == 403).hasSize(38);
    assertThat(blown(world)).containsExactly(premium(FuseScope.USER, "1001"));
    assertThat(stolen.getLast().answer().reason()).isEqualTo("Stopped By Fraud Protection");
    assertThat(stolen.getLast().answer().header(HeaderName.WARNING))
        .startsWith("399 belfry \"The fraud fuse of extension 1001 for premium calls has blown");
    assertThat(world.records())
        .filteredOn(record -> record.cause() == CallRecord.Cause.FRAUD)
        .hasSize(2);
    world.settles();
    assertThat(used(world, premium(FuseScope.PEER, "gateway")).day().calls()).isEqualTo(2);
    assertThat(used(world, premium(FuseScope.SITE, "")).atOnce()).isZero();
  }

  /** A GRUU means one phone of a user's (RFC 5627 §5.1): nothing else is reached past the plans. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0900100;gr",
        "0900100;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "0900100@gateway.example;gr"
      })
  void whatLooksLikeAGruuNeedsTheRightToo(String dialled) {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    SimulatedPhone thief = world.phone("1001").registered();
    PhoneCall call =
        thief.dials(
            dialled.contains("@") ? dialled : dialled.replace(";", "@" + World.DOMAIN + ";"));
    world.advance(Duration.ofSeconds(10));
    assertThat(gateway.calls()).isEmpty();
    assertThat(call.status()).isEqualTo(403);
  }

  /** Digits dialled after a feature code are escaped in a peer's Request-URI. */
  @Test
  void whatIsDialledWritesNoLineOfARequestToAPeer() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    PhoneCall call = world.phone("1001").registered().dials("*6701%0D%0AX-Y%20z");
    world.advanceUntil(() -> call.isEnded() || !gateway.calls().isEmpty(), 5);
    assertThat(world.server().counters().get("faults")).isZero();
    assertThat(gateway.call().received().uriText()).isEqualTo("sip:01%0D%0AX-Y%20z@pbx.example");
    assertThat(gateway.call().received().header(HeaderName.of("X-Y"))).isNull();
  }

  /** A gateway sends texts on as short messages. */
  @ParameterizedTest
  @CsvSource({"0900100, 403", "0900100@gateway.example, 403", "030123456, 0"})
  void aTextNeedsTheRightToCallTheNumber(String number, int status) {
    World world = World.withPeers(GATEWAY.costing());
    RawClient thief = new RawClient(world, "198.51.100.9", 5060);
    String uri = "sip:" + (number.contains("@") ? number : number + "@" + World.DOMAIN);
    SipResponse answer =
        thief.asksAs(
            "1001",
            Method.MESSAGE,
            uri,
            "From: <sip:1001@pbx.example>;tag=m\nTo: <" + uri + ">\nCall-ID: m\nCSeq: 1 MESSAGE\n");
    assertThat(answer == null || answer.provisional() ? 0 : answer.status()).isEqualTo(status);
  }

  @Test
  void minutesCountFromTheAnswerToTheEnd() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    world.arranges("1001", every());
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("0900100");
    world.advanceUntil(() -> !gateway.calls().isEmpty(), 5);
    world.advance(Duration.ofSeconds(10));
    gateway.call().answers();
    world.advanceUntil(call::isAnswered, 5);
    world.advance(Duration.ofSeconds(60));
    call.hangsUp();
    world.settles();
    FraudFuse.Used used = used(world, premium(FuseScope.PEER, "gateway"));
    assertThat(used.atOnce()).isZero();
    assertThat(used.day().millis()).isBetween(60_000L, 62_000L);
  }

  /** The gateway would go on, and cost money, while we believe that the call is over. */
  @Test
  void aByeThatTheGatewayRefusesLeavesNoCallThatIsNotCounted() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    world.arranges("1001", every());
    PhoneCall call = world.phone("1001").registered().dials("0900100");
    world.advanceUntil(() -> !gateway.calls().isEmpty(), 5);
    gateway.call().answers();
    world.advanceUntil(call::isAnswered, 5);
    world.advance(Duration.ofSeconds(5));
    call.hangsUpInVain();
    world.advance(Duration.ofSeconds(10));
    assertThat(used(world, premium(FuseScope.PEER, "gateway")).atOnce()).isZero();
    assertThat(gateway.call().isEnded()).isTrue();
  }

  @Test
  void whoForwardsToAGatewayPays() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    SimulatedPhone alice = world.phone("1001").registered();
    Site.Settings forwards = new Site.Settings().forward(CallRule.On.CALL, "dial:0900100");
    forwards.permissions = EVERY;
    world.arranges("1002", forwards.done());
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> !gateway.calls().isEmpty(), 5);
    call.cancels();
    world.settles();
    assertThat(used(world, premium(FuseScope.USER, "1002")).day().calls()).isEqualTo(1);
    assertThat(used(world, premium(FuseScope.USER, "1002")).atOnce()).isZero();
  }

  @Test
  void aGatewayHasLimitsOfItsOwn() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    world
        .server()
        .fuse()
        .set(
            FuseSettings.defaults(ZoneId.of("Europe/Berlin"))
                .with(
                    new FuseKey(FuseScope.PEER, "gateway", FuseKind.DOMESTIC),
                    new FuseLimits(1, 0, 0, 0, 0, 0)));
    PhoneCall first = world.phone("1001").registered().dials("030123456");
    PhoneCall second = world.phone("1002").registered().dials("030123457");
    world.advanceUntil(() -> second.status() != 0, 10);
    assertThat(second.status()).isEqualTo(403);
    assertThat(blown(world))
        .containsExactly(new FuseKey(FuseScope.PEER, "gateway", FuseKind.DOMESTIC));
    first.cancels();
    world.settles();
    assertThat(gateway.calls()).hasSize(1);
  }

  @Test
  void anEmergencyCallByAGatewayIsNotCounted() {
    World world =
        World.withPeers(
            new Peer(
                    1,
                    "gateway",
                    List.of(),
                    0,
                    null,
                    new NumberPattern("112"),
                    GATEWAY.nextHop(),
                    null)
                .costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    PhoneCall call = world.phone("1001").registered().dials("112");
    world.advanceUntil(() -> !gateway.calls().isEmpty(), 5);
    call.cancels();
    world.settles();
    assertThat(world.server().fuse().used(world.net().clock().instant())).isEmpty();
  }

  @Test
  void aGatewayIsDialledAndNotCalledByItsAddress() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    PhoneCall call = world.phone("1001").registered().dials("0900100@" + ADDRESS);
    world.advanceUntil(call::isEnded, 10);
    assertThat(call.status()).isEqualTo(403);
    assertThat(gateway.calls()).isEmpty();
    world.settles();
  }

  /** Whether it costs money or not, and whether it would drop the prefix for outside calls. */
  @ParameterizedTest
  @CsvSource({
    "'', 0033140000000, false",
    "'', 0033140000000, true",
    "'', 0900100200, false",
    "9, 90033140000000, false",
    "9, 90033140000000, true",
    "0, 00900100200, true",
    "'', 0033140000000;phone-context=x, true",
    "'', %30033140000000, true",
  })
  void aNumberThatAPeerServesNeedsTheRightOfWhoPays(String prefix, String number, boolean costs) {
    World world = World.withPeers(costs ? serving("*").costing() : serving("*"));
    world.arranges(DialPlan.EMPTY.edit().country("DE").outsidePrefix(prefix).done());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    PhoneCall call = world.phone("1001").registered().dials(number);
    world.advanceUntil(call::isEnded, 10);
    assertThat(call.status()).isEqualTo(403);
    world.arranges("1002", new Site.Settings().forward(CallRule.On.CALL, "dial:" + number).done());
    world.arranges("1003", every());
    PhoneCall forwarded = world.phone("1003").registered().dials("1002");
    world.advanceUntil(forwarded::isEnded, 10);
    assertThat(gateway.calls()).isEmpty();
    PhoneCall allowed = world.phone("1003").registered().dials(number);
    world.advanceUntil(() -> !gateway.calls().isEmpty(), 5);
    allowed.cancels();
    world.settles();
  }

  @Test
  void soDoesANumberInTheDomainOfAPeer() {
    World world =
        World.withPeers(
            new Peer(
                1, "gateway", List.of(), 0, "gw.example", null, GATEWAY.nextHop(), null, false));
    world.arranges(DialPlan.EMPTY.edit().country("DE").done());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    SimulatedPhone alice = world.phone("1001").registered();
    for (String number : List.of("0033140000000", "%30033140000000", "0900100200")) {
      PhoneCall call = alice.dials(number + "@gw.example");
      world.advanceUntil(call::isEnded, 10);
      assertThat(call.status()).as(number).isEqualTo(403);
      world.arranges(
          "1002",
          new Site.Settings().forward(CallRule.On.CALL, "dial:" + number + "@gw.example").done());
      PhoneCall forwarded = alice.dials("1002");
      world.advanceUntil(forwarded::isEnded, 10);
    }
    assertThat(gateway.calls()).isEmpty();
    world.settles();
  }

  @Test
  void whateverAPeerCostsItsAddressIsNoWayPastTheRight() {
    World world = World.withPeers(GATEWAY);
    world.dns().a("my.gateway.example", ADDRESS);
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    SimulatedPhone alice = world.phone("1001").registered();
    for (String host : List.of(ADDRESS, "my.gateway.example")) {
      PhoneCall call = alice.dials("0033140000000@" + host);
      world.advanceUntil(call::isEnded, 10);
      assertThat(call.status()).as(host).isEqualTo(403);
    }
    assertThat(gateway.calls()).isEmpty();
    world.settles();
  }

  @Test
  void anotherOfficesExtensionsNeedNoRight() {
    World world = World.withPeers(serving("2XXX"));
    world.arranges(DialPlan.EMPTY.edit().country("DE").areaCode("30").done());
    Site.Settings inside = new Site.Settings();
    inside.permissions = new Permissions(Set.of(NumberClass.INTERNAL), Set.of());
    world.arranges("1001", inside.done());
    SimulatedPhone office = world.foreign("office", "office.example", ADDRESS);
    PhoneCall call = world.phone("1001").registered().dials("2001");
    world.advanceUntil(() -> !office.calls().isEmpty(), 5);
    call.cancels();
    world.settles();
  }

  @Test
  void callsToAPeerThatCostsNothingAreNotCounted() {
    World world = World.withPeers(GATEWAY);
    world.arranges("1001", every());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", ADDRESS);
    SimulatedPhone alice = world.phone("1001").registered();
    for (int i = 0; i < 4; i++) {
      alice.dials("0900100" + i);
    }
    world.advanceUntil(() -> gateway.calls().size() == 4, 5);
    alice.calls().forEach(PhoneCall::cancels);
    world.settles();
    assertThat(world.server().fuse().used(world.net().clock().instant())).isEmpty();
  }

  private static CallSettings every() {
    Site.Settings settings = new Site.Settings();
    settings.permissions = EVERY;
    return settings.done();
  }

  private static Peer serving(String pattern) {
    return new Peer(
        1,
        "gateway",
        List.of(),
        0,
        null,
        new NumberPattern(pattern),
        GATEWAY.nextHop(),
        null,
        false);
  }

  private static void minute(World world, SimulatedPhone gateway) {
    for (int second = 0; second < 60; second += 10) {
      for (int i = 0; i < 10; i++) {
        world.advance(Duration.ofSeconds(1));
        List.copyOf(gateway.calls()).forEach(PhoneCall::answersIfRinging);
      }
      world.server().tickFuse();
    }
  }

  private static FraudFuse.Used used(World world, FuseKey key) {
    return world.server().fuse().used(world.net().clock().instant()).stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static List<FuseKey> blown(World world) {
    return world.server().fuse().blown(world.net().clock().instant()).stream()
        .map(FraudFuse.Used::key)
        .toList();
  }

  private static FuseKey premium(FuseScope scope, String name) {
    return new FuseKey(scope, name, FuseKind.PREMIUM);
  }
}
