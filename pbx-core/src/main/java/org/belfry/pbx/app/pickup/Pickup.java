package org.belfry.pbx.app.pickup;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.belfry.pbx.call.BackToBack;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.Content;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.Parties;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * One picking up. Both who pick up and the caller have offered a session, so the picker is answered
 * with the sound for waiting callers, and asked again with the caller's offer: from there on it is
 * a transfer.
 *
 * @param ringing the Call-ID of what is picked up
 * @param here by which URI its caller comes here
 * @param offer the picker's
 * @param extension who picks up
 * @param picker the picker's address
 * @param stage how far it is
 */
record Pickup(
    LegProfile profile,
    String ringing,
    String here,
    Content offer,
    String extension,
    String picker,
    Stage stage)
    implements CallProgram {
  private static final int PICKER = 0;
  private static final String MISSED = "missed";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private sealed interface Stage {
    /** The caller has been asked to come. */
    record Fetching() implements Stage {}

    /**
     * It has come.
     *
     * @param offer its own
     */
    record Meeting(int caller, String who, Content offer) implements Stage {}
  }

  static Pickup of(
      LegProfile profile, SipRequest invite, String ringing, String here, String extension) {
    return new Pickup(
        profile,
        ringing,
        here,
        Content.bodyOf(invite),
        extension,
        Parties.of(invite.mandatory(HeaderName.FROM)),
        new Stage.Fetching());
  }

  @Override
  public String shown() {
    return "picks up";
  }

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return switch (event) {
      case CallEvent.Began e when offer.isEmpty() -> refuse(488, "An Offer Is Needed");
      case CallEvent.Began e ->
          Step.to(
              this,
              new CallEffect.Fetch(ringing, here, extension),
              new CallEffect.StartTimer(MISSED, PATIENCE));
      case CallEvent.Replaced e when stage instanceof Stage.Fetching -> meets(e);
      case CallEvent.Replaced e ->
          Step.to(
              this,
              new CallEffect.Command(
                  e.newcomer(),
                  new LegEvent.Refuse(481, "Call/Transaction Does Not Exist", Content.NOTHING)));
      case CallEvent.Sounded e ->
          e.answer().isEmpty()
              ? refuse(480, "No Sound For Those Who Wait")
              : Step.to(this, new CallEffect.Command(PICKER, new LegEvent.Accept(0, e.answer())));
      case CallEvent.Heard e -> heard(e.leg(), e.news());
      case CallEvent.TimerFired e -> refuse(480, "Nothing Rings Any More");
      case CallEvent.HangUp e -> Step.to(this, new CallEffect.Over());
      // It lasts a moment only.
      case CallEvent.Hold e -> Step.to(this);
      case CallEvent.Transfer e -> Step.to(this);
      case CallEvent.ProgramCommand e -> Step.to(this);
      case CallEvent.Described e -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> meets(CallEvent.Replaced e) {
    Stage met =
        new Stage.Meeting(
            e.newcomer(),
            Parties.of(e.invite().mandatory(HeaderName.FROM)),
            Content.bodyOf(e.invite()));
    return Step.to(
        new Pickup(profile, ringing, here, offer, extension, picker, met),
        new CallEffect.StopTimer(MISSED),
        // Once it has said something it can be cancelled (RFC 3261 §9.1).
        new CallEffect.Command(
            e.newcomer(), new LegEvent.Progress(0, 180, "Ringing", Content.NOTHING, false)),
        new CallEffect.Sound(PICKER, offer));
  }

  private Step<CallProgram, CallEffect> heard(int leg, LegNews news) {
    return switch (news) {
      case LegNews.HungUp n -> Step.to(this, new CallEffect.Over());
      case LegNews.Lost n -> Step.to(this, new CallEffect.Over());
      case LegNews.Acknowledged n when leg == PICKER && stage instanceof Stage.Meeting m ->
          BackToBack.joining(
              PickupCalls.NAME,
              profile,
              PICKER,
              m.caller(),
              false,
              Map.of(PICKER, picker, m.caller(), m.who()),
              // RFC 4916 in spirit: the picker's phone shows who is there.
              m.offer().with(HeaderName.P_ASSERTED_IDENTITY, m.who()));
      case LegNews.Offered n ->
          Step.to(
              this,
              new CallEffect.Command(
                  leg, new LegEvent.Answer(491, "Request Pending", Content.NOTHING)));
      case LegNews.Asked n ->
          Step.to(
              this,
              new CallEffect.Command(
                  leg, new LegEvent.Reply(n.request(), 200, "OK", Content.NOTHING)));
      default -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> refuse(int status, String reason) {
    return Step.to(
        this,
        new CallEffect.Command(PICKER, new LegEvent.Refuse(status, reason, Content.NOTHING)),
        new CallEffect.Over());
  }
}
