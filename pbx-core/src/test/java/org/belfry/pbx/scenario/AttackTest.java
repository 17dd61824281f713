package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.guard.GuardEvent;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.IpNetwork;
import org.junit.jupiter.api.Test;

/** Attackers are kept out, and the office is not. */
class AttackTest {
  private static final String ATTACKER = "203.0.113.66";
  private static final String OFFICE = "198.51.100.1";
  private final World world = World.seeded(600);

  @Test
  void anAttackerWhoGuessesIsBannedWhileTheOfficeRegistersAndCalls() {
    SimulatedPhone alice = world.phoneAt(OFFICE, 40001, "1001", "pw-1001").registered();
    SimulatedPhone bob = world.phoneAt(OFFICE, 40002, "1002", "pw-1002").registered();
    guess(ATTACKER, 60);
    assertThat(world.server().guard().bans(now()))
        .singleElement()
        .satisfies(b -> assertThat(b.source()).isEqualTo(InetAddress.ofLiteral(ATTACKER)));
    int refused = world.server().refused().size();
    assertThat(refused).as("guesses that were looked at").isLessThan(60);
    guess(ATTACKER, 20);
    assertThat(world.server().refused()).hasSize(refused);
    alice.registered();
    call(alice, bob);
    world.settles();
  }

  @Test
  void anAttackerBehindTheOfficesNatOnlyBlocksWhomHeClaimsToBe() {
    SimulatedPhone alice = world.phoneAt(OFFICE, 40001, "1001", "pw-1001").registered();
    SimulatedPhone bob = world.phoneAt(OFFICE, 40002, "1002", "pw-1002").registered();
    guess(OFFICE, 200);
    assertThat(world.server().guard().bans(now())).isEmpty();
    assertThat(world.server().guarded())
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e).isInstanceOf(GuardEvent.PairBlocked.class));
    // Even 1002, whose password was tried most, stays: his phone is the one that is registered.
    bob.register(3600);
    call(alice, bob);
    call(bob, alice);
    // A phone of a blocked user that is new there is refused, with the right password too.
    SimulatedPhone second = world.phoneAt(OFFICE, 40003, "1002", "pw-1002");
    second.register(3600);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.server().bindings("1002")).hasSize(1);
    // One of another user is not, nor the same user elsewhere; and blocks end.
    world.phoneAt(OFFICE, 40004, "1009", "pw-1009").registered();
    world.phoneAt("198.51.100.2", 40003, "1002", "pw-1002").register(3600);
    world.advance(Duration.ofMinutes(11));
    assertThat(world.server().bindings("1002")).hasSize(2);
    second.register(3600);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.server().bindings("1002")).hasSize(3);
    world.settles();
  }

  @Test
  void onePhoneWithAWrongPasswordDoesNotLockTheOfficeOutBeforeAnyOfItsPhonesRegistered() {
    SimulatedPhone broken = world.phoneAt(OFFICE, 40001, "1001", "wrong");
    for (int i = 0; i < 40; i++) {
      broken.register(3600);
      world.advance(Duration.ofSeconds(30));
    }
    world.phoneAt(OFFICE, 40002, "1002", "pw-1002").registered();
    world.settles();
  }

  @Test
  void challengesDoNotCount() {
    for (int i = 0; i < 300; i++) {
      send(ATTACKER, register("100" + i % 9, ATTACKER, "Phone/1.0", i));
      world.advance(Duration.ofMillis(100));
    }
    assertThat(world.server().guarded()).isEmpty();
    assertThat(world.server().refused()).isEmpty();
    world.settles();
  }

  @Test
  void aScannerHearsNothingAndIsBanned() {
    List<String> heard = listen(ATTACKER);
    scans(ATTACKER, 1);
    send(ATTACKER, register("1001", ATTACKER, "Phone/1.0", 2));
    world.advance(Duration.ofSeconds(5));
    assertThat(heard).isEmpty();
    assertThat(world.server().guarded())
        .singleElement()
        .isInstanceOf(GuardEvent.AddressBanned.class);
    assertThat(world.server().transactions()).isZero();
    world.settles();
  }

  /** A datagram with the provider's source address needs no answer to be sent. */
  @Test
  void oneForgedDatagramDoesNotCutOffTheProvider() {
    SimulatedPhone provider = provider();
    RawClient forger = new RawClient(world, Providers.BERLIN, 5099);
    forger.send(register("1001", Providers.BERLIN, "friendly-scanner", 1));
    world.advance(Duration.ofSeconds(1));
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall out = alice.dials("040123456");
    world.advanceUntil(() -> Talk.rings(provider), 10);
    provider.call().answers();
    world.advanceUntil(out::isAnswered, 10);
    out.hangsUp();
    Providers.ends(world);
  }

  @Test
  void aFloodInTheNameOfTheProviderDoesNotSilenceIt() {
    SimulatedPhone provider = provider();
    SimulatedPhone alice = world.phone("1001").registered();
    RawClient forger = new RawClient(world, Providers.BERLIN, 5099);
    PhoneCall in = null;
    for (int i = 0; i < 4000; i++) {
      forger.send(register("1001", Providers.BERLIN, "Phone/1.0", i));
      world.advance(Duration.ofMillis(10)); // 100 a second
      in = i == 1500 ? provider.dials("+4930555") : in;
    }
    assertThat(alice.calls()).as("calls that came through 100 datagrams a second").isNotEmpty();
    in.cancels();
    Providers.ends(world);
  }

  private SimulatedPhone provider() {
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(
        Providers.by(Providers.trunk("berlin", Providers.BERLIN))
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern("+4930555"),
                        "berlin",
                        null,
                        new Destination.Dial("1001"),
                        null)))
            .done());
    Providers.comeUp(world);
    return provider;
  }

  @Test
  void aBanEndsAndTheNextIsLonger() {
    List<String> heard = listen(ATTACKER);
    scans(ATTACKER, 1);
    world.advance(Duration.ofMinutes(11));
    send(ATTACKER, register("1001", ATTACKER, "Phone/1.0", 2));
    world.advance(Duration.ofSeconds(1));
    assertThat(heard).hasSize(1);
    scans(ATTACKER, 3);
    world.advance(Duration.ofMinutes(11));
    send(ATTACKER, register("1001", ATTACKER, "Phone/1.0", 4));
    world.advance(Duration.ofSeconds(1));
    assertThat(heard).hasSize(1);
    world.settles();
  }

  @Test
  void aBanThatIsLiftedLetsThePhoneIn() {
    scans(OFFICE, 1);
    world.advance(Duration.ofSeconds(1));
    SimulatedPhone alice = world.phoneAt(OFFICE, 40001, "1001", "pw-1001");
    alice.register(3600);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).isEmpty();
    world.server().guard().unban(InetAddress.ofLiteral(OFFICE));
    alice.registered();
    world.settles();
  }

  @Test
  void whoIsOnTheAllowListIsNotBannedWhateverHappensThere() {
    world.server().guard().allow(List.of(IpNetwork.of("203.0.113.0/24")));
    guess(ATTACKER, 60);
    scans(ATTACKER, 1);
    assertThat(world.server().guard().bans(now())).isEmpty();
    world.phoneAt(ATTACKER, 40009, "1009", "pw-1009").registered();
    world.settles();
  }

  @Test
  void aStrangerWhoFloodsIsNotAnsweredAnyMoreAndTheOfficeIs() {
    SimulatedPhone alice = world.phoneAt(OFFICE, 40001, "1001", "pw-1001").registered();
    SimulatedPhone bob = world.phoneAt(OFFICE, 40002, "1002", "pw-1002").registered();
    List<String> heard = listen(ATTACKER);
    for (int i = 0; i < 3000; i++) {
      send(ATTACKER, register("1001", ATTACKER, "Phone/1.0", i));
    }
    world.advance(Duration.ofMillis(100));
    assertThat(heard.stream().filter(m -> m.startsWith("SIP/2.0 401"))).hasSizeBetween(400, 410);
    assertThat(world.server().transactions()).isLessThan(500);
    call(alice, bob);
    world.settles();
  }

  private void call(SimulatedPhone from, SimulatedPhone to) {
    PhoneCall call = from.dials(to.extension());
    world.advanceUntil(() -> !to.calls().isEmpty() && to.call().isRinging(), 5);
    to.call().answers();
    world.advanceUntil(call::isAnswered, 5);
    call.hangsUp();
    world.advance(Duration.ofSeconds(2));
  }

  /** Guesses passwords of 1001 to 1008 by turns, 1002's twice as often. */
  private void guess(String host, int times) {
    for (int i = 0; i < times; i++) {
      String user = i % 2 == 0 ? "1002" : "20" + i % 30;
      world.phoneAt(host, 50_000 + i, user, "guess-" + i).register(3600);
      world.advance(Duration.ofMillis(500));
    }
  }

  private List<String> listen(String host) {
    List<String> heard = new ArrayList<>();
    world
        .net()
        .attach(
            new InetSocketAddress(host, 5060),
            d -> heard.add(new String(d.bytes(), StandardCharsets.UTF_8)));
    return heard;
  }

  private void send(String host, String message) {
    world
        .net()
        .send(
            new Datagram(
                new InetSocketAddress(host, 5060),
                new InetSocketAddress("10.0.0.1", 5060),
                message.getBytes(StandardCharsets.UTF_8)));
  }

  private void scans(String host, int number) {
    world
        .server()
        .receivedByTcp(
            new InetSocketAddress(host, 5060),
            register("1001", host, "sipvicious", number).getBytes(StandardCharsets.UTF_8));
  }

  private java.time.Instant now() {
    return world.net().clock().instant();
  }

  private static String register(String user, String host, String agent, int number) {
    return """
    REGISTER sip:pbx.example SIP/2.0
    Via: SIP/2.0/UDP %2$s:5060;branch=z9hG4bKx%4$d
    Max-Forwards: 70
    From: <sip:%1$s@pbx.example>;tag=x%4$d
    To: <sip:%1$s@pbx.example>
    Call-ID: x%4$d
    CSeq: 1 REGISTER
    Contact: <sip:%1$s@%2$s>
    User-Agent: %3$s
    Content-Length: 0

    """
        .formatted(user, host, agent, number)
        .replace("\n", "\r\n");
  }
}
