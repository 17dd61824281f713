package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;
import static org.belfry.pbx.Messages.invite;
import static org.belfry.pbx.Messages.options;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.DialogRoute.Faces;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.junit.jupiter.api.Test;

@Rfc("3261")
class Section16_ProxyTest {
  private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final Hop OUT =
      new Hop(Transport.UDP, FROM_PHONE.local(), new InetSocketAddress("10.0.0.7", 5060), 0);

  private final Proxy proxy = new Proxy(ProxyLimits.DEFAULT);
  private final DialogRoute routes = new DialogRoute(SECRET);
  private final Forwarding forwarding = new Forwarding(routes, "mark-", new Random(1));
  private final List<String> notes = new ArrayList<>();
  private ProxyState state;

  // ---- §16.7, best response

  @Test
  @Rfc("16.7 step 6")
  void aSixHundredWinsOverEverything() {
    assertThat(finalOf(486, 603, 404)).isEqualTo("Respond 603");
  }

  @Test
  @Rfc("16.7 step 6")
  void aPhoneThatSaidBusyKnowsMoreThanOneThatNeverAnswered() {
    assertThat(finalOf(408, 486)).isEqualTo("Respond 486");
    assertThat(finalOf(480, 486)).isEqualTo("Respond 486");
  }

  @Test
  @Rfc("16.7 step 6")
  void a503IsOursToHide() {
    assertThat(finalOf(503)).isEqualTo("Respond 500");
  }

  @Test
  @Rfc("16.7 step 7")
  void challengesOfAllBranchesGoUpTogether() {
    SipRequest request = invite();
    SipResponse one =
        request
            .respond(401, "U", "a")
            .add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"a\"")
            .done();
    SipResponse two =
        request
            .respond(407, "P", "b")
            .add(HeaderName.PROXY_AUTHENTICATE, "Digest realm=\"b\"")
            .done();
    SipResponse best =
        BestResponse.of(
            request,
            List.of(
                Branch.started(0, target()).answered(one),
                Branch.started(1, target()).answered(two)));
    assertThat(best.has(HeaderName.WWW_AUTHENTICATE)).isTrue();
    assertThat(best.has(HeaderName.PROXY_AUTHENTICATE)).isTrue();
  }

  @Test
  @Rfc("8.1.1.7")
  void theNextBranchCannotBeToldFromTheOneBefore() {
    Target target = target();
    Forwarding one = new Forwarding(routes, "mark-", new Random(1));
    Forwarding other = new Forwarding(routes, "mark-", new Random(2));
    Set<String> branches = new HashSet<>();
    for (Forwarding each : List.of(one, other)) {
      for (int i = 0; i < 50; i++) {
        branches.add(each.forward(invite(), target, OUT, null).topVia().branch());
        branches.add(each.sending(invite(), OUT).topVia().branch());
        branches.add(each.own(invite(), OUT, "~1").topVia().branch());
      }
    }
    assertThat(branches).as("two servers with one mark say nothing twice").hasSize(300);
    assertThat(branches).allMatch(branch -> branch.matches("z9hG4bKmark-[0-9a-f]{16}[.~].*"));
  }

  // ---- forking, CANCEL, Timer C

  @Test
  @Rfc("16.7 step 10")
  void aTwoHundredGoesUpAtOnceAndTheOthersAreCancelled() {
    start(3);
    answer(1, 180);
    answer(2, 180);
    notes.clear();
    answer(1, 200);
    assertThat(notes)
        .containsSubsequence(
            "Respond 200", "Cancel 2 SIP;cause=200;text=\"Call completed elsewhere\"");
    assertThat(notes)
        .doesNotContain(
            "Cancel 0 SIP;cause=200;text=\"Call completed elsewhere\""); // it has not rung yet,
    // §9.1
    answer(0, 180);
    assertThat(notes).contains("Cancel 0 SIP;cause=200;text=\"Call completed elsewhere\"");
    answer(0, 487);
    answer(2, 487);
    assertThat(notes.getLast()).isEqualTo("Finish");
  }

  @Test
  @Rfc("16.7 step 5")
  void aLaterTwoHundredOfAnotherBranchGoesUpToo() {
    start(2);
    answer(0, 180);
    answer(1, 180);
    answer(0, 200);
    notes.clear();
    answer(1, 200);
    assertThat(notes).containsExactly("Respond 200", "StopTimerC 1", "Attempt 1 200", "Finish");
    notes.clear();
    answer(1, 200); // again: its ACK was lost
    assertThat(notes).containsExactly("Respond 200");
  }

  @Test
  @Rfc("16.10")
  void aCancelWaitsForTheFirstProvisionalOfEachBranch() {
    start(1);
    notes.clear();
    on(new ProxyEvent.CancelReceived(null));
    assertThat(notes).containsExactly("StartTimerC 0 PT32S");
    answer(0, 180);
    assertThat(notes).contains("Cancel 0");
    answer(0, 487);
    assertThat(notes).contains("Respond 487").last().isEqualTo("Finish");
  }

  @Test
  @Rfc("16.8")
  void timerCCancelsWhatRingsAndGivesUpWhatSaysNothing() {
    start(1);
    answer(0, 180);
    notes.clear();
    on(new ProxyEvent.TimerCFired(0));
    assertThat(notes).containsExactly("Cancel 0", "StartTimerC 0 PT32S");
    on(new ProxyEvent.TimerCFired(0));
    assertThat(notes).contains("GiveUp 0", "Respond 408").last().isEqualTo("Finish");
  }

  @Test
  @Rfc(value = "4320 4.2", other = true)
  void nobodyIsToldThatANonInviteTimedOut() {
    Step<ProxyState, ProxyEffect> step =
        proxy.start(options(), TargetGroup.together(List.of(target())));
    take(step);
    on(new ProxyEvent.BranchTimedOut(0));
    assertThat(notes).containsSubsequence("Abandon", "Finish");
    assertThat(notes).noneMatch(n -> n.startsWith("Respond"));
  }

  @Test
  @Rfc("16.10")
  void theReasonOfTheCallersCancelGoesDown() {
    start(1);
    answer(0, 180);
    on(new ProxyEvent.CancelReceived("SIP;cause=600;text=\"Busy\""));
    assertThat(notes).contains("Cancel 0 SIP;cause=600;text=\"Busy\"");
  }

  // ---- §16.6, one group after the other

  @Test
  @Rfc("16.6")
  void theNextGroupIsTriedWhenTheFirstHasFailed() {
    startGroups(2, 1);
    answer(0, 486);
    assertThat(notes).doesNotContain("Forward 2");
    answer(1, 480);
    assertThat(notes).contains("StopRingTimer", "Forward 2").noneMatch(isFinal());
    answer(2, 200);
    assertThat(notes).contains("Respond 200").last().isEqualTo("Finish");
  }

  @Test
  @Rfc("16.6")
  void theNextGroupsTurnComesWhenTheFirstHasRungLongEnough() {
    startGroups(1, 1);
    assertThat(notes).contains("StartRingTimer 0 PT20S");
    answer(0, 180);
    notes.clear();
    on(new ProxyEvent.RingTimeOver(0));
    assertThat(notes)
        .containsSubsequence(
            "Cancel 0 SIP;cause=408;text=\"Nobody answered in time\"", "Forward 1");
    answer(0, 487);
    assertThat(notes).noneMatch(isFinal());
    answer(1, 486);
    assertThat(notes).contains("Respond 486").last().isEqualTo("Finish");
  }

  @Test
  @Rfc("16.7 step 5")
  void aPhoneOfAnEarlierGroupThatAnswersAfterAllWins() {
    startGroups(1, 1);
    answer(0, 180);
    on(new ProxyEvent.RingTimeOver(0));
    answer(1, 180);
    notes.clear();
    answer(0, 200); // it crossed our CANCEL
    assertThat(notes)
        .containsSubsequence(
            "Respond 200", "Cancel 1 SIP;cause=200;text=\"Call completed elsewhere\"");
  }

  @Test
  @Rfc("16.7 step 5")
  void aDeclineEndsTheSeriesUnlessTheSiteSaysOtherwise() {
    startGroups(1, 1);
    answer(0, 603);
    assertThat(notes).contains("Respond 603").doesNotContain("Forward 1");

    notes.clear();
    ProxyLimits d = ProxyLimits.DEFAULT;
    Proxy lenient =
        new Proxy(
            new ProxyLimits(
                d.timerC(), d.cancelWait(), d.ringTime(), d.branches(), d.redirects(), false));
    take(lenient.start(invite(), groups(1, 1)));
    take(
        lenient.on(
            state, new ProxyEvent.BranchAnswered(0, invite().respond(603, "R", "t").done())));
    assertThat(notes).contains("Forward 1").noneMatch(isFinal());
  }

  @Test
  void asManyRingTogetherAsMayAndTheNextGroupRingsAllTheSame() {
    startGroups(130, 1);
    assertThat(notes).contains("Forward 127").doesNotContain("Forward 128");
    notes.clear();
    for (int i = 0; i < 128; i++) {
      answer(i, 486);
    }
    assertThat(notes).contains("Forward 128").noneMatch(isFinal());
  }

  @Test
  @Rfc("16.10")
  void aCancelledCallTriesNoFurtherGroup() {
    startGroups(1, 1);
    answer(0, 180);
    on(new ProxyEvent.CancelReceived(null));
    answer(0, 487);
    assertThat(notes).contains("Respond 487").doesNotContain("Forward 1");
  }

  // ---- §16.5 and §16.7 step 4, redirects

  @Test
  @Rfc("16.7 step 4")
  void aRedirectIsFollowedAndTheCallerHearsOnlyOfWhatCameOfIt() {
    start(1);
    notes.clear();
    redirect(0, target());
    assertThat(notes).contains("Attempt 0 302", "Forward 1").noneMatch(isFinal());
    answer(1, 486);
    assertThat(notes).contains("Respond 486");
  }

  @Test
  @Rfc("16.7 step 4")
  void aRedirectToNowhereGoesUp() {
    start(1);
    redirect(0);
    assertThat(notes).contains("Respond 302").last().isEqualTo("Finish");
  }

  @Test
  @Rfc("16.5")
  void redirectsThatLeadInCirclesComeToAnEnd() {
    start(1);
    for (int i = 0; i < 20; i++) {
      redirect(i, target());
    }
    assertThat(notes).contains("Forward 5", "Respond 302").doesNotContain("Forward 6");
    assertThat(notes.getLast()).isEqualTo("Finish");
  }

  // ---- RFC 5626 §7, another flow of the same device

  @Test
  @Rfc(value = "5626 7", other = true)
  void aDeadFlowIsReplacedByAnotherOfTheSameDevice() {
    Target twoFlows = new Target("sip:bob@10.0.0.7", OUT, true, List.of(), target());
    take(proxy.start(invite(), TargetGroup.together(List.of(twoFlows))));
    answer(0, 430);
    assertThat(notes).contains("Forward 1").noneMatch(isFinal());
    answer(1, 486);
    assertThat(notes).contains("Respond 486");
  }

  @Test
  @Rfc(value = "5626 7", other = true)
  void aDeviceThatAnsweredOnOneFlowIsNotTriedOnAnother() {
    Target twoFlows = new Target("sip:bob@10.0.0.7", OUT, true, List.of(), target());
    take(proxy.start(invite(), TargetGroup.together(List.of(twoFlows))));
    answer(0, 486);
    assertThat(notes).contains("Respond 486").doesNotContain("Forward 1");
  }

  // ---- §16.6, what leaves

  @Test
  @Rfc(value = "7118 5", other = true)
  void aWebSocketPhoneIsNamedByWsInUrisAndWssInVia() {
    Hop browser =
        new Hop(
            Transport.WSS,
            new InetSocketAddress("10.0.0.1", 8443),
            new InetSocketAddress("192.0.2.77", 51000),
            42);
    SipRequest forwarded = forwarding.forward(invite(), asItIs(browser, true), browser, recorded());
    assertThat(forwarded.mandatory(HeaderName.VIA)).startsWith("SIP/2.0/WSS 10.0.0.1:8443;");
    String top = forwarded.values(HeaderName.RECORD_ROUTE).getFirst();
    assertThat(top).contains("@10.0.0.1:8443;transport=ws;lr>");
    assertThat(routes.read(Grammar.nameAddr(top).uri(), invite(), T0))
        .isEqualTo(
            new DialogRoute.Reading.Genuine(
                Faces.CALLEE, Faces.CALLEE, new Hop(Transport.WSS, null, browser.remote(), 42)));
  }

  @Test
  @Rfc("16.6")
  void onlyViaMaxForwardsRecordRouteAndTheUriChange() {
    SipRequest request = invite().edit().add(HeaderName.of("X-Odd"), "  kept ; as=is").done();
    SipRequest forwarded = forwarding.forward(request, target(), OUT, recorded());
    assertThat(forwarded.uriText()).isEqualTo("sip:bob@10.0.0.7");
    assertThat(forwarded.header(HeaderName.MAX_FORWARDS)).isEqualTo("69");
    assertThat(forwarded.values(HeaderName.VIA)).hasSize(2);
    assertThat(forwarded.topVia().branch()).startsWith("z9hG4bKmark-");
    assertThat(forwarded.values(HeaderName.RECORD_ROUTE)).hasSize(1);
    assertThat(forwarded.toString()).contains("X-Odd:   kept ; as=is\r\n");
    assertThat(
            Forwarding.withoutOurVia(forwarded.respond(200, "OK", "t").done())
                .values(HeaderName.VIA))
        .hasSize(1);
  }

  @Test
  @Rfc(value = "5393 4.2.1", other = true)
  void aRequestThatComesBackUnchangedIsALoopAndAChangedOneIsASpiral() {
    SipRequest once = forwarding.forward(invite(), asItIs(OUT, false), OUT, null);
    assertThat(forwarding.looped(once)).isTrue();
    SipRequest elsewhere = once.editWithUri("sip:1003@pbx.example").done();
    assertThat(forwarding.looped(elsewhere)).isFalse();
    assertThat(forwarding.looped(invite())).isFalse();
  }

  @Test
  @Rfc(value = "5658 4", other = true)
  void sidesThatDifferGetARecordRouteEach() {
    Hop tcp =
        new Hop(Transport.TCP, FROM_PHONE.local(), new InetSocketAddress("10.0.0.7", 40000), 9);
    SipRequest forwarded = forwarding.forward(invite(), asItIs(tcp, true), tcp, recorded());
    List<String> recorded = forwarded.values(HeaderName.RECORD_ROUTE);
    assertThat(recorded).hasSize(2);
    assertThat(recorded.getFirst()).contains("transport=tcp");
    var reading = routes.read(Grammar.nameAddr(recorded.getFirst()).uri(), invite(), T0);
    assertThat(reading).isInstanceOf(DialogRoute.Reading.Genuine.class);
    Hop flow = ((DialogRoute.Reading.Genuine) reading).flow();
    assertThat(flow.connection()).isEqualTo(9);
    assertThat(flow.remote()).isEqualTo(tcp.remote());
  }

  @Test
  @Rfc("9.1")
  void aCancelHasTheTopViaAndTheNumbersOfItsRequest() {
    SipRequest forwarded = forwarding.forward(invite(), asItIs(OUT, false), OUT, null);
    SipRequest cancel = Forwarding.cancel(forwarded, "SIP;cause=200");
    assertThat(cancel.topVia()).isEqualTo(forwarded.topVia());
    assertThat(cancel.values(HeaderName.VIA)).hasSize(1);
    assertThat(cancel.cseq().toString()).isEqualTo("1 CANCEL");
    assertThat(cancel.problem()).isNull();
  }

  @Test
  @Rfc("18.2.1")
  void theSourceIsNotedWhenTheViaSaysSomethingElse() {
    Hop nat =
        new Hop(Transport.UDP, FROM_PHONE.local(), new InetSocketAddress("203.0.113.9", 40001), 0);
    assertThat(Forwarding.noteSource(invite(), nat).topVia().received()).isEqualTo("203.0.113.9");
    SipRequest asking =
        invite()
            .edit()
            .replaceTop(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060;rport;branch=z9hG4bKa1")
            .done();
    assertThat(Forwarding.noteSource(asking, nat).topVia().rportValue()).isEqualTo(40001);
    assertThat(Forwarding.replyHop(asking, nat)).isEqualTo(nat);
    assertThat(Forwarding.replyHop(invite(), nat).remote().getPort()).isEqualTo(5060);
  }

  @Test
  @Rfc("18.2.2")
  void aResponseWhoseConnectionIsGoneGoesToTheListenerOfThatMachineAndNoOther() {
    Hop gone =
        new Hop(Transport.TCP, FROM_PHONE.local(), new InetSocketAddress("203.0.113.9", 40001), 7);
    SipResponse answer = invite().respond(200, "OK", "t1").done();
    assertThat(Forwarding.replyHopInstead(answer, gone))
        .isEqualTo(Hop.to(Transport.TCP, new InetSocketAddress("203.0.113.9", 5060)));
    assertThat(
            Forwarding.replyHopInstead(
                answer, Hop.to(Transport.TCP, new InetSocketAddress("203.0.113.9", 5060))))
        .isNull();
    assertThat(Forwarding.replyHopInstead(answer, FROM_PHONE)).isNull();
  }

  private String finalOf(int... statuses) {
    notes.clear();
    start(statuses.length);
    for (int i = 0; i < statuses.length; i++) {
      answer(i, statuses[i]);
    }
    return notes.get(notes.size() - 2);
  }

  private void start(int branches) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < branches; i++) {
      targets.add(target());
    }
    take(proxy.start(invite(), TargetGroup.together(targets)));
  }

  private void startGroups(int... sizes) {
    take(proxy.start(invite(), groups(sizes)));
  }

  private static List<TargetGroup> groups(int... sizes) {
    List<TargetGroup> groups = new ArrayList<>();
    for (int size : sizes) {
      groups.add(new TargetGroup(Collections.nCopies(size, target()), Duration.ofSeconds(20)));
    }
    return groups;
  }

  private static Predicate<String> isFinal() {
    return n -> n.startsWith("Respond ") && n.compareTo("Respond 200") >= 0;
  }

  private void redirect(int branch, Target... targets) {
    SipResponse moved = invite().respond(302, "Moved", "t" + branch).done();
    on(new ProxyEvent.BranchRedirected(branch, moved, List.of(targets)));
  }

  private void answer(int branch, int status) {
    on(new ProxyEvent.BranchAnswered(branch, invite().respond(status, "R", "t" + branch).done()));
  }

  private void on(ProxyEvent event) {
    take(proxy.on(state, event));
  }

  private void take(Step<ProxyState, ProxyEffect> step) {
    state = step.state();
    for (ProxyEffect effect : step.effects()) {
      notes.add(
          switch (effect) {
            case ProxyEffect.Respond e -> "Respond " + e.response().status();
            case ProxyEffect.Forward e -> "Forward " + e.index();
            case ProxyEffect.Cancel e ->
                "Cancel " + e.index() + (e.reason() == null ? "" : " " + e.reason());
            case ProxyEffect.StartTimerC e -> "StartTimerC " + e.index() + " " + e.delay();
            case ProxyEffect.StopTimerC e -> "StopTimerC " + e.index();
            case ProxyEffect.StartRingTimer e -> "StartRingTimer " + e.group() + " " + e.delay();
            case ProxyEffect.StopRingTimer e -> "StopRingTimer";
            case ProxyEffect.GiveUp e -> "GiveUp " + e.index();
            case ProxyEffect.NoteAttempt e -> "Attempt " + e.index() + " " + e.status();
            case ProxyEffect.Abandon e -> "Abandon";
            case ProxyEffect.RingOver e -> "RingOver " + e.status();
            case ProxyEffect.Finish e -> "Finish";
          });
    }
  }

  private static Target asItIs(Hop hop, boolean sticky) {
    return new Target(null, hop, sticky);
  }

  private static Target target() {
    return new Target("sip:bob@10.0.0.7", OUT, false);
  }

  private static Forwarding.Recorded recorded() {
    return new Forwarding.Recorded(FROM_PHONE, false, null, T0);
  }
}
