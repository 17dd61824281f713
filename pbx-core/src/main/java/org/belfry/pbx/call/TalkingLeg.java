package org.belfry.pbx.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.call.LegState.Ours;
import org.belfry.pbx.call.LegState.Talking;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** A leg that has been answered (RFC 3261 §14, §15; RFC 3311; RFC 4028). */
final class TalkingLeg {
  private static final Duration REFRESH_AGAIN = Duration.ofSeconds(3);
  private static final Set<Method> ASKS =
      Set.of(Method.INFO, Method.OPTIONS, Method.MESSAGE, Method.REFER, Method.NOTIFY);

  Step<LegState, LegEffect> on(Talking s, LegEvent event) {
    return switch (event) {
      case LegEvent.Received e -> received(s, e.request());
      case LegEvent.Answered e -> answered(s, e.response());
      case LegEvent.Unanswered e -> unanswered(s, e);
      case LegEvent.TimerFired e -> timer(s, e.timer());
      case LegEvent.Acknowledge e -> acknowledge(s, e.content());
      case LegEvent.Offer e -> offer(s, e);
      case LegEvent.Answer e -> answer(s, e);
      case LegEvent.Ask e -> {
        Dialog dialog = s.dialog().next();
        yield Step.to(
            s.with(dialog),
            new LegEffect.Send(
                e.content()
                    .into(
                        LegMessages.request(s.profile(), dialog, e.method())
                            .add(HeaderName.CONTACT, s.profile().contactField()))
                    .done()));
      }
      case LegEvent.Reply e ->
          Step.to(
              s,
              new LegEffect.Respond(
                  e.request(),
                  LegMessages.response(
                      s.profile(), e.request(), e.status(), e.reason(), e.content())));
      case LegEvent.HangUp e -> hangUp(s, e.reason(), null);
      // What was meant for a ringing call comes too late.
      case LegEvent.Progress e -> Step.to(s);
      case LegEvent.Accept e -> Step.to(s);
      case LegEvent.Refuse e -> Step.to(s);
    };
  }

  /** Our 2xx goes out, again and again until its ACK comes (§13.3.1.4). */
  static LegState.Success succeed(
      LegProfile profile, SipRequest invite, SipResponse ok, List<LegEffect> effects) {
    Duration t1 = profile.limits().timers().t1();
    effects.add(new LegEffect.Respond(invite, ok));
    effects.add(new LegEffect.StartTimer(LegTimer.SUCCESS_AGAIN, t1));
    effects.add(new LegEffect.StartTimer(LegTimer.ACK_MISSING, profile.limits().timers().t1x64()));
    return new LegState.Success(invite, ok, t1.plus(t1));
  }

  private Step<LegState, LegEffect> received(Talking s, SipRequest request) {
    Method method = request.method();
    if (method.equals(Method.ACK)) {
      return acknowledged(s, request);
    }
    // §12.2.2: "If the remote sequence number is … lower, … the request is out of order and MUST be
    // rejected with a 500"
    if (request.cseq().number() < s.dialog().remoteSequence()) {
      return Step.to(s, refusal(s, request, 500, "Out of Order", Content.NOTHING));
    }
    Talking heard = s.with(s.dialog().heard(request.cseq().number()));
    return switch (method.name()) {
      case "BYE" -> bye(heard, request);
      case "INVITE", "UPDATE" -> offered(heard, request);
      // One that was under way when we answered.
      case "PRACK" ->
          Step.to(
              heard,
              new LegEffect.Respond(
                  request, LegMessages.response(s.profile(), request, 200, "OK")));
      case "CANCEL" -> cancelled(heard);
      default ->
          ASKS.contains(method)
              ? Step.to(heard, new LegEffect.Tell(new LegNews.Asked(request)))
              : Step.to(
                  heard,
                  refusal(
                      s,
                      request,
                      405,
                      "Method Not Allowed",
                      Content.of(HeaderName.ALLOW, s.profile().allow())));
    };
  }

  private static LegEffect.Respond refusal(
      Talking s, SipRequest request, int status, String reason, Content content) {
    return new LegEffect.Respond(
        request, LegMessages.response(s.profile(), request, status, reason, content));
  }

  private static Step<LegState, LegEffect> acknowledged(Talking s, SipRequest ack) {
    LegState.Success success = s.success();
    if (success == null || success.request().cseq().number() != ack.cseq().number()) {
      return Step.to(s);
    }
    List<LegEffect> effects = new ArrayList<>(3);
    effects.add(new LegEffect.StopTimer(LegTimer.SUCCESS_AGAIN));
    effects.add(new LegEffect.StopTimer(LegTimer.ACK_MISSING));
    effects.add(new LegEffect.Tell(new LegNews.Acknowledged(Content.bodyOf(ack))));
    return Step.to(s.success(null), effects);
  }

  private static Step<LegState, LegEffect> bye(Talking s, SipRequest bye) {
    List<LegEffect> effects = new ArrayList<>();
    effects.add(new LegEffect.Respond(bye, LegMessages.response(s.profile(), bye, 200, "OK")));
    pendingGone(s, effects);
    LegState.Ack ack = acknowledgedAtLast(s, effects);
    effects.add(new LegEffect.Tell(new LegNews.HungUp(bye.header(HeaderName.REASON))));
    return Step.to(
        CallLeg.leave(s.profile(), s.dialog(), s.invite(), null, ack, s.released(), effects),
        effects);
  }

  /** §15.1.2: "any pending requests … SHOULD be responded to with a 487". */
  private static void pendingGone(Talking s, List<LegEffect> effects) {
    SipRequest theirs = s.theirs();
    if (theirs != null) {
      effects.add(
          new LegEffect.Respond(theirs, theirs.respond(487, "Request Terminated", null).done()));
    }
  }

  /** A re-INVITE of theirs is cancelled (§9.2, §14.2). */
  private static Step<LegState, LegEffect> cancelled(Talking s) {
    SipRequest theirs = s.theirs();
    return theirs == null || !theirs.method().equals(Method.INVITE)
        ? Step.to(s)
        : Step.to(
            s.theirs(null),
            new LegEffect.Respond(theirs, theirs.respond(487, "Request Terminated", null).done()));
  }

  private static Step<LegState, LegEffect> offered(Talking s, SipRequest request) {
    if (SessionTimer.tooShort(request, s.profile().limits())) {
      return Step.to(
          s,
          refusal(
              s,
              request,
              422,
              "Session Interval Too Small",
              Content.of(
                  HeaderName.MIN_SE,
                  Long.toString(s.profile().limits().sessionLeast().toSeconds()))));
    }
    boolean update = request.method().equals(Method.UPDATE);
    if (update && request.bodyLength() == 0) {
      return refreshedByThem(s, request); // RFC 4028 §7.4: nothing but the session's life is meant
    }
    LegState.Ack ack = s.ack();
    boolean open = s.ours() != null || (ack != null && ack.sent() == null);
    if (open) {
      return Step.to(s, refusal(s, request, 491, "Request Pending", Content.NOTHING)); // §14.2
    }
    // §14.2, RFC 3311 §5.2: one after the other. Our own 2xx without its ACK is in the way as well
    // (RFC 3261 §14.1).
    if (s.theirs() != null || s.success() != null) {
      return Step.to(
          s,
          refusal(
              s, request, 500, "Server Internal Error", Content.of(HeaderName.RETRY_AFTER, "2")));
    }
    return Step.to(
        s.with(s.dialog().refreshed(request)).theirs(request),
        new LegEffect.Tell(new LegNews.Offered(s.fork(), request)));
  }

  private static Step<LegState, LegEffect> refreshedByThem(Talking s, SipRequest update) {
    var ok = LegMessages.forming(s.profile(), update, 200, "OK", s.dialog().localTag());
    SessionTimer session = SessionTimer.agreeing(update, ok, s.profile().limits());
    List<LegEffect> effects = new ArrayList<>();
    effects.add(new LegEffect.Respond(update, ok.add(HeaderName.CONTENT_LENGTH, "0").done()));
    SessionTimer.restart(session, effects);
    return Step.to(s.with(s.dialog().refreshed(update)).session(session), effects);
  }

  private static Step<LegState, LegEffect> answer(Talking s, LegEvent.Answer e) {
    SipRequest theirs = s.theirs();
    if (theirs == null) {
      return Step.to(s);
    }
    if (e.status() >= 300) {
      return Step.to(s.theirs(null), refusal(s, theirs, e.status(), e.reason(), e.content()));
    }
    var response =
        LegMessages.forming(s.profile(), theirs, e.status(), e.reason(), s.dialog().localTag());
    SessionTimer session = SessionTimer.agreeing(theirs, response, s.profile().limits());
    SipResponse ok = e.content().into(response).done();
    List<LegEffect> effects = new ArrayList<>();
    Talking next = s.theirs(null).session(session).described(e.content());
    if (theirs.method().equals(Method.INVITE)) {
      next = next.success(succeed(s.profile(), theirs, ok, effects));
    } else {
      effects.add(new LegEffect.Respond(theirs, ok));
    }
    SessionTimer.restart(session, effects);
    return Step.to(next, effects);
  }

  private static Step<LegState, LegEffect> offer(Talking s, LegEvent.Offer e) {
    Method method =
        e.method().equals(Method.UPDATE) && (!s.updates() || e.content().isEmpty())
            ? Method.INVITE
            : e.method();
    Dialog dialog = s.dialog().next();
    SipRequest request =
        LegMessages.changing(s.profile(), dialog, method, e.content(), s.session());
    if (busy(s)) {
      return Step.to(
          s,
          new LegEffect.Tell(
              new LegNews.OfferAnswered(
                  request.respond(491, "Request Pending", null).done(), false)));
    }
    return Step.to(
        s.with(dialog).ours(new Ours(request, false, 0)).described(e.content()),
        new LegEffect.Send(request));
  }

  /** §14.1: "a UAC MUST NOT initiate a new INVITE transaction … while another … is in progress". */
  private static boolean busy(Talking s) {
    LegState.Ack ack = s.ack();
    return s.ours() != null
        || s.theirs() != null
        || s.success() != null
        || (ack != null && ack.sent() == null);
  }

  private Step<LegState, LegEffect> answered(Talking s, SipResponse response) {
    Method method = response.method();
    Ours ours = s.ours();
    if (ours != null && response.cseq().equals(ours.request().cseq())) {
      return response.isFinal() ? offerAnswered(s, ours, response) : Step.to(s);
    }
    if (method.equals(Method.INVITE)) {
      return response.success() ? again(s, response) : Step.to(s);
    }
    return response.isFinal() && !method.equals(Method.PRACK) && !method.equals(Method.UPDATE)
        ? Step.to(s, new LegEffect.Tell(new LegNews.Replied(response)))
        : Step.to(s);
  }

  /** A 2xx that is sent again, or of a later callee (§13.2.2.4). */
  private static Step<LegState, LegEffect> again(Talking s, SipResponse response) {
    LegState.Ack ack = s.ack();
    if (s.dialog().remoteTag().equals(response.toTag())) {
      SipRequest sent = ack == null ? null : ack.of(response.cseq().number());
      return sent == null ? Step.to(s) : Step.to(s, new LegEffect.Send(sent));
    }
    List<LegEffect> effects = new ArrayList<>(2);
    Set<String> released =
        CallingLeg.release(s.profile(), s.invite(), response, s.released(), effects);
    return Step.to(s.released(released), effects);
  }

  private Step<LegState, LegEffect> offerAnswered(Talking s, Ours ours, SipResponse response) {
    int status = response.status();
    if (response.success()) {
      return changed(s, ours, response);
    }
    if ((status == 401 || status == 407) && ours.attempts() == 0) {
      Step<LegState, LegEffect> signed = signed(s, ours, response);
      if (signed != null) {
        return signed;
      }
    }
    // §12.2.1.2: "the UAC SHOULD terminate the dialog"
    if (status == 481 || status == 408) {
      return hangUp(s, null, "the far end does not know of the call any more");
    }
    Talking next = s.ours(null);
    if (!ours.refresh()) {
      return Step.to(next, new LegEffect.Tell(new LegNews.OfferAnswered(response, false)));
    }
    SessionTimer session = s.session();
    boolean soon = status == 491 || (status >= 500 && status != 501);
    // Whoever refuses a refresh is there all the same: that was the question (RFC 4028 §10).
    return Step.to(
        next,
        new LegEffect.StartTimer(
            LegTimer.REFRESH,
            soon || session == null ? REFRESH_AGAIN : session.interval().dividedBy(2)));
  }

  private static Step<LegState, LegEffect> changed(Talking s, Ours ours, SipResponse response) {
    List<LegEffect> effects = new ArrayList<>();
    Talking next = s.ours(null).with(s.dialog().refreshed(response));
    boolean invite = ours.request().method().equals(Method.INVITE);
    boolean offered = ours.request().bodyLength() > 0;
    if (invite) {
      SipRequest ack = null;
      long number = ours.request().cseq().number();
      if (offered) {
        ack = LegMessages.ack(s.profile(), next.dialog(), number, Content.NOTHING);
        effects.add(new LegEffect.Send(ack));
      }
      next = next.ack(new LegState.Ack(number, ack, s.ack()));
    }
    SessionTimer session = SessionTimer.agreed(response, s.profile().limits());
    SessionTimer.restart(session, effects);
    if (!ours.refresh()) {
      effects.add(new LegEffect.Tell(new LegNews.OfferAnswered(response, invite && !offered)));
    }
    return Step.to(next.session(session), effects);
  }

  private static @Nullable Step<LegState, LegEffect> signed(
      Talking s, Ours ours, SipResponse challenge) {
    LegProfile.Signer signer = s.profile().signer();
    if (signer == null) {
      return null;
    }
    Dialog dialog = s.dialog().next();
    SipRequest again =
        signer.sign(
            ours.request()
                .edit()
                .set(HeaderName.CSEQ, dialog.localSequence() + " " + ours.request().method())
                .done(),
            challenge);
    return again == null
        ? null
        : Step.to(
            s.with(dialog).ours(new Ours(again, ours.refresh(), 1)), new LegEffect.Send(again));
  }

  private Step<LegState, LegEffect> unanswered(Talking s, LegEvent.Unanswered e) {
    Ours ours = s.ours();
    return ours != null && ours.request().cseq().equals(e.request())
        ? offerAnswered(s, ours, ours.request().respond(408, "Request Timeout", null).done())
        : Step.to(s);
  }

  private static Step<LegState, LegEffect> acknowledge(Talking s, Content content) {
    LegState.Ack ack = s.ack();
    if (ack == null || ack.sent() != null) {
      return Step.to(s);
    }
    SipRequest sent = LegMessages.ack(s.profile(), s.dialog(), ack.number(), content);
    return Step.to(
        s.ack(new LegState.Ack(ack.number(), sent, ack.before())).described(content),
        new LegEffect.Send(sent));
  }

  private Step<LegState, LegEffect> timer(Talking s, LegTimer timer) {
    return switch (timer) {
      case SUCCESS_AGAIN -> successAgain(s);
      // §13.3.1.4: "the dialog is confirmed, but the session SHOULD be terminated … with a BYE"
      case ACK_MISSING ->
          s.success() == null
              ? Step.to(s)
              : hangUp(s, null, "the far end did not acknowledge our answer");
      case REFRESH -> refresh(s);
      // RFC 4028 §10
      case SESSION_EXPIRED ->
          hangUp(
              s,
              "SIP;cause=408;text=\"Session expired\"",
              "the far end did not refresh the session");
      default -> Step.to(s);
    };
  }

  private static Step<LegState, LegEffect> successAgain(Talking s) {
    LegState.Success success = s.success();
    if (success == null) {
      return Step.to(s);
    }
    Duration t2 = s.profile().limits().timers().t2();
    Duration twice = success.next().plus(success.next());
    return Step.to(
        s.success(
            new LegState.Success(
                success.request(), success.response(), twice.compareTo(t2) > 0 ? t2 : twice)),
        new LegEffect.Respond(success.request(), success.response()),
        new LegEffect.StartTimer(LegTimer.SUCCESS_AGAIN, success.next()));
  }

  /** RFC 4028 §7.4: by UPDATE, or by saying the same again in a re-INVITE. */
  private static Step<LegState, LegEffect> refresh(Talking s) {
    boolean unspoken = !s.updates() && s.described().isEmpty();
    if (busy(s) || unspoken) {
      return Step.to(s, new LegEffect.StartTimer(LegTimer.REFRESH, REFRESH_AGAIN));
    }
    Dialog dialog = s.dialog().next();
    SipRequest request =
        s.updates()
            ? LegMessages.changing(s.profile(), dialog, Method.UPDATE, Content.NOTHING, s.session())
            : LegMessages.changing(s.profile(), dialog, Method.INVITE, s.described(), s.session());
    return Step.to(s.with(dialog).ours(new Ours(request, true, 0)), new LegEffect.Send(request));
  }

  /** A 2xx that nobody acknowledged would come for half a minute (RFC 3261 §13.2.2.4). */
  private static LegState.@Nullable Ack acknowledgedAtLast(Talking s, List<LegEffect> effects) {
    LegState.Ack ack = s.ack();
    if (ack == null || ack.sent() != null) {
      return ack;
    }
    SipRequest empty = LegMessages.ack(s.profile(), s.dialog(), ack.number(), Content.NOTHING);
    effects.add(new LegEffect.Send(empty));
    return new LegState.Ack(ack.number(), empty, ack.before());
  }

  /**
   * @param lost what the owner is told, or null when the end was its own wish
   */
  private static Step<LegState, LegEffect> hangUp(
      Talking s, @Nullable String reason, @Nullable String lost) {
    List<LegEffect> effects = new ArrayList<>();
    pendingGone(s, effects);
    LegState.Ack ack = acknowledgedAtLast(s, effects);
    Dialog dialog = s.dialog().next();
    SipRequest bye = LegMessages.bye(s.profile(), dialog, reason);
    effects.add(new LegEffect.Send(bye));
    if (lost != null) {
      effects.add(new LegEffect.Tell(new LegNews.Lost(lost)));
    }
    return Step.to(
        CallLeg.leave(s.profile(), dialog, s.invite(), bye, ack, s.released(), effects), effects);
  }
}
