package org.belfry.pbx.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.call.LegState.Invited;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** A leg that is called and not answered yet (RFC 3261 §13.3, RFC 3262 §3). */
final class CalledLeg {
  private static final int WAITING_MAX = 16;
  private static final Set<Method> ASKS =
      Set.of(Method.INFO, Method.OPTIONS, Method.MESSAGE, Method.REFER, Method.NOTIFY);

  Step<LegState, LegEffect> on(Invited s, LegEvent event) {
    return switch (event) {
      case LegEvent.Received e -> received(s, e.request());
      case LegEvent.Answered e -> answered(s, e.response());
      case LegEvent.Unanswered e ->
          s.ours() != null && s.ours().cseq().equals(e.request())
              ? answered(s, s.ours().respond(e.status(), "No Answer", null).done())
              : Step.to(s);
      case LegEvent.TimerFired e -> timer(s, e.timer());
      case LegEvent.Progress e ->
          s.reliable() == null ? progress(s, e) : Step.to(s.waiting(and(s.waiting(), e)));
      // RFC 3262 §3: "the UAS MUST delay sending the 2xx until the provisional response is
      // acknowledged"
      case LegEvent.Accept e ->
          s.reliable() == null ? accept(s, e) : Step.to(s.waiting(and(s.waiting(), e)));
      case LegEvent.Refuse e -> refuse(s, e);
      case LegEvent.HangUp e ->
          refuse(
              s,
              new LegEvent.Refuse(
                  480,
                  "Temporarily Unavailable",
                  e.reason() == null
                      ? Content.NOTHING
                      : Content.of(HeaderName.REASON, e.reason())));
      case LegEvent.Answer e -> answer(s, e);
      case LegEvent.Offer e -> offer(s, e);
      case LegEvent.Ask e -> {
        Dialog dialog = s.dialog().next();
        yield Step.to(
            s.with(dialog),
            new LegEffect.Send(
                e.content().into(LegMessages.request(s.profile(), dialog, e.method())).done()));
      }
      case LegEvent.Reply e ->
          Step.to(
              s,
              new LegEffect.Respond(
                  e.request(),
                  LegMessages.response(
                      s.profile(), e.request(), e.status(), e.reason(), e.content())));
      case LegEvent.Acknowledge e -> Step.to(s);
    };
  }

  private Step<LegState, LegEffect> received(Invited s, SipRequest request) {
    return switch (request.method().name()) {
      // §9.2, §15.1.2: CANCEL has its own answer from who runs us; a BYE ends an early dialog too.
      case "CANCEL" -> {
        List<LegEffect> effects = new ArrayList<>();
        yield terminated(s, request, effects);
      }
      case "BYE" -> {
        List<LegEffect> effects = new ArrayList<>();
        effects.add(
            new LegEffect.Respond(request, LegMessages.response(s.profile(), request, 200, "OK")));
        yield terminated(s, request, effects);
      }
      case "PRACK" -> prack(s, request);
      case "UPDATE" -> update(s, request);
      case "ACK" -> Step.to(s);
      // §14.2: "a UAS that receives a second INVITE before it sends the final response to a first
      // INVITE … MUST return a 500"
      case "INVITE" ->
          Step.to(
              s,
              new LegEffect.Respond(
                  request,
                  LegMessages.response(
                      s.profile(),
                      request,
                      500,
                      "Server Internal Error",
                      Content.of(HeaderName.RETRY_AFTER, "5"))));
      default ->
          ASKS.contains(request.method())
              ? Step.to(s, new LegEffect.Tell(new LegNews.Asked(request)))
              : Step.to(
                  s,
                  new LegEffect.Respond(
                      request,
                      LegMessages.response(
                          s.profile(),
                          request,
                          405,
                          "Method Not Allowed",
                          Content.of(HeaderName.ALLOW, s.profile().allow()))));
    };
  }

  private static Step<LegState, LegEffect> terminated(
      Invited s, SipRequest by, List<LegEffect> effects) {
    effects.add(
        new LegEffect.Respond(
            s.invite(),
            s.invite().respond(487, "Request Terminated", s.dialog().localTag()).done()));
    pendingUpdateGone(s, effects);
    effects.add(new LegEffect.Tell(new LegNews.HungUp(by.header(HeaderName.REASON))));
    effects.add(new LegEffect.Forget());
    return Step.to(LegState.Gone.GONE, effects);
  }

  private static void pendingUpdateGone(Invited s, List<LegEffect> effects) {
    if (s.theirs() != null) {
      effects.add(CallLeg.gone(s.theirs()));
    }
  }

  /** RFC 3262 §3: it stops the repetitions of the provisional that it names. */
  private Step<LegState, LegEffect> prack(Invited s, SipRequest prack) {
    LegState.Reliable reliable = s.reliable();
    String wanted =
        reliable == null
            ? ""
            : reliable.response().header(HeaderName.RSEQ) + " " + s.invite().cseq();
    String named = prack.header(HeaderName.RACK);
    if (named == null || !named.strip().replaceAll("\\s+", " ").equals(wanted)) {
      return Step.to(s, CallLeg.gone(prack)); // "MUST respond to the PRACK with a 481"
    }
    List<LegEffect> effects = new ArrayList<>();
    effects.add(new LegEffect.StopTimer(LegTimer.PROVISIONAL_AGAIN));
    effects.add(new LegEffect.StopTimer(LegTimer.PRACK_MISSING));
    Invited next = s.with(s.rseq(), null);
    if (prack.bodyLength() > 0 && s.theirs() == null) {
      next = next.theirs(prack); // §5: an offer; its answer goes into the 2xx of the PRACK
      effects.add(new LegEffect.Tell(new LegNews.Offered(s.fork(prack.toTag()), prack)));
    } else {
      effects.add(
          new LegEffect.Respond(prack, LegMessages.response(s.profile(), prack, 200, "OK")));
    }
    return goOn(next, effects);
  }

  /** What waited for the PRACK goes on. */
  private Step<LegState, LegEffect> goOn(Invited s, List<LegEffect> effects) {
    LegState state = s;
    List<LegEvent.Command> waiting = s.waiting();
    if (state instanceof Invited now) {
      state = now.waiting(List.of());
    }
    for (int i = 0; i < waiting.size(); i++) {
      if (!(state instanceof Invited now)) {
        break;
      }
      Step<LegState, LegEffect> step = on(now, waiting.get(i));
      effects.addAll(step.effects());
      state = step.state();
    }
    return Step.to(state, effects);
  }

  /** RFC 3311 §5.2. */
  private static Step<LegState, LegEffect> update(Invited s, SipRequest update) {
    Invited heard = s.with(s.dialog().refreshed(update));
    if (update.bodyLength() == 0) {
      return Step.to(
          heard,
          new LegEffect.Respond(
              update,
              LegMessages.forming(s.profile(), update, 200, "OK", s.dialog().localTag()).done()));
    }
    if (s.theirs() != null || s.ours() != null) {
      return Step.to(
          s,
          new LegEffect.Respond(
              update,
              s.ours() != null
                  ? LegMessages.response(s.profile(), update, 491, "Request Pending")
                  : LegMessages.response(
                      s.profile(),
                      update,
                      500,
                      "Server Internal Error",
                      Content.of(HeaderName.RETRY_AFTER, "3"))));
    }
    return Step.to(
        heard.theirs(update),
        new LegEffect.Tell(new LegNews.Offered(s.fork(update.toTag()), update)));
  }

  private Step<LegState, LegEffect> progress(Invited s, LegEvent.Progress e) {
    boolean reliably =
        e.status() > 100
            && (LegMessages.reliable(s.invite())
                || (e.reliably() && LegMessages.knowsReliable(s.invite())));
    Edit<SipResponse> response =
        LegMessages.forming(s.profile(), s.invite(), e.status(), e.reason(), s.tag(e.fork()));
    // A description that nobody offered for must not go into a provisional of ours: the offer comes
    // in the 2xx.
    Content content = s.invite().bodyLength() == 0 ? e.content().withoutBody() : e.content();
    if (!reliably) {
      return Step.to(s, new LegEffect.Respond(s.invite(), content.into(response).done()));
    }
    long rseq = s.rseq() + 1;
    SipResponse made =
        content
            .into(
                response
                    .add(HeaderName.REQUIRE, LegMessages.RELIABLE)
                    .add(HeaderName.RSEQ, Long.toString(rseq)))
            .done();
    Duration t1 = s.profile().limits().timers().t1();
    return Step.to(
        s.with(rseq, new LegState.Reliable(made, t1.plus(t1))),
        new LegEffect.Respond(s.invite(), made),
        new LegEffect.StartTimer(LegTimer.PROVISIONAL_AGAIN, t1),
        new LegEffect.StartTimer(LegTimer.PRACK_MISSING, s.profile().limits().timers().t1x64()));
  }

  private Step<LegState, LegEffect> timer(Invited s, LegTimer timer) {
    LegState.Reliable reliable = s.reliable();
    if (reliable == null) {
      return Step.to(s);
    }
    return switch (timer) {
      case PROVISIONAL_AGAIN ->
          Step.to(
              s.with(
                  s.rseq(),
                  new LegState.Reliable(
                      reliable.response(), reliable.next().plus(reliable.next()))),
              new LegEffect.Respond(s.invite(), reliable.response()),
              new LegEffect.StartTimer(LegTimer.PROVISIONAL_AGAIN, reliable.next()));
      // RFC 3262 §3: "the UAS SHOULD reject the original request with a 5xx response."
      case PRACK_MISSING -> {
        List<LegEffect> effects = new ArrayList<>();
        effects.add(
            new LegEffect.Respond(
                s.invite(),
                LegMessages.forming(s.profile(), s.invite(), 504, "No PRACK", s.dialog().localTag())
                    .done()));
        pendingUpdateGone(s, effects);
        effects.add(
            new LegEffect.Tell(new LegNews.Lost("the caller did not acknowledge its ringing")));
        effects.add(new LegEffect.Forget());
        yield Step.to(LegState.Gone.GONE, effects);
      }
      default -> Step.to(s);
    };
  }

  /** §13.3.1.4. */
  private static Step<LegState, LegEffect> accept(Invited s, LegEvent.Accept e) {
    String tag = s.tag(e.fork());
    Edit<SipResponse> response = LegMessages.forming(s.profile(), s.invite(), 200, "OK", tag);
    SessionTimer session = SessionTimer.agreeing(s.invite(), response, s.profile().limits());
    SipResponse ok = e.content().into(response).done();
    List<LegEffect> effects = new ArrayList<>();
    pendingUpdateGone(s, effects);
    LegState.Success success = TalkingLeg.succeed(s.profile(), s.invite(), ok, effects);
    SessionTimer.restart(session, effects);
    return Step.to(
        new LegState.Talking(
                s.profile(),
                null,
                e.fork(),
                s.dialog().forked(tag),
                LegMessages.allows(s.invite(), Method.UPDATE),
                success,
                null,
                null,
                null,
                session,
                Content.NOTHING,
                Set.of())
            .described(e.content()),
        effects);
  }

  private static Step<LegState, LegEffect> refuse(Invited s, LegEvent.Refuse e) {
    List<LegEffect> effects = new ArrayList<>();
    effects.add(
        new LegEffect.Respond(
            s.invite(),
            e.content()
                .into(
                    s.invite()
                        .respond(e.status(), e.reason(), s.dialog().localTag())
                        .add(HeaderName.SERVER, s.profile().agent()))
                .done()));
    pendingUpdateGone(s, effects);
    effects.add(new LegEffect.Forget());
    return Step.to(LegState.Gone.GONE, effects);
  }

  private static Step<LegState, LegEffect> answer(Invited s, LegEvent.Answer e) {
    SipRequest theirs = s.theirs();
    if (theirs == null) {
      return Step.to(s);
    }
    SipResponse response =
        e.status() < 300 && theirs.method().equals(Method.UPDATE)
            ? e.content()
                .into(
                    LegMessages.forming(
                        s.profile(), theirs, e.status(), e.reason(), s.dialog().localTag()))
                .done()
            : LegMessages.response(s.profile(), theirs, e.status(), e.reason(), e.content());
    return Step.to(s.theirs(null), new LegEffect.Respond(theirs, response));
  }

  /** Our UPDATE in an early dialog (RFC 3311 §5.1): only when the caller takes it. */
  private static Step<LegState, LegEffect> offer(Invited s, LegEvent.Offer e) {
    Dialog dialog = s.dialog().next();
    SipRequest update =
        LegMessages.changing(
            s.profile(), dialog.forked(s.tag(e.fork())), Method.UPDATE, e.content(), null);
    if (!LegMessages.allows(s.invite(), Method.UPDATE) || s.ours() != null || s.theirs() != null) {
      return Step.to(
          s,
          new LegEffect.Tell(
              new LegNews.OfferAnswered(
                  update.respond(491, "Request Pending", null).done(), false)));
    }
    return Step.to(s.with(dialog).ours(update), new LegEffect.Send(update));
  }

  private static Step<LegState, LegEffect> answered(Invited s, SipResponse response) {
    if (s.ours() != null && response.isFinal() && response.cseq().equals(s.ours().cseq())) {
      return Step.to(s.ours(null), new LegEffect.Tell(new LegNews.OfferAnswered(response, false)));
    }
    return response.isFinal() && !response.method().equals(Method.UPDATE)
        ? Step.to(s, new LegEffect.Tell(new LegNews.Replied(response)))
        : Step.to(s);
  }

  private static List<LegEvent.Command> and(List<LegEvent.Command> waiting, LegEvent.Command more) {
    if (waiting.size() >= WAITING_MAX && more instanceof LegEvent.Progress) {
      return waiting; // who rings so often says nothing new
    }
    List<LegEvent.Command> all = new ArrayList<>(waiting);
    all.add(more);
    return all;
  }
}
