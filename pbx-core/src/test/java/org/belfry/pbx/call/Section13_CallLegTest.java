package org.belfry.pbx.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** One leg alone, as caller and as callee. */
@Rfc("3261")
class Section13_CallLegTest {
  private static final Instant T0 = Instant.EPOCH;
  private static final Content OFFER = sdp("offer");
  private static final Content ANSWER = sdp("answer");
  private static final LegProfile PROFILE =
      new LegProfile(
          "Belfry", "sip:~test@pbx.example", LegProfile.EVERYTHING, true, null, LegLimits.DEFAULT);

  private final CallLeg machine = new CallLeg();
  private final List<LegEffect> effects = new ArrayList<>();
  private LegState state = LegState.Gone.GONE;

  // ---- called

  @Test
  @Rfc("13.3.1.4")
  void aTwoHundredIsSentAgainUntilItsAckComes() {
    called(invite().done());
    command(new LegEvent.Accept(0, ANSWER));
    assertThat(responses()).extracting(SipResponse::status).containsExactly(200);
    timer(LegTimer.SUCCESS_AGAIN);
    timer(LegTimer.SUCCESS_AGAIN);
    assertThat(responses()).hasSize(3);
    assertThat(started(LegTimer.SUCCESS_AGAIN))
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    received(inDialog(Method.ACK, 1).done());
    assertThat(news()).containsExactly(new LegNews.Acknowledged(Content.NOTHING));
    timer(LegTimer.SUCCESS_AGAIN);
    assertThat(responses()).hasSize(3);
  }

  @Test
  @Rfc("13.3.1.4")
  void whoNeverAcknowledgesIsSentABye() {
    called(invite().done());
    command(new LegEvent.Accept(0, ANSWER));
    timer(LegTimer.ACK_MISSING);
    assertThat(requests()).extracting(SipRequest::method).containsExactly(Method.BYE);
    assertThat(news().getLast()).isInstanceOf(LegNews.Lost.class);
  }

  @Test
  @Rfc("12.1.1")
  void theDialogTakesRouteSetAndTargetFromTheInvite() {
    called(
        invite().add(HeaderName.RECORD_ROUTE, "<sip:p2.example;lr>, <sip:p1.example;lr>").done());
    answered();
    command(new LegEvent.HangUp(null));
    SipRequest bye = requests().getLast();
    assertThat(bye.uriText()).isEqualTo("sip:alice@192.0.2.1");
    assertThat(bye.values(HeaderName.ROUTE))
        .containsExactly("<sip:p2.example;lr>", "<sip:p1.example;lr>");
    assertThat(bye.fromTag()).isEqualTo("ours");
    assertThat(bye.toTag()).isEqualTo("theirs");
  }

  @Test
  @Rfc("9.2")
  void aCancelledInviteIsAnswered487() {
    called(invite().done());
    received(
        SipRequest.create(Method.CANCEL, "sip:us@pbx.example")
            .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
            .add(HeaderName.FROM, "<sip:alice@a.example>;tag=theirs")
            .add(HeaderName.TO, "<sip:us@pbx.example>")
            .add(HeaderName.CALL_ID, "c1")
            .add(HeaderName.CSEQ, "1 CANCEL")
            .add(HeaderName.REASON, "SIP;cause=200;text=\"elsewhere\"")
            .done());
    assertThat(responses()).extracting(SipResponse::status).containsExactly(487);
    assertThat(news()).containsExactly(new LegNews.HungUp("SIP;cause=200;text=\"elsewhere\""));
    assertThat(state).isInstanceOf(LegState.Gone.class);
  }

  @Test
  @Rfc("8.2.2.3")
  void anExtensionThatIsRequiredAndUnknownIsNamed() {
    called(invite().add(HeaderName.REQUIRE, "timer, precondition").done());
    assertThat(responses().getFirst().status()).isEqualTo(420);
    assertThat(responses().getFirst().header(HeaderName.UNSUPPORTED)).isEqualTo("precondition");
    assertThat(state).isInstanceOf(LegState.Gone.class);
  }

  @Test
  @Rfc("12.2.2")
  void aRequestOutOfOrderIsRefused() {
    called(invite().done());
    answered();
    received(inDialog(Method.INFO, 5).done());
    received(inDialog(Method.INFO, 4).done());
    assertThat(responses().getLast().status()).isEqualTo(500);
  }

  @Test
  @Rfc("14.2")
  void whoeverChangesTheSessionWhileWeDoIsToldToWait() {
    called(invite().done());
    answered();
    command(new LegEvent.Offer(0, Method.INVITE, OFFER));
    received(inDialog(Method.INVITE, 2).body("application/sdp", OFFER.body()).done());
    assertThat(responses().getLast().status()).isEqualTo(491);
  }

  @Test
  @Rfc("14.2")
  void aSecondChangeBeforeTheFirstIsAnsweredComesTooEarly() {
    called(invite().done());
    answered();
    received(inDialog(Method.INVITE, 2).body("application/sdp", OFFER.body()).done());
    received(inDialog(Method.INVITE, 3).body("application/sdp", OFFER.body()).done());
    assertThat(responses().getLast().status()).isEqualTo(500);
    assertThat(responses().getLast().has(HeaderName.RETRY_AFTER)).isTrue();
  }

  @Test
  @Rfc("12.2.1.2")
  void aDialogThatTheFarEndDoesNotKnowIsOver() {
    called(invite().done());
    answered();
    command(new LegEvent.Offer(0, Method.INVITE, OFFER));
    answer(requests().getLast().respond(481, "Gone", null).done());
    assertThat(requests().getLast().method()).isEqualTo(Method.BYE);
    assertThat(news().getLast()).isInstanceOf(LegNews.Lost.class);
  }

  // ---- RFC 3262 and 3311, called

  @Test
  @Rfc(value = "3262 3", other = true)
  void aReliableProvisionalIsSentAgainUntilItsPrackAndTheAnswerWaitsForIt() {
    called(invite().add(HeaderName.SUPPORTED, "100rel").done());
    command(new LegEvent.Progress(0, 183, "Progress", ANSWER, true));
    SipResponse provisional = responses().getFirst();
    assertThat(provisional.header(HeaderName.REQUIRE)).isEqualTo("100rel");
    timer(LegTimer.PROVISIONAL_AGAIN);
    assertThat(responses()).hasSize(2);
    command(new LegEvent.Accept(0, Content.NOTHING));
    assertThat(responses()).hasSize(2);
    received(inDialog(Method.PRACK, 2).add(HeaderName.RACK, "9 1 INVITE").done());
    assertThat(responses().getLast().status()).isEqualTo(481);
    received(inDialog(Method.PRACK, 3).add(HeaderName.RACK, "1 1 INVITE").done());
    assertThat(responses()).extracting(SipResponse::status).endsWith(200, 200);
    assertThat(state.talking()).isTrue();
  }

  @Test
  @Rfc(value = "3262 3", other = true)
  void aProvisionalThatNobodyAcknowledgesEndsTheCall() {
    called(invite().add(HeaderName.REQUIRE, "100rel").done());
    command(new LegEvent.Progress(0, 180, "Ringing", Content.NOTHING, false));
    timer(LegTimer.PRACK_MISSING);
    assertThat(responses().getLast().status()).isEqualTo(504);
    assertThat(news().getLast()).isInstanceOf(LegNews.Lost.class);
  }

  @Test
  @Rfc(value = "3311 5.2", other = true)
  void anEarlyUpdateIsAnsweredByTheOwner() {
    called(invite().done());
    command(new LegEvent.Progress(0, 183, "Progress", ANSWER, false));
    received(inDialog(Method.UPDATE, 2).body("application/sdp", OFFER.body()).done());
    assertThat(news().getLast()).isInstanceOf(LegNews.Offered.class);
    command(new LegEvent.Answer(200, "OK", ANSWER));
    assertThat(responses().getLast().cseq().method()).isEqualTo(Method.UPDATE);
    assertThat(responses().getLast().body()).isEqualTo(ANSWER.body());
  }

  // ---- RFC 4028

  @Test
  @Rfc(value = "4028 9", other = true)
  void aSessionThatWouldBeRefreshedTooOftenIsRefused() {
    called(invite().add(HeaderName.SESSION_EXPIRES, "30").done());
    assertThat(responses().getFirst().status()).isEqualTo(422);
    assertThat(responses().getFirst().header(HeaderName.MIN_SE)).isEqualTo("90");
  }

  @Test
  @Rfc(value = "4028 9", other = true)
  void whoKnowsSessionTimersRefreshesAndIsMissedWhenItDoesNot() {
    called(
        invite()
            .add(HeaderName.SUPPORTED, "timer")
            .add(HeaderName.SESSION_EXPIRES, "600;refresher=uac")
            .done());
    answered();
    assertThat(responses().getFirst().header(HeaderName.SESSION_EXPIRES))
        .isEqualTo("600;refresher=uac");
    assertThat(started(LegTimer.SESSION_EXPIRED)).containsExactly(Duration.ofSeconds(568));
    timer(LegTimer.SESSION_EXPIRED);
    assertThat(requests().getLast().method()).isEqualTo(Method.BYE);
  }

  @Test
  @Rfc(value = "4028 10", other = true)
  void whoKnowsNoSessionTimersIsRefreshedByUsWithTheSameDescription() {
    called(invite().done());
    answered();
    assertThat(started(LegTimer.REFRESH)).containsExactly(Duration.ofSeconds(900));
    timer(LegTimer.REFRESH);
    assertThat(requests().getLast().method()).isEqualTo(Method.INVITE);
    assertThat(requests().getLast().body()).isEqualTo(ANSWER.body());
    answer(requests().getLast().respond(200, "OK", null).done());
    assertThat(requests().getLast().method()).isEqualTo(Method.ACK);
    assertThat(news()).noneMatch(LegNews.OfferAnswered.class::isInstance);
  }

  @Test
  @Rfc(value = "4028 7.3", other = true)
  void aSessionTheFarEndFindsTooShortIsAskedForAnew() {
    call(OFFER);
    answer(requests().getLast().respond(422, "Small", "b").add(HeaderName.MIN_SE, "3600").done());
    SipRequest again = requests().getLast();
    assertThat(again.header(HeaderName.SESSION_EXPIRES)).isEqualTo("3600");
    assertThat(again.cseq().number()).isEqualTo(2);
  }

  @Test
  @Rfc(value = "4028 7.3", other = true)
  void aMinSeThatCannotBeReadEndsTheCall() {
    for (String minSe : List.of("x", "", "1234567890123")) {
      effects.clear();
      call(OFFER);
      answer(requests().getLast().respond(422, "Small", "b").add(HeaderName.MIN_SE, minSe).done());
      assertThat(news().getLast()).as(minSe).isInstanceOf(LegNews.Refused.class);
      assertThat(state).as(minSe).isInstanceOf(LegState.Gone.class);
    }
  }

  @Test
  @Rfc(value = "4028 7.3", other = true)
  void aMinSeOfYearsIsADay() {
    call(OFFER);
    answer(
        requests().getLast().respond(422, "Small", "b").add(HeaderName.MIN_SE, "99999999").done());
    assertThat(requests().getLast().header(HeaderName.SESSION_EXPIRES)).isEqualTo("86400");
  }

  // ---- calling

  /** Its far end is still acknowledged: it would repeat the answer, and believe in a call. */
  @Test
  @Rfc("13.2.2.4")
  void aContactThatCannotBeReadIsNone() {
    call(OFFER);
    SipRequest invite = requests().getFirst();
    answer(invite.respond(200, "OK", "b").add(HeaderName.CONTACT, "<").done());
    assertThat(requests().getLast().method()).isEqualTo(Method.ACK);
    assertThat(requests().getLast().uriText()).isEqualTo(invite.uriText());
  }

  @Test
  @Rfc("13.2.2.4")
  void aTwoHundredIsAcknowledgedEachTimeAndOneOfAnotherBranchIsReleased() {
    call(OFFER);
    SipRequest invite = requests().getFirst();
    answer(ok(invite, "b1"));
    answer(ok(invite, "b1"));
    assertThat(requests())
        .extracting(SipRequest::method)
        .containsExactly(Method.INVITE, Method.ACK, Method.ACK);
    answer(ok(invite, "b2"));
    answer(ok(invite, "b2"));
    assertThat(requests())
        .extracting(SipRequest::method)
        .endsWith(Method.ACK, Method.BYE, Method.ACK);
    assertThat(requests().getLast().toTag()).isEqualTo("b2");
    assertThat(news()).filteredOn(LegNews.Accepted.class::isInstance).hasSize(1);
  }

  @Test
  @Rfc("13.2.2.4")
  void theAnswerToALateOfferGoesIntoTheAck() {
    call(Content.NOTHING);
    answer(ok(requests().getFirst(), "b1"));
    assertThat(requests()).hasSize(1);
    assertThat(news().getLast()).matches(n -> ((LegNews.Accepted) n).wantsAnswer());
    command(new LegEvent.Acknowledge(ANSWER));
    assertThat(requests().getLast().body()).isEqualTo(ANSWER.body());
  }

  @Test
  @Rfc("13.2.2.4")
  void whoHangsUpBeforeTheAnswerToALateOfferIsAcknowledgedAllTheSame() {
    call(Content.NOTHING);
    answer(ok(requests().getFirst(), "b1"));
    received(inDialog(Method.BYE, 2).done());
    assertThat(requests().getLast().method()).isEqualTo(Method.ACK);
    assertThat(news().getLast()).isInstanceOf(LegNews.HungUp.class);
  }

  @Test
  @Rfc("13.2.2.4")
  void aRepeatedTwoHundredIsAcknowledgedAlsoAfterAReInvite() {
    call(OFFER);
    SipRequest invite = requests().getFirst();
    answer(ok(invite, "b1"));
    command(new LegEvent.Offer(0, Method.INVITE, OFFER));
    answer(ok(requests().getLast(), "b1"));
    answer(ok(invite, "b1"));
    assertThat(requests().getLast().cseq().number()).isEqualTo(1);
    assertThat(requests().getLast().method()).isEqualTo(Method.ACK);
  }

  @Test
  @Rfc("9.1")
  void aCancelWaitsForTheFirstProvisional() {
    call(OFFER);
    command(new LegEvent.HangUp(null));
    assertThat(effects).noneMatch(LegEffect.Cancel.class::isInstance);
    answer(requests().getFirst().respond(180, "Ringing", "b1").done());
    assertThat(effects).anyMatch(LegEffect.Cancel.class::isInstance);
    answer(requests().getFirst().respond(487, "Request Terminated", "b1").done());
    assertThat(news().getLast()).isInstanceOf(LegNews.Refused.class);
  }

  @Test
  @Rfc("9.1")
  void anAnswerThatCrossesTheCancelIsAcknowledgedAndEnded() {
    call(OFFER);
    answer(requests().getFirst().respond(180, "Ringing", "b1").done());
    command(new LegEvent.HangUp(null));
    answer(ok(requests().getFirst(), "b1"));
    assertThat(requests()).extracting(SipRequest::method).endsWith(Method.ACK, Method.BYE);
    assertThat(news().getLast()).isInstanceOf(LegNews.Refused.class);
  }

  @Test
  @Rfc(value = "3262 4", other = true)
  void aReliableProvisionalIsAcknowledgedOnceAndOneOutOfOrderNotAtAll() {
    call(OFFER);
    SipRequest invite = requests().getFirst();
    answer(reliable(invite, 7));
    answer(reliable(invite, 7));
    answer(reliable(invite, 9));
    assertThat(requests())
        .extracting(SipRequest::method)
        .containsExactly(Method.INVITE, Method.PRACK);
    assertThat(requests().getLast().header(HeaderName.RACK)).isEqualTo("7 1 INVITE");
    answer(reliable(invite, 8));
    assertThat(requests().getLast().header(HeaderName.RACK)).isEqualTo("8 1 INVITE");
    assertThat(requests().getLast().cseq().number()).isEqualTo(3);
  }

  @Test
  @Rfc("15.1.2")
  void bothHangUpAtOnce() {
    call(OFFER);
    answer(ok(requests().getFirst(), "b1"));
    command(new LegEvent.HangUp(null));
    received(
        SipRequest.create(Method.BYE, "sip:~test@pbx.example")
            .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb")
            .add(HeaderName.FROM, "<sip:bob@pbx.example>;tag=b1")
            .add(HeaderName.TO, "<sip:us@pbx.example>;tag=ours")
            .add(HeaderName.CALL_ID, "c2")
            .add(HeaderName.CSEQ, "9 BYE")
            .done());
    assertThat(responses().getLast().status()).isEqualTo(200);
    timer(LegTimer.LINGER);
    assertThat(state).isInstanceOf(LegState.Gone.class);
  }

  // ---- words

  private void called(SipRequest invite) {
    take(machine.called(PROFILE, invite, "ours"));
  }

  private void call(Content offer) {
    take(
        machine.call(
            PROFILE,
            new Invitation(
                "sip:bob@pbx.example",
                "<sip:us@pbx.example>",
                "<sip:bob@pbx.example>",
                "c2",
                "ours",
                List.of(),
                70,
                offer)));
  }

  private void answered() {
    command(new LegEvent.Accept(0, ANSWER));
    received(inDialog(Method.ACK, 1).done());
  }

  private void command(LegEvent.Command command) {
    take(machine.on(state, command, T0));
  }

  private void received(SipRequest request) {
    take(machine.on(state, new LegEvent.Received(request), T0));
  }

  private void answer(SipResponse response) {
    take(machine.on(state, new LegEvent.Answered(response), T0));
  }

  private void timer(LegTimer timer) {
    take(machine.on(state, new LegEvent.TimerFired(timer), T0));
  }

  private void take(Step<LegState, LegEffect> step) {
    state = step.state();
    effects.addAll(step.effects());
  }

  private List<SipRequest> requests() {
    return effects.stream()
        .filter(LegEffect.Send.class::isInstance)
        .map(e -> ((LegEffect.Send) e).request())
        .toList();
  }

  private List<SipResponse> responses() {
    return effects.stream()
        .filter(LegEffect.Respond.class::isInstance)
        .map(e -> ((LegEffect.Respond) e).response())
        .toList();
  }

  private List<LegNews> news() {
    return effects.stream()
        .filter(LegEffect.Tell.class::isInstance)
        .map(e -> ((LegEffect.Tell) e).news())
        .toList();
  }

  private List<Duration> started(LegTimer timer) {
    return effects.stream()
        .filter(e -> e instanceof LegEffect.StartTimer s && s.timer() == timer)
        .map(e -> ((LegEffect.StartTimer) e).delay())
        .toList();
  }

  private static Edit<SipRequest> invite() {
    return SipRequest.create(Method.INVITE, "sip:us@pbx.example")
        .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
        .add(HeaderName.FROM, "<sip:alice@a.example>;tag=theirs")
        .add(HeaderName.TO, "<sip:us@pbx.example>")
        .add(HeaderName.CALL_ID, "c1")
        .add(HeaderName.CSEQ, "1 INVITE")
        .add(HeaderName.CONTACT, "<sip:alice@192.0.2.1>")
        .body("application/sdp", OFFER.body());
  }

  private static Edit<SipRequest> inDialog(Method method, int number) {
    return SipRequest.create(method, "sip:~test@pbx.example")
        .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" + method + number)
        .add(HeaderName.FROM, "<sip:alice@a.example>;tag=theirs")
        .add(HeaderName.TO, "<sip:us@pbx.example>;tag=ours")
        .add(HeaderName.CALL_ID, "c1")
        .add(HeaderName.CSEQ, number + " " + method);
  }

  private static SipResponse ok(SipRequest invite, String tag) {
    return invite
        .respond(200, "OK", tag)
        .add(HeaderName.CONTACT, "<sip:bob@192.0.2.9>")
        .body("application/sdp", ANSWER.body())
        .done();
  }

  private static SipResponse reliable(SipRequest invite, int rseq) {
    return invite
        .respond(183, "Session Progress", "b1")
        .add(HeaderName.CONTACT, "<sip:bob@192.0.2.9>")
        .add(HeaderName.REQUIRE, "100rel")
        .add(HeaderName.RSEQ, Integer.toString(rseq))
        .done();
  }

  private static Content sdp(String what) {
    return Content.of("application/sdp", what.getBytes(StandardCharsets.US_ASCII));
  }
}
