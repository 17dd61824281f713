package org.belfry.media.sdp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Samples;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.CallNegotiation.Step;
import org.belfry.media.sdp.negotiation.CallNegotiation.Where;
import org.junit.jupiter.api.Test;

/** One call with its branches and dialogs. */
class CallNegotiationTest {
  private static final Where DIALOG = new Where(null, "tag");
  private final SessionDescription yealink = Samples.description("yealink");
  private final SessionDescription baresip = Samples.description("baresip-answer");
  private final SessionDescription asterisk = Samples.description("asterisk");
  private final CallNegotiation fresh = CallNegotiation.of(SideProfile.PLAIN, CodecPolicy.DEFAULT);

  @Test
  void branchesAndTheirDialogsAreKeptApart() throws BadSdp {
    CallNegotiation call = offer(fresh, new Where("b0", null), SideProfile.PLAIN).next();
    Step browser = offer(call, new Where("b1", null), SideProfile.WEBRTC);
    assertThat(browser.description().media().getFirst().usesIce()).isTrue();
    call = answer(browser.next(), new Where("b0", "x"), baresip).next();
    call = answer(call, new Where("b0", "y"), Samples.description("yealink-answer")).next();
    call = answer(call, new Where("b1", "z"), Samples.description("chrome-answer")).next();
    assertThat(far(call, "x").remoteAddress()).isEqualTo("192.168.1.61");
    assertThat(far(call, "y").remoteAddress()).isEqualTo("10.1.1.32");
    assertThat(far(call, "z").ice()).isNotNull();
    call = call.withoutBranch("b0").withoutDialog("x");
    assertThat(call.agreement(new Where("b0", "x"))).isNull();
    assertThat(call.agreement(new Where(null, "y"))).isNotNull();
  }

  @Test
  void the200RepeatsThe183() throws BadSdp {
    CallNegotiation call = offer(fresh, new Where("b0", null), SideProfile.PLAIN).next();
    Step early = answer(call, new Where("b0", "tag"), baresip);
    Step confirmed = answer(early.next(), new Where("b0", "tag"), baresip);
    assertThat(confirmed.description()).isEqualTo(early.description());
  }

  @Test
  void aPrackAnswersWhatThe183Offered() throws BadSdp {
    Where early = new Where("b0", "tag");
    assertThat(fresh.awaitsAnswer(early, Side.A)).isFalse();
    CallNegotiation call =
        fresh.offer(early, Side.B, asterisk, SideProfile.PLAIN, Ours.to(Side.A)).next();
    assertThat(call.awaitsAnswer(early, Side.A)).isTrue();
    assertThat(call.awaitsAnswer(early, Side.B)).isFalse();
    Step answered = call.answer(early, Side.A, baresip, Ours.to(Side.B));
    assertThat(answered.agreement().open()).hasSize(1);
    assertThat(answered.next().awaitsAnswer(early, Side.A)).isFalse();
  }

  @Test
  void anOfferThatWasNeverAnsweredIsFollowedByAnother() throws BadSdp {
    CallNegotiation call = established();
    SessionDescription hold =
        Samples.parsed(Samples.phone("yealink").replace("sendrecv", "inactive"));
    Step held = call.offer(DIALOG, Side.A, hold, SideProfile.PLAIN, Ours.to(Side.B));
    Step again = held.next().offer(DIALOG, Side.A, yealink, SideProfile.PLAIN, Ours.to(Side.B));
    assertThat(version(again)).isEqualTo(version(held) + 1);
    assertThat(again.next().agreement(DIALOG)).isEqualTo(call.agreement(DIALOG));
  }

  @Test
  void ofTwoOffersThatCrossTheOneThatIsAnsweredCounts() throws BadSdp {
    CallNegotiation call = established();
    Step ofA = offer(call, DIALOG, SideProfile.PLAIN);
    Step ofB = ofA.next().offer(DIALOG, Side.B, asterisk, SideProfile.PLAIN, Ours.to(Side.A));
    assertThat(ofB.next().awaitsAnswer(DIALOG, Side.A)).isTrue();
    assertThat(ofB.next().awaitsAnswer(DIALOG, Side.B)).isTrue();
    Step answered = answer(ofB.next(), DIALOG, baresip);
    // A has seen our offer of B's meanwhile.
    assertThat(version(answered)).isEqualTo(version(ofB) + 1);
    assertThat(answered.next().awaitsAnswer(DIALOG, Side.A)).isFalse();
  }

  @Test
  void candidatesThatTrickleInFindTheirLine() throws BadSdp {
    Where branch = new Where("b0", null);
    SessionDescription chrome =
        Samples.parsed(Samples.phone("chrome-audio").replace("a=mid:0", "a=mid:voice"));
    CallNegotiation call =
        fresh.offer(branch, Side.A, chrome, SideProfile.PLAIN, Ours.to(Side.B)).next();
    assertThat(call.lineOf(branch, Side.A, "voice")).isZero();
    assertThat(call.lineOf(branch, Side.A, "0")).isEqualTo(-1);
    call = offer(fresh, branch, SideProfile.WEBRTC).next();
    assertThat(call.lineOf(branch, Side.B, "0")).isZero();
    call = answer(call, new Where("b0", "tag"), Samples.description("chrome-answer")).next();
    assertThat(call.lineOf(DIALOG, Side.B, "0")).isZero();
    assertThat(call.lineOf(DIALOG, Side.A, "0")).isEqualTo(-1);
  }

  @Test
  void anAnswerToNothingIsOurFault() {
    assertThatIllegalStateException().isThrownBy(() -> answer(fresh, DIALOG, baresip));
  }

  @Test
  void aCallHasOnlySoManyDialogs() throws BadSdp {
    CallNegotiation call = offer(fresh, new Where("b0", null), SideProfile.PLAIN).next();
    for (int i = 0; i < CallNegotiation.LIMIT; i++) {
      call = answer(call, new Where("b0", "tag" + i), baresip).next();
    }
    CallNegotiation full = call;
    assertThatThrownBy(() -> answer(full, new Where("b0", "one too many"), baresip))
        .isInstanceOf(BadSdp.class);
  }

  private CallNegotiation established() throws BadSdp {
    CallNegotiation call = offer(fresh, new Where("b0", null), SideProfile.PLAIN).next();
    return answer(call, new Where("b0", "tag"), baresip).next();
  }

  private Step offer(CallNegotiation call, Where where, SideProfile callee) throws BadSdp {
    return call.offer(where, Side.A, yealink, callee, Ours.to(Side.B));
  }

  private static Step answer(CallNegotiation call, Where where, SessionDescription answer)
      throws BadSdp {
    return call.answer(where, Side.B, answer, Ours.to(Side.A));
  }

  private static LegMedia far(CallNegotiation call, String tag) {
    return call.agreement(new Where(null, tag)).open().getFirst().b();
  }

  private static long version(Step step) {
    return Long.parseLong(step.description().origin().version());
  }
}
