package org.belfry.pbx.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** What a B2BUA passes on, what it answers itself, and what it makes of refusals. */
class BackToBackMachineTest {
  private static final LegProfile PROFILE =
      new LegProfile(
          "Belfry", "sip:~t@pbx.example", LegProfile.EVERYTHING, true, null, LegLimits.DEFAULT);
  private static final CalledParty PROVIDER =
      new CalledParty(
          new CallEffect.Way.Outside(
              Hop.to(Transport.UDP, new java.net.InetSocketAddress("198.51.100.1", 5060))),
          PROFILE,
          "sip:+4930@itsp.example",
          "<sip:+49301@itsp.example>",
          "<sip:+4930@itsp.example>",
          List.of(),
          Content.NOTHING,
          CalledParty.USUAL);

  private final List<CallEffect> effects = new ArrayList<>();
  private CallProgram call =
      BackToBack.calling(new BackToBack.Setup("trunk", PROVIDER, PROFILE, 0));

  @Test
  void onlyWhatIsNamedGoesAlong() {
    take(
        new CallEvent.Began(
            invite()
                .add(HeaderName.SUBJECT, "lunch")
                .add(HeaderName.USER_AGENT, "Desk")
                .add(HeaderName.of("X-Secret"), "1")
                .done()));
    CallEffect.Call far = (CallEffect.Call) effects.getFirst();
    assertThat(far.content().fields())
        .containsExactly(new Content.Field(HeaderName.SUBJECT, "lunch"));
    assertThat(far.content().body()).isEqualTo(sdp());
    assertThat(far.maxForwards()).isEqualTo(41);
  }

  @Test
  @Rfc(value = "5393 5.4.3", other = true)
  void inHowManyPlacesACallMayBeGoesAlong() {
    take(new CallEvent.Began(invite().add(HeaderName.MAX_BREADTH, "7").done()));
    CallEffect.Call far = (CallEffect.Call) effects.getFirst();
    assertThat(far.content().fields())
        .containsExactly(new Content.Field(HeaderName.MAX_BREADTH, "7"));
  }

  @Test
  void aWrongPasswordOfOursIsNoChallengeForTheCaller() {
    take(new CallEvent.Began(invite().done()));
    assertThat(outcomeOf(401)).isEqualTo(503);
  }

  @Test
  void aRedirectFromOutsideIsNotFollowed() {
    take(new CallEvent.Began(invite().done()));
    assertThat(outcomeOf(302)).isEqualTo(502);
  }

  @Test
  void aBusyNumberIsBusy() {
    take(new CallEvent.Began(invite().done()));
    assertThat(outcomeOf(486)).isEqualTo(486);
  }

  @Test
  void reliabilityOfOneSideIsOfferedToTheOther() {
    take(new CallEvent.Began(invite().done()));
    SipResponse ringing =
        invite()
            .done()
            .respond(183, "Session Progress", "b")
            .add(HeaderName.REQUIRE, "100rel")
            .body("application/sdp", sdp())
            .done();
    take(new CallEvent.Heard(1, new LegNews.Progressed(0, ringing)));
    LegEvent.Progress progress = (LegEvent.Progress) lastCommand(0);
    assertThat(progress.reliably()).isTrue();
    assertThat(progress.content().body()).isEqualTo(sdp());
  }

  @Test
  void whoMayNotTransferIsDeclined() {
    talking();
    take(new CallEvent.Heard(1, new LegNews.Asked(refer("<sip:1003@pbx.example>"))));
    assertThat(((LegEvent.Reply) lastCommand(1)).status()).isEqualTo(603);
  }

  @Test
  void aReferToThatCannotBeReadIsRefused() {
    talking();
    take(new CallEvent.Heard(0, new LegNews.Asked(refer("<mailto:x@y>"))));
    assertThat(((LegEvent.Reply) lastCommand(0)).status()).isEqualTo(400);
  }

  @Test
  void whoIsNotReachedOrHasGoneIsForgotten() {
    talking();
    for (int i = 0; i < 1000; i++) {
      take(new CallEvent.Heard(0, new LegNews.Asked(refer("<sip:1999@pbx.example>"))));
      take(new CallEvent.Heard(2 + i, new LegNews.Refused(answer(404))));
    }
    assertThat(((BackToBack) call).who()).containsOnlyKeys(0, 1);
    take(new CallEvent.Heard(0, new LegNews.Asked(refer("<sip:1003@pbx.example>"))));
    SipResponse ok = invite().done().respond(200, "OK", "c").body("application/sdp", sdp()).done();
    take(new CallEvent.Heard(1002, new LegNews.Accepted(0, ok, true)));
    take(new CallEvent.Heard(1, new LegNews.OfferAnswered(answer(200), false)));
    assertThat(((BackToBack) call).who()).containsOnlyKeys(1, 1002);
  }

  @Test
  void glareWhileJoiningIsTriedAgainAndNotForEver() {
    talking();
    take(new CallEvent.Heard(0, new LegNews.Asked(refer("<sip:1003@pbx.example>"))));
    SipResponse ok = invite().done().respond(200, "OK", "c").body("application/sdp", sdp()).done();
    take(new CallEvent.Heard(2, new LegNews.Accepted(0, ok, true)));
    for (int i = 0; i < 4; i++) {
      take(new CallEvent.Heard(1, new LegNews.OfferAnswered(answer(491), false)));
      assertThat(effects.getLast()).isInstanceOf(CallEffect.StartTimer.class);
      take(new CallEvent.TimerFired("join-again"));
    }
    take(new CallEvent.Heard(1, new LegNews.OfferAnswered(answer(491), false)));
    assertThat(lastCommand(2)).isInstanceOf(LegEvent.HangUp.class);
    assertThat(((BackToBack) call).stage()).isInstanceOf(BackToBack.Stage.Talking.class);
  }

  // ---- words

  private void talking() {
    take(new CallEvent.Began(invite().done()));
    SipResponse ok = invite().done().respond(200, "OK", "b").body("application/sdp", sdp()).done();
    take(new CallEvent.Heard(1, new LegNews.Accepted(0, ok, false)));
  }

  private int outcomeOf(int status) {
    take(new CallEvent.Heard(1, new LegNews.Refused(answer(status))));
    return ((LegEvent.Refuse) lastCommand(0)).status();
  }

  private static SipResponse answer(int status) {
    return invite().done().respond(status, "No", "b").done();
  }

  private void take(CallEvent event) {
    Step<CallProgram, CallEffect> step = call.on(event, Instant.EPOCH);
    call = step.state();
    effects.addAll(step.effects());
  }

  private LegEvent.Command lastCommand(int leg) {
    for (int i = effects.size() - 1; i >= 0; i--) {
      if (effects.get(i) instanceof CallEffect.Command c && c.leg() == leg) {
        return c.command();
      }
    }
    throw new AssertionError("leg " + leg + " was told nothing");
  }

  private static SipRequest refer(String to) {
    return SipRequest.create(Method.REFER, "sip:~t@pbx.example")
        .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKr")
        .add(HeaderName.FROM, "<sip:1001@pbx.example>;tag=a")
        .add(HeaderName.TO, "<sip:x@pbx.example>;tag=o")
        .add(HeaderName.CALL_ID, "c")
        .add(HeaderName.CSEQ, "2 REFER")
        .add(HeaderName.REFER_TO, to)
        .done();
  }

  private static Edit<SipRequest> invite() {
    return SipRequest.create(Method.INVITE, "sip:x@pbx.example")
        .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
        .add(HeaderName.MAX_FORWARDS, "42")
        .add(HeaderName.FROM, "<sip:1001@pbx.example>;tag=a")
        .add(HeaderName.TO, "<sip:x@pbx.example>")
        .add(HeaderName.CALL_ID, "c")
        .add(HeaderName.CSEQ, "1 INVITE")
        .add(HeaderName.CONTACT, "<sip:1001@192.0.2.1>")
        .body("application/sdp", sdp());
  }

  private static byte[] sdp() {
    return "v=0\r\n".getBytes(StandardCharsets.US_ASCII);
  }
}
