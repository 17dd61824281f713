package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.presence.WatchedDialog;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.PhoneSubscription;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipResponse;

/** Lamps of extensions, and what else is watched, told as stories. */
class LampTest {
  private static final String LUNCH =
      "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\""
          + " entity=\"sip:1002@pbx.example\"><tuple"
          + " id=\"a\"><status><basic>open</basic></status></tuple>"
          + "<r:activities><r:lunch/></r:activities></presence>";

  @EachWeather
  void theLampBlinksLightsAndGoesDarkWithTheCall(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    assertThat(lamp.lamp()).isEqualTo("dark");
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> lamp.lamp().equals("blinking"), 60);
    assertThat(lamp.body()).contains("direction=\"recipient\"").contains("sip:1001@pbx.example");
    bob.call().answers();
    world.advanceUntil(() -> lamp.lamp().equals("on"), 60);
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.advanceUntil(() -> lamp.lamp().equals("dark"), 90);
    lamp.refreshes(0);
    world.advanceUntil(lamp::isOver, 60);
    world.settles();
  }

  @EachWeather
  void theCallersLampIsOnFromTheMomentSheDials(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered();
    PhoneSubscription lamp = desk.lampFor("1001");
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> lamp.body().contains("direction=\"initiator\""), 60);
    world.advanceUntil(() -> lamp.lamp().equals("blinking"), 60); // her early dialog
    call.cancels();
    world.advanceUntil(() -> lamp.lamp().equals("dark"), 90);
  }

  @EachWeather
  void aLampThatIsNotRefreshedIsToldThatItIsOver(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription lamp = desk.watches("1002", "dialog", 120);
    world.advanceUntil(() -> !lamp.notifies().isEmpty(), 40);
    world.advance(Duration.ofSeconds(60));
    assertThat(lamp.isOver()).isFalse();
    world.advanceUntil(lamp::isOver, 120);
    assertThat(lamp.state()).isEqualTo("terminated;reason=timeout");
  }

  @EachWeather
  void aRefreshedLampIsToldEverythingAgain(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    world.advanceUntil(() -> lamp.status() == 200, 40);
    int before = lamp.notifies().size();
    lamp.refreshes(3600);
    world.advanceUntil(() -> lamp.notifies().size() > before, 60);
    assertThat(lamp.body()).contains("state=\"full\"");
    assertThat(lamp.state()).startsWith("active;expires=3");
  }

  @EachWeather
  void whoeverIsGoneIsForgotten(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered();
    desk.lampFor("1002");
    desk.vanishes();
    world.advance(Duration.ofSeconds(40));
    alice.dials("1002");
    world.advanceUntil(() -> world.server().watchers().live().sum() == 0, 90);
  }

  @CalmOnly("how many notifications there are depends on lost ones")
  void aPhoneThatAnswers481WatchesNoMore(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    world.advance(Duration.ofSeconds(5));
    lamp.answersWith(481);
    alice.dials("1002");
    world.advance(Duration.ofSeconds(5));
    assertThat(world.server().watchers().live().sum()).isZero();
    assertThat(world.server().watchers().failed().sum()).isEqualTo(1);
    lamp.refreshes(3600);
    world.advance(Duration.ofSeconds(5));
    assertThat(lamp.status()).isEqualTo(481);
  }

  @CalmOnly("the moment of the second try is asked for")
  void aPhoneThatIsBusyIsToldLater(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    world.advance(Duration.ofSeconds(5));
    lamp.answersWith(503);
    PhoneCall call = alice.dials("1002");
    world.advance(Duration.ofSeconds(5));
    lamp.answersWith(200);
    world.advance(Duration.ofSeconds(6));
    assertThat(lamp.lamp()).isEqualTo("blinking");
    call.cancels();
  }

  @CalmOnly("changes are counted")
  void manyChangesInASecondAreToldTogether(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    world.advance(Duration.ofSeconds(5));
    PhoneCall call = alice.dials("1002");
    world.advance(Duration.ofMillis(100));
    bob.call().answers();
    world.advance(Duration.ofMillis(300));
    call.hangsUp();
    world.advance(Duration.ofMillis(100));
    PhoneCall second = alice.dials("1002");
    world.advance(Duration.ofSeconds(3));
    assertThat(lamp.notifies()).hasSize(3); // at first, ringing, and how it stands a second later
    assertThat(lamp.body()).contains("<state>terminated</state>").contains("<state>early</state>");
    second.cancels();
  }

  @EachWeather
  void aRingingCallIsPickedUpByReplaces(World world) {
    world.server().sounds();
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone otherOfAlice = world.phone("1001").register(3600);
    world.advanceUntil(() -> world.server().bindings("1001").size() == 2, 40);
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    PhoneCall first = alice.dials("1002");
    world.advanceUntil(() -> lamp.lamp().equals("blinking"), 60);
    world.advance(Duration.ofSeconds(1));
    PhoneCall pickup = desk.picksUp(lamp);
    world.advanceUntil(pickup::isAnswered, 60);
    world.advanceUntil(first::isAnswered, 60);
    world.advanceUntil(() -> bob.call().wasCancelled(), 60);
    assertThat(alice.calls()).hasSize(1);
    assertThat(otherOfAlice.calls()).isEmpty();
    world.advanceUntil(() -> lamp.lamp().equals("dark"), 60);
    world.advance(Duration.ofSeconds(40));
    pickup.hangsUp();
    world.advanceUntil(first::isEnded, 60);
    world.settles();
  }

  @EachWeather
  void presenceIsWhatIsPublishedAndWhetherOneIsOnThePhone(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    SimulatedPhone bob = world.phone("1002");
    PhoneSubscription friend = desk.watches("1002", "presence", 3600);
    world.advanceUntil(() -> friend.body().contains("<basic>closed</basic>"), 60);
    bob.registered();
    world.advanceUntil(() -> friend.body().contains("<basic>open</basic>"), 60);
    List<SipResponse> answers =
        bob.publishes(e ->
            e.add(HeaderName.EXPIRES, "300")
                .body("application/pidf+xml", LUNCH.getBytes(StandardCharsets.UTF_8)));
    world.advanceUntil(() -> friend.body().contains("<rpid:lunch/>"), 60);
    world.advanceUntil(() -> !answers.isEmpty(), 40);
    assertThat(answers.getFirst().status()).isEqualTo(200);
    PhoneCall call = bob.dials("1003");
    world.advanceUntil(() -> friend.body().contains("<rpid:on-the-phone/>"), 60);
    call.cancels();
    world.advanceUntil(() -> !friend.body().contains("<rpid:lunch/>"), 400); // it has expired
    world.advanceUntil(() -> !friend.body().contains("<rpid:on-the-phone/>"), 60);
  }

  @CalmOnly("answers are what is asked for")
  void nobodyPublishesForSomebodyElse(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    List<SipResponse> answers =
        bob.publishes(e ->
            e.add(HeaderName.SIP_IF_MATCH, "nonsense")
                .body("application/pidf+xml", LUNCH.getBytes(StandardCharsets.UTF_8)));
    List<SipResponse> foreign = bob.publishesFor("1001", LUNCH);
    world.advance(Duration.ofSeconds(5));
    assertThat(answers.getFirst().status()).isEqualTo(412);
    assertThat(foreign.getFirst().status()).isEqualTo(403);
  }

  @CalmOnly("answers are counted")
  void oneWhoWatchesTooMuchIsToldSo(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription last = null;
    for (int i = 0; i < 501; i++) {
      last = desk.watches("100" + (1 + i % 9), "dialog", 3600);
      world.advance(Duration.ofMillis(200));
    }
    world.advance(Duration.ofSeconds(5));
    assertThat(last.status()).isEqualTo(403);
    assertThat(world.server().watchers().refused().sum()).isEqualTo(1);
    assertThat(world.server().watchers().live().sum()).isEqualTo(500);
  }

  @EachWeather
  void theUserIsDeletedAndHerWatchersKnow(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription lamp = desk.lampFor("1002");
    world.server().publish(world.directoryWithout("1002"));
    world.advanceUntil(lamp::isOver, 60);
    assertThat(lamp.state()).isEqualTo("terminated;reason=noresource");
  }

  @EachWeather
  void aNameWithAStateHasALampToo(World world) {
    world.server().named("*28");
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription lamp = desk.lampFor("*28");
    assertThat(lamp.lamp()).isEqualTo("dark");
    world.server().named("*28", WatchedDialog.lamp("night", world.net().clock().instant()));
    world.advanceUntil(() -> lamp.lamp().equals("on"), 60);
    world.advanceUntil(() -> lamp.status() == 200, 60);
    lamp.refreshes(0);
    world.advanceUntil(lamp::isOver, 60);
  }

  @CalmOnly("answers are what is asked for")
  void whatCannotBeWatchedIsRefusedInClearWords(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription unknown = desk.watches("1002", "kpml", 3600);
    PhoneSubscription brief = desk.watches("1002", "dialog", 5);
    PhoneSubscription foreign =
        desk.watches("1002", "dialog", 3600, "Accept: application/pidf+xml");
    PhoneSubscription mailbox = desk.watches("1002", "message-summary", 3600);
    PhoneSubscription nobody = desk.watches("7777", "dialog", 3600);
    PhoneSubscription extended = desk.watches("1002", "dialog", 3600, "Require: magic");
    world.advance(Duration.ofSeconds(5));
    assertThat(unknown.status()).isEqualTo(489);
    assertThat(unknown.answer().header(HeaderName.ALLOW_EVENTS)).contains("dialog");
    assertThat(brief.status()).isEqualTo(423);
    assertThat(brief.answer().header(HeaderName.MIN_EXPIRES)).isEqualTo("60");
    assertThat(foreign.status()).isEqualTo(406);
    assertThat(mailbox.status()).isEqualTo(403);
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(extended.status()).isEqualTo(420);
    assertThat(world.server().watchers().live().sum()).isZero();
  }

  @EachWeather
  void whoOnlyWantsToKnowOnceIsToldOnce(World world) {
    SimulatedPhone desk = world.phone("1003").registered();
    PhoneSubscription glance = desk.watches("1002", "dialog", 0);
    world.advanceUntil(glance::isOver, 60);
    assertThat(glance.body()).contains("dialog-info");
    assertThat(world.server().watchers().live().sum()).isLessThanOrEqualTo(1);
  }

  @EachWeather
  void mailWaitsAndThePhoneKnows(World world) {
    SimulatedPhone own = world.phone("1002").registered();
    PhoneSubscription lamp = own.watches("1002", "message-summary", 3600);
    world.advanceUntil(() -> lamp.body().contains("Messages-Waiting: no"), 60);
    world.server().mailbox("1002", 2, 1);
    world.advanceUntil(() -> lamp.body().contains("Voice-Message: 2/1 (0/0)"), 60);
    assertThat(lamp.body()).contains("Messages-Waiting: yes");
  }

  @CalmOnly("notices are counted")
  void aPhoneThatDidNotAskIsToldOfItsMailboxToo(World world) {
    world.server().mailbox("1002", 1, 0);
    SimulatedPhone phone = world.phone("1002").registered();
    world.advance(Duration.ofSeconds(5));
    assertThat(phone.notices()).hasSize(1);
    phone.register(3600);
    world.advance(Duration.ofSeconds(5));
    assertThat(phone.notices()).hasSize(1);
    world.server().mailbox("1002", 0, 1);
    world.advance(Duration.ofSeconds(5));
    assertThat(phone.notices()).hasSize(2);
    assertThat(phone.notices().getLast().toString()).contains("Messages-Waiting: no");
  }
}
