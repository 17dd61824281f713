package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.trunk.TrunkStatus;
import org.belfry.pbx.app.trunk.TrunkStatus.Word;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.SimulatedProvider;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Grammar;
import org.junit.jupiter.api.Test;

/** Trunks and their providers, with the whole server between them and the network. */
@Rfc("3261")
class TrunkRegistrationTest {
  private static final String FIRST = "198.51.100.1";
  private static final String SECOND = "198.51.100.2";

  @EachWeather
  @Rfc("10.2")
  void aTrunkRegistersStaysRegisteredAndUnregistersWhenItIsDeleted(World world) {
    SimulatedProvider itsp = world.provider(FIRST, "4930123", "secret");
    itspDns(world);
    arrange(world, trunk("berlin", "secret"));
    until(world, "berlin", Word.REGISTERED);
    assertThat(itsp.bindings())
        .singleElement()
        .matches(contact -> contact.user().equals(status(world, "berlin").contactUser()));
    for (int i = 0; i < 20; i++) {
      world.advance(Duration.ofMinutes(1));
      assertThat(world.server().trunks().usable("berlin", world.net().clock().instant())).isTrue();
    }
    assertThat(itsp.received(Method.REGISTER)).isGreaterThan(5);
    assertThat(itsp.received(Method.OPTIONS)).isGreaterThan(20);
    arrange(world);
    world.advanceUntil(() -> world.server().trunks().all().isEmpty(), 10);
    world.settles();
  }

  @Test
  @Rfc(value = "3263 4.3", other = true)
  void whenTheProvidersFirstServerDiesTheSecondIsUsed() {
    World world = World.seeded(5);
    SimulatedProvider first = world.provider(FIRST, "4930123", "secret");
    SimulatedProvider second = world.provider(SECOND, "4930123", "secret");
    itspDns(world);
    arrange(world, trunk("berlin", "secret"));
    until(world, "berlin", Word.REGISTERED);
    assertThat(first.bindings()).hasSize(1);
    first.vanishes();
    world.advanceUntil(() -> !second.bindings().isEmpty(), 150);
    assertThat(status(world, "berlin").server().remote().getHostString()).isEqualTo(SECOND);
    ends(world);
  }

  @Test
  void anOutageIsSeenAndTheTrunkComesBackByItself() {
    World world = World.seeded(6);
    SimulatedProvider itsp = world.provider(FIRST, "4930123", "secret");
    itspDns(world);
    arrange(world, trunk("berlin", "secret"));
    until(world, "berlin", Word.REGISTERED);
    itsp.vanishes();
    world.advance(Duration.ofMinutes(4));
    assertThat(status(world, "berlin").word()).isEqualTo(Word.FAILED);
    assertThat(status(world, "berlin").problem().sentence()).contains("does not answer");
    itsp.comesBack();
    world.advanceUntil(() -> status(world, "berlin").word() == Word.REGISTERED, 400);
    assertThat(itsp.bindings()).hasSize(1);
    ends(world);
  }

  @Test
  void aWrongPasswordIsSaidAndNotTriedAgainAndAgainUntilItIsChanged() {
    World world = World.seeded(7);
    SimulatedProvider itsp = world.provider(FIRST, "4930123", "secret");
    itspDns(world);
    arrange(world, trunk("berlin", "guessed"));
    until(world, "berlin", Word.REFUSED);
    world.advance(Duration.ofMinutes(15));
    assertThat(itsp.received(Method.REGISTER)).isLessThan(4);
    arrange(world, trunk("berlin", "secret"));
    until(world, "berlin", Word.REGISTERED);
    ends(world);
  }

  @Test
  void manyTrunksAreSharedAmongTheLanesAndAChangeOfOneLeavesTheOthersAlone() {
    World world = World.seeded(8, org.belfry.pbx.sim.Weather.CALM);
    SimulatedProvider itsp = world.provider(FIRST, "4930123", "secret");
    itspDns(world);
    Trunk[] trunks = new Trunk[20];
    for (int i = 0; i < trunks.length; i++) {
      trunks[i] = trunk("trunk-" + i, "secret");
    }
    arrange(world, trunks);
    world.advanceUntil(() -> itsp.bindings().size() == 20, 20);
    long before = itsp.received(Method.REGISTER);
    Trunk t = trunks[7];
    trunks[7] =
        new Trunk(
            t.id(),
            t.name(),
            t.server(),
            null,
            true,
            t.username(),
            null,
            "secret",
            List.of(),
            "national",
            "+4940",
            4,
            true,
            false);
    arrange(world, trunks); // nothing that its registration says
    world.advance(Duration.ofSeconds(2));
    assertThat(itsp.received(Method.REGISTER)).isEqualTo(before);
    trunks[7] =
        new Trunk(
            t.id(),
            t.name(),
            t.server(),
            null,
            true,
            t.username(),
            null,
            "secret",
            List.of(),
            "national",
            "+4940",
            4,
            false,
            false);
    arrange(world, trunks); // switched off
    world.advanceUntil(() -> itsp.bindings().size() == 19, 5);
    assertThat(world.server().trunks().all()).hasSize(19);
    ends(world);
  }

  private static void itspDns(World world) {
    world
        .dns()
        .naptr("itsp.example", 10, 10, "SIP+D2U", "_sip._udp.itsp.example")
        .srv("_sip._udp.itsp.example", 1, 1, 5060, "one.itsp.example")
        .srv("_sip._udp.itsp.example", 2, 1, 5060, "two.itsp.example")
        .a("one.itsp.example", FIRST)
        .a("two.itsp.example", SECOND);
  }

  private static void arrange(World world, Trunk... trunks) {
    Map<String, Trunk> named = new HashMap<>();
    for (Trunk trunk : trunks) {
      named.put(trunk.name(), trunk);
    }
    DialPlan plan =
        DialPlan.EMPTY.edit().country("DE").areaCode("30").outsidePrefix("0").trunks(named).done();
    world
        .server()
        .publish(
            Directory.of(
                2, World.DOMAIN, Set.of(World.DOMAIN, "10.0.0.1"), List.of(), List.of(), plan));
  }

  /** Trunks register for ever: a scenario ends without them. */
  private static void ends(World world) {
    arrange(world);
    world.advance(Duration.ofSeconds(5));
    assertThat(world.server().trunks().all()).isEmpty();
    world.settles();
  }

  private static void until(World world, String trunk, Word word) {
    world.advanceUntil(
        () -> {
          TrunkStatus status = status(world, trunk);
          return status != null && status.word() == word;
        },
        120);
  }

  private static TrunkStatus status(World world, String trunk) {
    return world.server().trunks().of(trunk);
  }

  private static Trunk trunk(String name, String password) {
    return new Trunk(
        1,
        name,
        Grammar.uri("sip:itsp.example"),
        null,
        true,
        "4930123",
        null,
        password,
        List.of(),
        "e164",
        "+4930123",
        0,
        true,
        false);
  }
}
