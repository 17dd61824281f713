package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipMessage;
import org.junit.jupiter.api.Test;

/** Calls whose media is led through us: who is told what, and that everything opened is closed. */
class AnchorTest {

  @EachWeather
  void offerAndAnswerPassThroughTheAnchor(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    assertThat(body(bob.call().received())).endsWith("a=through-us:CALLEE\r\n");
    assertThat(bob.call().received().header(HeaderName.CONTENT_LENGTH))
        .isEqualTo(Integer.toString(bob.call().received().bodyLength()));
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    assertThat(body(call.answer())).endsWith("a=through-us:CALLER\r\n");
    assertThat(world.server().anchor().notes()).contains("b0 answered");
    call.hangsUp();
    world.settles();
    assertThat(world.server().anchor().open()).isEmpty();
    assertThat(only(world).media()).singleElement().matches(q -> q.codec().equals("PCMA"));
  }

  /** RFC 6086 is about packages; phones' record keys are older, and have a header of their own. */
  @EachWeather
  void theRecordKeyOfAPhoneIsOursToObey(World world) {
    List<String> pressed = new ArrayList<>();
    world
        .server()
        .recordsBy((callId, extension, on) -> {
          pressed.add(extension + (on ? " on" : " off"));
          return "1001".equals(extension) ? RecordKeys.Answer.DONE : RecordKeys.Answer.FORBIDDEN;
        });
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = connected(world, alice, bob);
    call.recordKey(true);
    world.advanceUntil(() -> call.heard().contains("INFO 200"), 60);
    call.recordKey(false);
    world.advanceUntil(() -> pressed.contains("1001 off"), 60);
    bob.call().recordKey(true);
    world.advanceUntil(() -> bob.call().heard().contains("INFO 403"), 60);
    assertThat(pressed).contains("1001 on", "1001 off", "1002 on");
    assertThat(bob.call().heard()).containsOnly("INFO 403");
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void whereNobodyRecordsTheKeyIsTheOtherPhonesBusiness(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = connected(world, alice, bob);
    call.recordKey(true);
    world.advanceUntil(() -> call.heard().contains("INFO 200"), 60);
    assertThat(bob.call().heard()).anyMatch(each -> each.startsWith("INFO"));
    call.hangsUp();
    world.settles();
  }

  /** RFC 6086, RFC 4733: who is told of a key by an event is not told by INFO as well. */
  @EachWeather
  void aDigitByInfoThatIsToldByAnEventGoesNoFurther(World world) {
    world.server().anchor().translatesDigits();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = connected(world, alice, bob);
    call.dials('5');
    world.advanceUntil(() -> call.heard().contains("INFO 200"), 60);
    assertThat(world.server().anchor().notes())
        .contains("application/dtmf-relay to CALLEE: Signal=5\r\nDuration=160");
    assertThat(bob.call().heard()).isEmpty();
    bob.call().dials('7');
    world.advanceUntil(() -> bob.call().heard().contains("INFO 200"), 60);
    assertThat(call.heard()).containsOnly("INFO 200");
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void aDigitByInfoThatNobodyTranslatesReachesTheOtherPhone(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = connected(world, alice, bob);
    call.dials('5');
    world.advanceUntil(() -> call.heard().contains("INFO 200"), 60);
    assertThat(bob.call().heard()).contains("INFO Signal=5\r\nDuration=160\r\n");
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void everyPhoneThatRingsGetsAnOfferOfItsOwn(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone desk = world.phone("1002").registered();
    SimulatedPhone mobile = world.phone("1002").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(desk) && ringing(mobile), 40);
    mobile.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().anchor().passages())
        .contains("OFFER to CALLEE by b0", "OFFER to CALLEE by b1");
    assertThat(world.server().anchor().notes()).filteredOn(n -> n.endsWith("answered")).hasSize(1);
    assertThat(world.server().anchor().notes()).filteredOn(n -> n.endsWith("ended")).hasSize(1);
    call.hangsUp();
    world.settles();
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @EachWeather
  void aPhoneThatDoesNotTakeItsOfferIsCalledAgainWithAnother(World world) {
    world.server().anchor().hasOtherOffers(2);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    for (int refused = 0; refused < 2; refused++) {
      int calls = refused + 1;
      world.advanceUntil(() -> bob.calls().size() == calls && ringing(bob), 40);
      bob.call().declines(488);
    }
    world.advanceUntil(() -> bob.calls().size() == 3 && ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    assertThat(world.server().anchor().notes())
        .containsSubsequence(
            "b0 ended", "b1 follows b0", "b1 ended", "b2 follows b1", "b2 answered");
    call.hangsUp();
    world.settles();
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @EachWeather
  void aPhoneThatTakesNothingLeavesTheCallerWithItsRefusal(World world) {
    world.server().anchor().hasOtherOffers(1);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> bob.calls().size() == 1 && ringing(bob), 40);
    bob.call().declines(488);
    world.advanceUntil(() -> bob.calls().size() == 2 && ringing(bob), 40);
    bob.call().declines(488);
    world.settles();
    assertThat(call.status()).isEqualTo(488);
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @EachWeather
  void aCallThatNobodyTakesLeavesNoMediaOpen(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().declines(486);
    world.settles();
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @Test
  void anOfferThatCannotBeIsRefusedWithTheReason() {
    World world = World.seeded(1);
    world
        .server()
        .anchor()
        .refuse(
            new Outcome.Refused(
                488, "Not Acceptable Here", 304, "There is no codec that \"we\" know"));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.settles();
    assertThat(call.status()).isEqualTo(488);
    assertThat(call.answer().header(HeaderName.WARNING))
        .isEqualTo("304 belfry \"There is no codec that 'we' know\"");
    assertThat(bob.calls()).isEmpty();
    assertThat(only(world).cause()).isEqualTo(Cause.FAILED);
  }

  @EachWeather
  void aCallWhoseAnswerCannotBeUsedIsEndedForBothSides(World world) {
    world
        .server()
        .anchor()
        .refuseAnswers(new Outcome.Refused(488, "Not Acceptable Here", 305, "No \"codec\" fits"));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(() -> call.isEnded() && bob.call().isEnded(), 40);
    assertThat(call.isEnded()).isTrue();
    assertThat(bob.call().isEnded()).isTrue();
    world.advance(Duration.ofSeconds(40));
    assertThat(only(world).cause()).isEqualTo(Cause.FAILED);
  }

  @EachWeather
  void aCallWhoseMediaHasGoneIsEndedForBothSides(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(5));
    world.server().endCall(call.callId(), Cause.MEDIA_LOST, "no RTP from the callee for 60 s");
    world.advanceUntil(() -> call.isEnded() && bob.call().isEnded(), 40);
    assertThat(call.endedBy()).isEqualTo("other");
    assertThat(bob.call().endedBy()).isEqualTo("other");
    world.settles();
    assertThat(only(world).cause()).isEqualTo(Cause.MEDIA_LOST);
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @Test
  void passagesSayWhoIsAtBothEnds() {
    World world = World.seeded(1);
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    var offer = world.server().anchor().all().getFirst();
    assertThat(offer.towards()).isEqualTo(Side.CALLEE);
    assertThat(offer.from().aor()).hasToString("sip:1001@pbx.example");
    assertThat(offer.to().aor()).hasToString("sip:1002@pbx.example");
    assertThat(offer.from().remote().getHostString()).isEqualTo("10.0.0.10");
    assertThat(offer.to().remote().getHostString()).isEqualTo("10.0.0.11");
    var answer = world.server().anchor().all().getLast();
    assertThat(answer.towards()).isEqualTo(Side.CALLER);
    assertThat(answer.from()).extracting("aor").hasToString("sip:1002@pbx.example");
    assertThat(answer.calleeTag()).isNotNull();
    call.hangsUp();
    world.settles();
  }

  private static PhoneCall connected(World world, SimulatedPhone alice, SimulatedPhone bob) {
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    return call;
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }

  private static String body(SipMessage message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  private static CallRecord only(World world) {
    assertThat(world.records()).hasSize(1);
    return world.records().getFirst();
  }
}
