package org.belfry.pbx.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.call.LegState.Calling;
import org.belfry.pbx.call.LegState.Early;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** A leg that calls and has no final response yet (RFC 3261 §13.2, RFC 3262 §4). */
final class CallingLeg {
  private static final int ATTEMPTS_MAX = 3;
  private static final int EARLIES_MAX = 16;

  Step<LegState, LegEffect> on(Calling s, LegEvent event) {
    return switch (event) {
      case LegEvent.Answered e -> answered(s, e.response());
      case LegEvent.Unanswered e -> unanswered(s, e);
      case LegEvent.Received e -> received(s, e.request());
      case LegEvent.HangUp e when s.cancelled() -> Step.to(s);
      case LegEvent.HangUp e -> {
        Calling cancelled =
            new Calling(s.profile(), s.invite(), s.attempts(), s.heard(), true, s.earlies());
        // §9.1: "If no provisional response has been received, the CANCEL request MUST NOT be sent"
        yield s.heard() ? cancel(cancelled, e.reason()) : Step.to(cancelled);
      }
      case LegEvent.TimerFired e when e.timer() == LegTimer.CANCEL_UNANSWERED ->
          // §9.1: "the UAC then SHOULD consider the original transaction cancelled"
          over(s, s.invite().respond(487, "Request Terminated", null).done());
      case LegEvent.TimerFired e when e.timer() == LegTimer.SILENCE -> silent(s);
      case LegEvent.Offer e -> offer(s, e);
      case LegEvent.Answer e -> answer(s, e);
      case LegEvent.Ask e -> ask(s, e);
      case LegEvent.Reply e ->
          Step.to(
              s,
              new LegEffect.Respond(
                  e.request(),
                  LegMessages.response(
                      s.profile(), e.request(), e.status(), e.reason(), e.content())));
      default -> Step.to(s);
    };
  }

  /** What sends an INVITE, and wakes us when nothing comes back. */
  static List<LegEffect> inviting(LegProfile profile, SipRequest invite) {
    Duration silence = profile.limits().silence();
    return silence == null
        ? List.of(new LegEffect.Send(invite))
        : List.of(new LegEffect.Send(invite), new LegEffect.StartTimer(LegTimer.SILENCE, silence));
  }

  /**
   * Nothing came back: the call can be tried elsewhere. What may still come is cancelled, §9.1: not
   * before a provisional response.
   */
  private static Step<LegState, LegEffect> silent(Calling s) {
    if (s.heard() || s.cancelled()) {
      return Step.to(s);
    }
    return Step.to(
        new Calling(s.profile(), s.invite(), s.attempts(), false, true, s.earlies()),
        new LegEffect.Tell(
            new LegNews.Refused(s.invite().respond(504, "Server Time-out", null).done())));
  }

  private static Step<LegState, LegEffect> cancel(Calling s, @Nullable String reason) {
    return Step.to(
        s,
        new LegEffect.Cancel(reason),
        new LegEffect.StartTimer(
            LegTimer.CANCEL_UNANSWERED, s.profile().limits().timers().t1x64()));
  }

  private Step<LegState, LegEffect> answered(Calling s, SipResponse response) {
    Method method = response.method();
    if (!method.equals(Method.INVITE)) {
      return otherAnswered(s, response);
    }
    Step<LegState, LegEffect> step = inviteAnswered(s, response);
    if (s.heard() || s.profile().limits().silence() == null) {
      return step;
    }
    List<LegEffect> effects = new ArrayList<>();
    effects.add(new LegEffect.StopTimer(LegTimer.SILENCE)); // first: it may be started anew
    effects.addAll(step.effects());
    return Step.to(step.state(), effects);
  }

  private Step<LegState, LegEffect> inviteAnswered(Calling s, SipResponse response) {
    if (response.provisional()) {
      return provisional(s, response);
    }
    if (response.success()) {
      return success(s, response);
    }
    return failure(s, response);
  }

  /** §13.2.2.1; a To tag makes an early dialog (§12.1.2). */
  private static Step<LegState, LegEffect> provisional(Calling s, SipResponse response) {
    if (s.cancelled() && !s.heard()) {
      return cancel(heard(s, s.earlies()), null); // it was wanted before anybody spoke
    }
    if (s.cancelled() || response.status() == 100 || response.toTag() == null) {
      return Step.to(heard(s, s.earlies()));
    }
    Early early = earlyOf(s, response.toTag());
    List<Early> earlies = new ArrayList<>(s.earlies());
    if (early == null) {
      if (earlies.size() >= EARLIES_MAX) {
        return Step.to(s);
      }
      early =
          new Early(
              earlies.size(),
              Dialog.calling(s.invite(), response, s.invite().cseq().number()),
              0,
              null,
              null);
      earlies.add(early);
    } else {
      early = early.with(early.dialog().refreshed(response));
    }
    List<LegEffect> effects = new ArrayList<>(2);
    if (LegMessages.reliable(response) && response.has(HeaderName.RSEQ)) {
      long rseq = response.number(HeaderName.RSEQ, 0);
      // RFC 3262 §4: repetitions are discarded, and so is what comes out of order.
      if (early.rseq() != 0 && rseq != early.rseq() + 1) {
        return Step.to(s);
      }
      Dialog dialog = early.dialog().next();
      early = new Early(early.fork(), dialog, rseq, early.theirs(), early.ours());
      effects.add(
          new LegEffect.Send(
              LegMessages.request(s.profile(), dialog, Method.PRACK)
                  .add(HeaderName.RACK, rseq + " " + s.invite().cseq())
                  .add(HeaderName.CONTENT_LENGTH, "0")
                  .done()));
    }
    earlies.set(early.fork(), early);
    effects.add(new LegEffect.Tell(new LegNews.Progressed(early.fork(), response)));
    return Step.to(heard(s, earlies), effects);
  }

  private static Calling heard(Calling s, List<Early> earlies) {
    return new Calling(s.profile(), s.invite(), s.attempts(), true, s.cancelled(), earlies);
  }

  /** §13.2.2.4. */
  private static Step<LegState, LegEffect> success(Calling s, SipResponse response) {
    List<LegEffect> effects = new ArrayList<>();
    effects.add(new LegEffect.StopTimer(LegTimer.CANCEL_UNANSWERED));
    Early early = earlyOf(s, response.toTag());
    int fork = early == null ? s.earlies().size() : early.fork();
    Dialog dialog =
        Dialog.calling(
            s.invite(),
            response,
            early == null ? s.invite().cseq().number() : early.dialog().localSequence());
    if (early != null) {
      dialog = dialog.heard(early.dialog().remoteSequence());
    }
    if (s.cancelled()) {
      // §9.1: the CANCEL came too late: acknowledged, and ended.
      effects.add(new LegEffect.Tell(new LegNews.Refused(terminated(s))));
      Set<String> released = release(s.profile(), s.invite(), response, Set.of(), effects);
      return Step.to(
          CallLeg.leave(s.profile(), dialog, s.invite(), null, null, released, effects), effects);
    }
    for (Early each : s.earlies()) {
      if (each.theirs() != null) {
        effects.add(CallLeg.gone(each.theirs()));
      }
    }
    long number = s.invite().cseq().number();
    SipRequest ack = null;
    if (s.offered()) {
      ack = LegMessages.ack(s.profile(), dialog, number, Content.NOTHING);
      effects.add(new LegEffect.Send(ack));
    }
    SessionTimer session = SessionTimer.agreed(response, s.profile().limits());
    SessionTimer.restart(session, effects);
    effects.add(new LegEffect.Tell(new LegNews.Accepted(fork, response, !s.offered())));
    return Step.to(
        new LegState.Talking(
                s.profile(),
                s.invite(),
                fork,
                dialog,
                LegMessages.allows(response, Method.UPDATE),
                null,
                null,
                null,
                new LegState.Ack(number, ack, null),
                session,
                Content.NOTHING,
                Set.of())
            .described(Content.bodyOf(s.invite())),
        effects);
  }

  private static SipResponse terminated(Calling s) {
    return s.invite().respond(487, "Request Terminated", null).done();
  }

  /**
   * Acknowledges a 2xx that nobody wants (any more) and ends its dialog (§13.2.2.4): the ACK each
   * time it comes, the BYE once.
   *
   * @return the tags of those that have been released
   */
  static Set<String> release(
      LegProfile profile,
      @Nullable SipRequest invite,
      SipResponse response,
      Set<String> before,
      List<LegEffect> effects) {
    String tag = response.toTag();
    if (invite == null
        || tag == null
        || !response.success()
        || !response.cseq().equals(invite.cseq())) {
      return before;
    }
    Dialog dialog = Dialog.calling(invite, response, invite.cseq().number());
    effects.add(
        new LegEffect.Send(
            LegMessages.ack(profile, dialog, invite.cseq().number(), Content.NOTHING)));
    if (before.contains(tag)) {
      return before;
    }
    effects.add(new LegEffect.Send(LegMessages.bye(profile, forceAhead(dialog), null)));
    Set<String> all = new HashSet<>(before);
    all.add(tag);
    return all;
  }

  /** Beyond the PRACKs and UPDATEs that the early dialog may have seen (§12.2.1.1). */
  private static Dialog forceAhead(Dialog dialog) {
    Dialog ahead = dialog;
    for (int i = 0; i < 50; i++) {
      ahead = ahead.next();
    }
    return ahead;
  }

  private static Step<LegState, LegEffect> failure(Calling s, SipResponse response) {
    if (s.cancelled() || s.attempts() >= ATTEMPTS_MAX) {
      return over(s, response);
    }
    SipRequest again = again(s, response);
    if (again == null) {
      return over(s, response);
    }
    return Step.to(
        new Calling(s.profile(), again, s.attempts() + 1, false, false, List.of()),
        inviting(s.profile(), again));
  }

  /** The INVITE anew, when the response says what it lacked. */
  private static @Nullable SipRequest again(Calling s, SipResponse response) {
    SipRequest next =
        s.invite().edit().set(HeaderName.CSEQ, (s.invite().cseq().number() + 1) + " INVITE").done();
    return switch (response.status()) {
      case 401, 407 ->
          s.profile().signer() == null ? null : s.profile().signer().sign(next, response);
      case 422 -> SessionTimer.longer(next, response, s.profile().limits());
      // §21.4.15: one that knows no extension at all gets a plain INVITE.
      case 420 -> s.attempts() > 0 ? null : next.edit().remove(HeaderName.SUPPORTED).done();
      default -> null;
    };
  }

  private static Step<LegState, LegEffect> over(Calling s, SipResponse response) {
    List<LegEffect> effects = new ArrayList<>();
    for (Early each : s.earlies()) {
      if (each.theirs() != null) {
        effects.add(CallLeg.gone(each.theirs()));
      }
    }
    effects.add(new LegEffect.Tell(new LegNews.Refused(response)));
    effects.add(new LegEffect.Forget());
    return Step.to(LegState.Gone.GONE, effects);
  }

  private Step<LegState, LegEffect> unanswered(Calling s, LegEvent.Unanswered e) {
    if (e.request().method().equals(Method.INVITE)) {
      boolean same = e.request().equals(s.invite().cseq());
      return same
          ? over(
              s,
              s.invite()
                  .respond(
                      e.status(),
                      e.status() == 408 ? "Request Timeout" : "Service Unavailable",
                      null)
                  .done())
          : Step.to(s);
    }
    for (Early early : s.earlies()) {
      if (early.ours() != null && early.ours().cseq().equals(e.request())) {
        return otherAnswered(s, early.ours().respond(e.status(), "No Answer", null).done());
      }
    }
    return Step.to(s);
  }

  private static Step<LegState, LegEffect> otherAnswered(Calling s, SipResponse response) {
    if (!response.isFinal()) {
      return Step.to(s);
    }
    for (Early early : s.earlies()) {
      if (early.ours() != null && early.ours().cseq().equals(response.cseq())) {
        return Step.to(
            heard(s, with(s.earlies(), early.ours(null))),
            new LegEffect.Tell(new LegNews.OfferAnswered(response, false)));
      }
    }
    return response.method().equals(Method.PRACK)
        ? Step.to(s)
        : Step.to(s, new LegEffect.Tell(new LegNews.Replied(response)));
  }

  /** Requests of the callee before it has answered: UPDATE, INFO, or a BYE that is none. */
  private static Step<LegState, LegEffect> received(Calling s, SipRequest request) {
    Early early = earlyOf(s, request.fromTag());
    if (request.method().equals(Method.ACK)) {
      return Step.to(s);
    }
    if (early == null) {
      return Step.to(s, CallLeg.gone(request));
    }
    if (request.method().equals(Method.UPDATE)) {
      return update(s, early, request);
    }
    return switch (request.method().name()) {
      case "INFO", "MESSAGE", "OPTIONS", "NOTIFY" ->
          Step.to(s, new LegEffect.Tell(new LegNews.Asked(request)));
      default ->
          Step.to(
              s,
              new LegEffect.Respond(
                  request, LegMessages.response(s.profile(), request, 403, "Not Yet Answered")));
    };
  }

  private static Step<LegState, LegEffect> update(Calling s, Early early, SipRequest update) {
    Early heard = early.with(early.dialog().refreshed(update).heard(update.cseq().number()));
    if (update.bodyLength() == 0) {
      return Step.to(
          heard(s, with(s.earlies(), heard)),
          new LegEffect.Respond(
              update, LegMessages.forming(s.profile(), update, 200, "OK", "").done()));
    }
    if (early.theirs() != null || early.ours() != null) {
      return Step.to(
          s,
          new LegEffect.Respond(
              update,
              early.ours() != null
                  ? LegMessages.response(s.profile(), update, 491, "Request Pending")
                  : LegMessages.response(
                      s.profile(),
                      update,
                      500,
                      "Server Internal Error",
                      Content.of(HeaderName.RETRY_AFTER, "3"))));
    }
    return Step.to(
        heard(s, with(s.earlies(), heard.theirs(update))),
        new LegEffect.Tell(new LegNews.Offered(early.fork(), update)));
  }

  private static Step<LegState, LegEffect> answer(Calling s, LegEvent.Answer e) {
    for (Early early : s.earlies()) {
      SipRequest theirs = early.theirs();
      if (theirs != null) {
        SipResponse response =
            e.status() < 300
                ? e.content()
                    .into(LegMessages.forming(s.profile(), theirs, e.status(), e.reason(), ""))
                    .done()
                : LegMessages.response(s.profile(), theirs, e.status(), e.reason(), e.content());
        return Step.to(
            heard(s, with(s.earlies(), early.theirs(null))),
            new LegEffect.Respond(theirs, response));
      }
    }
    return Step.to(s);
  }

  /** RFC 3311 §5.1: in an early dialog, by UPDATE, when no offer is open. */
  private static Step<LegState, LegEffect> offer(Calling s, LegEvent.Offer e) {
    Early early = e.fork() < s.earlies().size() ? s.earlies().get(e.fork()) : null;
    if (early == null || early.theirs() != null || early.ours() != null || s.cancelled()) {
      return Step.to(
          s,
          new LegEffect.Tell(
              new LegNews.OfferAnswered(
                  s.invite().respond(491, "Request Pending", null).done(), false)));
    }
    Dialog dialog = early.dialog().next();
    SipRequest update = LegMessages.changing(s.profile(), dialog, Method.UPDATE, e.content(), null);
    return Step.to(
        heard(s, with(s.earlies(), early.with(dialog).ours(update))), new LegEffect.Send(update));
  }

  private static Step<LegState, LegEffect> ask(Calling s, LegEvent.Ask e) {
    if (s.earlies().isEmpty()) {
      return Step.to(s);
    }
    Early early = s.earlies().getLast();
    Dialog dialog = early.dialog().next();
    return Step.to(
        heard(s, with(s.earlies(), early.with(dialog))),
        new LegEffect.Send(
            e.content().into(LegMessages.request(s.profile(), dialog, e.method())).done()));
  }

  private static @Nullable Early earlyOf(Calling s, @Nullable String tag) {
    for (Early early : s.earlies()) {
      if (early.dialog().remoteTag().equals(tag)) {
        return early;
      }
    }
    return null;
  }

  private static List<Early> with(List<Early> earlies, Early changed) {
    List<Early> copy = new ArrayList<>(earlies);
    copy.set(changed.fork(), changed);
    return copy;
  }
}
