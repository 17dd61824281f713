package org.belfry.pbx.app.park;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * One call in its slot. Who fetches it, and who is rung when nobody does, is joined with it as in a
 * transfer.
 *
 * @param offer of who waits
 * @param accepted whether it hears the music
 * @param returning the leg that calls who parked it, or 0 for none
 * @param next the number of the next leg
 */
record Parked(Setup setup, Content offer, boolean accepted, int returning, int next)
    implements CallProgram {
  private static final int WAITS = 0;
  private static final String RETURN = "return";
  private static final String LONGEST = "longest";

  /**
   * What stays the same.
   *
   * @param known whether we vouch for who it says to be
   * @param fetched told when somebody has come for it
   */
  record Setup(
      LegProfile profile,
      ParkedCall call,
      boolean known,
      String domain,
      ParkLimits limits,
      CallEffect.Listener<ParkedCall> fetched) {}

  static Parked of(
      LegProfile profile,
      SipRequest invite,
      ParkedCall call,
      boolean known,
      String domain,
      ParkLimits limits,
      CallEffect.Listener<ParkedCall> fetched) {
    Setup setup = new Setup(profile, call, known, domain, limits, fetched);
    return new Parked(setup, Content.bodyOf(invite), false, 0, 1);
  }

  @Override
  public String shown() {
    return "parked in slot " + setup.call().slot();
  }

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return switch (event) {
      case CallEvent.Began e when offer.isEmpty() -> refuse("An Offer Is Needed");
      case CallEvent.Began e ->
          Step.to(
              this,
              new CallEffect.Sound(WAITS, offer),
              new CallEffect.StartTimer(RETURN, setup.limits().returnAfter()),
              new CallEffect.StartTimer(LONGEST, setup.limits().longest()));
      case CallEvent.Sounded e -> sounded(e.answer());
      case CallEvent.Heard e when e.leg() == WAITS -> waiting(e.news());
      case CallEvent.Heard e when e.leg() == returning -> returned(e.news());
      case CallEvent.Heard e -> Step.to(this);
      case CallEvent.Replaced e when accepted ->
          joined(
              e.newcomer(),
              Parties.of(e.invite().mandatory(HeaderName.FROM)),
              false,
              Content.bodyOf(e.invite()));
      case CallEvent.Replaced e ->
          Step.to(
              this,
              new CallEffect.Command(
                  e.newcomer(), new LegEvent.Refuse(480, "Not Yet", Content.NOTHING)));
      case CallEvent.TimerFired e when e.timer().equals(RETURN) -> comesBack();
      case CallEvent.TimerFired e -> Step.to(this, new CallEffect.Over());
      case CallEvent.HangUp e -> Step.to(this, new CallEffect.Over());
      // It waits already, and leads nowhere but to who fetches it.
      case CallEvent.Hold e -> Step.to(this);
      case CallEvent.Transfer e -> Step.to(this);
      case CallEvent.ProgramCommand e -> Step.to(this);
      case CallEvent.Described e -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> sounded(Content answer) {
    if (accepted) {
      return Step.to(
          this,
          new CallEffect.Command(
              WAITS,
              answer.isEmpty()
                  ? new LegEvent.Answer(488, "Not Acceptable Here", Content.NOTHING)
                  : new LegEvent.Answer(200, "OK", answer)));
    }
    return answer.isEmpty()
        ? refuse("No Sound For Those Who Wait")
        : Step.to(
            new Parked(setup, offer, true, returning, next),
            new CallEffect.Command(WAITS, new LegEvent.Accept(0, answer)));
  }

  private Step<CallProgram, CallEffect> waiting(LegNews news) {
    return switch (news) {
      case LegNews.HungUp n -> Step.to(this, new CallEffect.Over());
      case LegNews.Lost n -> Step.to(this, new CallEffect.Over());
      case LegNews.Offered n when n.request().bodyLength() > 0 ->
          Step.to(this, new CallEffect.Sound(WAITS, Content.bodyOf(n.request())));
      case LegNews.Offered n ->
          Step.to(
              this,
              new CallEffect.Command(
                  WAITS, new LegEvent.Answer(488, "An Offer Is Needed", Content.NOTHING)));
      case LegNews.Asked n -> {
        boolean refer = n.request().method().equals(Method.REFER);
        yield Step.to(
            this,
            new CallEffect.Command(
                WAITS,
                new LegEvent.Reply(
                    n.request(), refer ? 603 : 200, refer ? "Decline" : "OK", Content.NOTHING)));
      }
      default -> Step.to(this);
    };
  }

  /** Nobody has fetched it: who parked it is rung. */
  private Step<CallProgram, CallEffect> comesBack() {
    String parker = setup.call().parkedBy();
    if (parker == null || returning != 0) {
      return Step.to(this, new CallEffect.StartTimer(RETURN, setup.limits().again()));
    }
    String uri = "sip:" + parker + "@" + setup.domain();
    String who = setup.call().who();
    Content content = Content.of(HeaderName.SUBJECT, "Comes back from slot " + setup.call().slot());
    return Step.to(
        new Parked(setup, offer, accepted, next, next + 1),
        new CallEffect.Call(
            next,
            new CallEffect.Way.Inside(ParkCalls.NAME, new Payer.Site("parked call comes back")),
            setup.profile(),
            uri,
            who,
            "<" + uri + ">",
            List.of(),
            70,
            setup.known() ? content.with(HeaderName.P_ASSERTED_IDENTITY, who) : content));
  }

  private Step<CallProgram, CallEffect> returned(LegNews news) {
    return switch (news) {
      case LegNews.Accepted n ->
          joined(
              returning,
              "<sip:" + setup.call().parkedBy() + "@" + setup.domain() + ">",
              true,
              Content.bodyOf(n.response()));
      case LegNews.Refused n -> waitsOn();
      case LegNews.HungUp n -> waitsOn();
      case LegNews.Lost n -> waitsOn();
      default -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> waitsOn() {
    return Step.to(
        new Parked(setup, offer, accepted, 0, next),
        new CallEffect.StartTimer(RETURN, setup.limits().again()));
  }

  private Step<CallProgram, CallEffect> joined(
      int with, String whom, boolean called, Content theirs) {
    List<CallEffect> effects = new ArrayList<>();
    effects.add(new CallEffect.Tell<>(setup.fetched(), setup.call()));
    effects.add(new CallEffect.StopTimer(RETURN));
    effects.add(new CallEffect.StopTimer(LONGEST));
    if (returning != 0 && returning != with) {
      effects.add(new CallEffect.Command(returning, new LegEvent.HangUp(null)));
    }
    Step<CallProgram, CallEffect> joining =
        BackToBack.joining(
            ParkCalls.NAME,
            setup.profile(),
            WAITS,
            with,
            called,
            Map.of(WAITS, setup.call().who(), with, whom),
            theirs.with(HeaderName.P_ASSERTED_IDENTITY, whom));
    effects.addAll(joining.effects());
    return Step.to(joining.state(), effects);
  }

  private Step<CallProgram, CallEffect> refuse(String reason) {
    return Step.to(
        this,
        new CallEffect.Command(WAITS, new LegEvent.Refuse(488, reason, Content.NOTHING)),
        new CallEffect.Over());
  }
}
