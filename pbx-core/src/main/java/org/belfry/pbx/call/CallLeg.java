package org.belfry.pbx.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.engine.Machine;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a call as a machine: the invite usage of a dialog seen from us, as the one who calls
 * or who is called (RFC 3261 §12 to §15). It takes what comes from the network and what its owner
 * commands, and gives what is to be sent and what the owner is to hear. It repeats, acknowledges,
 * refreshes and releases on its own; the owner sees offers, answers, and the end.
 *
 * <p>Requests it gives have no Via: whoever sends them knows the way.
 */
public final class CallLeg implements Machine<LegState, LegEvent, LegEffect> {
  private final CalledLeg called = new CalledLeg();
  private final CallingLeg calling = new CallingLeg();
  private final TalkingLeg talking = new TalkingLeg();

  /** Calls somebody. */
  public Step<LegState, LegEffect> call(LegProfile profile, Invitation invitation) {
    SipRequest invite = invitation.invite(profile);
    return Step.to(
        new LegState.Calling(profile, invite, 0, false, false, List.of()),
        CallingLeg.inviting(profile, invite));
  }

  /**
   * Reads what a leg that is called needs to know of an INVITE (RFC 3261 §12.1.1).
   *
   * @throws MalformedHeader when its From, To, Contact or CSeq cannot be read
   */
  public static void read(SipRequest invite) {
    Dialog.called(invite, "");
  }

  /**
   * Is called. The state is {@link LegState.Gone} when the INVITE was refused at once: it wants an
   * extension we do not know, or its session refreshed too often.
   *
   * @param tag a new one, ours
   */
  public Step<LegState, LegEffect> called(LegProfile profile, SipRequest invite, String tag) {
    List<String> unknown = new ArrayList<>(invite.values(HeaderName.REQUIRE));
    unknown.removeAll(List.of(LegMessages.RELIABLE, "timer", "replaces"));
    if (!unknown.isEmpty()) {
      // RFC 3261 §8.2.2.3
      return refused(
          invite,
          invite
              .respond(420, "Bad Extension", tag)
              .add(HeaderName.UNSUPPORTED, String.join(", ", unknown))
              .done());
    }
    if (SessionTimer.tooShort(invite, profile.limits())) {
      // RFC 4028 §9
      return refused(
          invite,
          invite
              .respond(422, "Session Interval Too Small", tag)
              .add(HeaderName.MIN_SE, Long.toString(profile.limits().sessionLeast().toSeconds()))
              .done());
    }
    return Step.to(
        new LegState.Invited(
            profile, invite, Dialog.called(invite, tag), 0, null, List.of(), null, null));
  }

  private static Step<LegState, LegEffect> refused(
      SipRequest invite, org.belfry.pbx.sip.message.SipResponse response) {
    return Step.to(
        LegState.Gone.GONE, new LegEffect.Respond(invite, response), new LegEffect.Forget());
  }

  /** Goes on. A command that comes too late, because the leg is over, is nothing. */
  @Override
  public Step<LegState, LegEffect> on(LegState state, LegEvent event, Instant now) {
    return switch (state) {
      case LegState.Invited s -> called.on(s, event);
      case LegState.Calling s -> calling.on(s, event);
      case LegState.Talking s -> talking.on(s, event);
      case LegState.Leaving s -> leaving(s, event);
      case LegState.Gone s -> gone(s, event);
    };
  }

  private static Step<LegState, LegEffect> leaving(LegState.Leaving s, LegEvent event) {
    return switch (event) {
      case LegEvent.Received e when e.request().method().equals(Method.ACK) -> Step.to(s);
      // §15.1.2: both hung up at once.
      case LegEvent.Received e when e.request().method().equals(Method.BYE) ->
          Step.to(
              s,
              new LegEffect.Respond(
                  e.request(), LegMessages.response(s.profile(), e.request(), 200, "OK")));
      case LegEvent.Received e -> Step.to(s, gone(e.request()));
      case LegEvent.Answered e when e.response().method().equals(Method.INVITE) -> late(s, e);
      case LegEvent.Answered e when e.response().method().equals(Method.BYE) -> byeAnswered(s, e);
      case LegEvent.TimerFired e when e.timer() == LegTimer.LINGER ->
          Step.to(LegState.Gone.GONE, new LegEffect.Forget());
      default -> Step.to(s);
    };
  }

  /** A challenged BYE is sent again with credentials (§22.3), once. */
  private static Step<LegState, LegEffect> byeAnswered(LegState.Leaving s, LegEvent.Answered e) {
    int status = e.response().status();
    LegProfile.Signer signer = s.profile().signer();
    SipRequest bye = s.bye();
    if ((status != 401 && status != 407) || signer == null || bye == null || s.attempts() > 0) {
      return Step.to(s);
    }
    Dialog dialog = s.dialog().next();
    SipRequest again =
        signer.sign(
            bye.edit().set(HeaderName.CSEQ, dialog.localSequence() + " BYE").done(), e.response());
    return again == null
        ? Step.to(s)
        : Step.to(
            new LegState.Leaving(s.profile(), dialog, s.invite(), again, 1, s.ack(), s.released()),
            new LegEffect.Send(again));
  }

  /** A 2xx that crossed our CANCEL, or is sent again (§9.1, §13.2.2.4). */
  private static Step<LegState, LegEffect> late(LegState.Leaving s, LegEvent.Answered e) {
    List<LegEffect> effects = new ArrayList<>(2);
    LegState.Ack ack = s.ack();
    if (ack != null && s.dialog().remoteTag().equals(e.response().toTag())) {
      SipRequest sent = ack.of(e.response().cseq().number());
      if (sent != null && e.response().success()) {
        effects.add(new LegEffect.Send(sent));
      }
      return Step.to(s, effects);
    }
    Set<String> released =
        CallingLeg.release(s.profile(), s.invite(), e.response(), s.released(), effects);
    return Step.to(
        new LegState.Leaving(
            s.profile(), s.dialog(), s.invite(), s.bye(), s.attempts(), s.ack(), released),
        effects);
  }

  private static Step<LegState, LegEffect> gone(LegState.Gone s, LegEvent event) {
    return event instanceof LegEvent.Received e && !e.request().method().equals(Method.ACK)
        ? Step.to(s, gone(e.request()))
        : Step.to(s);
  }

  static LegEffect.Respond gone(SipRequest request) {
    return new LegEffect.Respond(
        request, request.respond(481, "Call/Transaction Does Not Exist", null).done());
  }

  /** Leaves a dialog with a BYE of ours, or because theirs came. */
  static LegState leave(
      LegProfile profile,
      Dialog dialog,
      @Nullable SipRequest invite,
      @Nullable SipRequest bye,
      LegState.@Nullable Ack ack,
      Set<String> released,
      List<LegEffect> effects) {
    for (LegTimer timer : LegTimer.values()) {
      effects.add(new LegEffect.StopTimer(timer));
    }
    effects.add(new LegEffect.StartTimer(LegTimer.LINGER, profile.limits().timers().t1x64()));
    return new LegState.Leaving(profile, dialog, invite, bye, 0, ack, released);
  }
}
