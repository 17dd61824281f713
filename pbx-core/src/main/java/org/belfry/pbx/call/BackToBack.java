package org.belfry.pbx.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Two legs joined to one call, and what becomes of it: a B2BUA (RFC 7092). Descriptions pass
 * untouched from leg to leg; nothing else of one side's messages does unless it is named in {@link
 * CalledParty#passing}. Transfers are done here (RFC 3515, 3891, 5589): the other side sees a
 * re-INVITE at most.
 *
 * @param setup what stays the same
 * @param left one of those who talk; the caller at first
 * @param right the other
 * @param who the address of each leg's party, as a From value without a tag
 * @param stage how far it is
 * @param next the number of the next leg
 */
public record BackToBack(
    Setup setup, int left, int right, Map<Integer, String> who, Stage stage, int next)
    implements CallProgram {
  private static final String JOIN_AGAIN = "join-again";
  private static final Duration GLARE = Duration.ofMillis(2100); // RFC 3261 §14.1
  private static final int JOINS_MAX = 5;
  private static final int CALLER = 0;

  /** The leg that is called. */
  public static final int CALLEE = 1;

  /**
   * @param application our name
   * @param far whom we call
   * @param inside how we present ourselves to those we call in a transfer
   * @param transferor the leg whose REFER is obeyed, or -1
   */
  public record Setup(String application, CalledParty far, LegProfile inside, int transferor) {}

  /** How far the call is. */
  public sealed interface Stage {
    /** The callee has not answered. */
    record Ringing() implements Stage {}

    /**
     * They talk.
     *
     * @param asker who has offered and waits for the answer, or -1
     */
    record Talking(int asker) implements Stage {}

    /** The one on the right waits; {@code ready} once it hears so. */
    record Held(boolean ready) implements Stage {}

    /** One of them goes, another comes. */
    record Moving(Move move) implements Stage {}
  }

  /**
   * Somebody takes another's place.
   *
   * @param going who goes; -1 once gone
   * @param staying who stays
   * @param coming who comes
   * @param told true when {@code going} is told how it goes (RFC 3515 §2.4.4)
   * @param called true when {@code coming} was called by us, false when it called us
   * @param offer what the one who comes has offered, once it has
   * @param joins how often we tried to join them
   */
  public record Move(
      int going,
      int staying,
      int coming,
      boolean told,
      boolean called,
      @Nullable Content offer,
      int joins) {
    Move gone() {
      return new Move(-1, staying, coming, false, called, offer, joins);
    }

    Move offered(Content description) {
      return new Move(going, staying, coming, told, called, description, joins + 1);
    }
  }

  public BackToBack {
    who = Map.copyOf(who);
  }

  /** A call that begins with its caller's INVITE. */
  public static BackToBack calling(Setup setup) {
    return new BackToBack(setup, CALLER, CALLEE, Map.of(), new Stage.Ringing(), 2);
  }

  @Override
  public String shown() {
    return switch (stage) {
      case Stage.Ringing s -> "ringing";
      case Stage.Talking s -> "talking";
      case Stage.Held s -> "on hold";
      case Stage.Moving s -> "being transferred";
    };
  }

  /**
   * Somebody talks to us, and somebody else calls to talk to them: joined as after a transfer.
   *
   * @param staying the leg that has been answered
   * @param coming the one that has called and not been answered
   * @param called whether {@code coming} was called by us, and has answered our INVITE without an
   *     offer
   * @param offer of the one who comes; empty when it has none (RFC 3261 §13.2.1)
   */
  public static Step<CallProgram, CallEffect> joining(
      String application,
      LegProfile profile,
      int staying,
      int coming,
      boolean called,
      Map<Integer, String> who,
      Content offer) {
    String there = who.getOrDefault(coming, "");
    CalledParty nobody =
        new CalledParty(
            new CallEffect.Way.Inside(application, Payer.NOBODY),
            profile,
            "",
            there,
            there,
            List.of(),
            Content.NOTHING,
            List.of());
    Move move = new Move(-1, staying, coming, false, called, null, 0).offered(offer);
    return new BackToBack(
            new Setup(application, nobody, profile, staying),
            staying,
            coming,
            who,
            new Stage.Moving(move),
            Math.max(staying, coming) + 1)
        .join(move);
  }

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return switch (event) {
      case CallEvent.Began e -> e.invite() == null ? Step.to(this) : began(e.invite());
      case CallEvent.Heard e -> heard(e.leg(), e.news());
      case CallEvent.TimerFired e -> joinAgain();
      case CallEvent.Replaced e -> replaced(e);
      case CallEvent.HangUp e ->
          over(
              new CallEffect.Command(left, new LegEvent.HangUp(Reasons.preemption(e.why()))),
              new CallEffect.Command(right, new LegEvent.HangUp(Reasons.preemption(e.why()))));
      case CallEvent.Transfer e ->
          stage instanceof Stage.Talking && (e.leg() == left || e.leg() == right)
              ? move(
                  e.leg(),
                  new Payer.Leg(e.leg(), other(e.leg())),
                  e.uri(),
                  Content.NOTHING,
                  false,
                  List.of())
              : Step.to(this);
      case CallEvent.Hold e -> e.held() ? hold() : resume();
      case CallEvent.ProgramCommand e -> Step.to(this);
      case CallEvent.Described e -> Step.to(this);
      case CallEvent.Sounded e ->
          Step.to(
              stage instanceof Stage.Held ? at(new Stage.Held(true)) : this,
              new CallEffect.Command(e.leg(), new LegEvent.Acknowledge(e.answer())));
    };
  }

  private Step<CallProgram, CallEffect> began(SipRequest invite) {
    Map<Integer, String> parties = new HashMap<>();
    // Whoever is called inside sees who calls as we write it, also after a transfer.
    boolean inwards = setup.far().way() instanceof CallEffect.Way.Inside;
    parties.put(
        CALLER, inwards ? setup.far().from() : Parties.of(invite.mandatory(HeaderName.FROM)));
    parties.put(CALLEE, setup.far().to());
    Content offer = Content.bodyOf(invite).passing(invite, setup.far().passing());
    return Step.to(
        with(parties),
        setup.far().call(CALLEE, offer, invite.number(HeaderName.MAX_FORWARDS, 70) - 1));
  }

  private Step<CallProgram, CallEffect> heard(int leg, LegNews news) {
    return switch (stage) {
      case Stage.Ringing s -> ringing(leg, news);
      case Stage.Talking s -> leg == left || leg == right ? talking(s, leg, news) : stranger(leg);
      case Stage.Held s -> held(leg, news);
      case Stage.Moving s -> moving(s.move(), leg, news);
    };
  }

  /** A leg that has no part in the call (any more) says something: it is let go. */
  private Step<CallProgram, CallEffect> stranger(int leg) {
    return Step.to(this, new CallEffect.Command(leg, new LegEvent.HangUp(null)));
  }

  // ---- before the answer

  private Step<CallProgram, CallEffect> ringing(int leg, LegNews news) {
    return switch (news) {
      case LegNews.Progressed n ->
          does(
              left,
              new LegEvent.Progress(
                  n.fork(),
                  n.response().status(),
                  n.response().reason(),
                  Content.bodyOf(n.response()),
                  LegMessages.reliable(n.response())));
      case LegNews.Accepted n ->
          Step.to(
              at(new Stage.Talking(-1)),
              new CallEffect.Command(
                  left, new LegEvent.Accept(n.fork(), Content.bodyOf(n.response()))));
      case LegNews.Refused n -> {
        Outcome outcome = Outcome.of(n.response(), setup.far().way());
        yield over(
            new CallEffect.Command(
                left, new LegEvent.Refuse(outcome.status(), outcome.reason(), outcome.content())));
      }
      case LegNews.HungUp n ->
          over(new CallEffect.Command(other(leg), new LegEvent.HangUp(n.reason())));
      case LegNews.Lost n -> lost(leg, n);
      // RFC 3311: early changes go from side to side like later ones.
      case LegNews.Offered n ->
          does(other(leg), new LegEvent.Offer(n.fork(), Method.UPDATE, body(n.request())));
      case LegNews.OfferAnswered n -> does(other(leg), answer(n.response()));
      case LegNews.Asked n -> asked(leg, n.request());
      case LegNews.Acknowledged n -> Step.to(this);
      case LegNews.Replied n -> Step.to(this);
    };
  }

  // ---- after it

  private Step<CallProgram, CallEffect> talking(Stage.Talking s, int leg, LegNews news) {
    return switch (news) {
      case LegNews.HungUp n ->
          over(new CallEffect.Command(other(leg), new LegEvent.HangUp(n.reason())));
      case LegNews.Lost n -> lost(leg, n);
      case LegNews.Refused n -> over();
      case LegNews.Acknowledged n -> does(other(leg), new LegEvent.Acknowledge(n.content()));
      case LegNews.Offered n ->
          Step.to(
              at(new Stage.Talking(leg)),
              new CallEffect.Command(
                  other(leg), new LegEvent.Offer(0, n.request().method(), body(n.request()))));
      case LegNews.OfferAnswered n ->
          s.asker() < 0
              ? Step.to(this)
              : Step.to(
                  at(new Stage.Talking(-1)),
                  new CallEffect.Command(s.asker(), answer(n.response())));
      case LegNews.Asked n -> asked(leg, n.request());
      case LegNews.Replied n -> Step.to(this);
      case LegNews.Progressed n -> Step.to(this);
      case LegNews.Accepted n -> Step.to(this);
    };
  }

  private static LegEvent.Answer answer(SipResponse response) {
    return new LegEvent.Answer(
        response.status() < 300 ? 200 : response.status(),
        response.reason(),
        Content.bodyOf(response));
  }

  private Step<CallProgram, CallEffect> lost(int leg, LegNews.Lost n) {
    return over(
        new CallEffect.Note(leg, n.why()),
        new CallEffect.Command(other(leg), new LegEvent.HangUp(Reasons.lost(n.why()))));
  }

  /** INFO and MESSAGE go to the other side; they are answered here, so that neither waits. */
  private Step<CallProgram, CallEffect> asked(int leg, SipRequest request) {
    return switch (request.method().name()) {
      case "INFO", "MESSAGE" ->
          Step.to(
              this,
              reply(leg, request, 200, "OK"),
              new CallEffect.Command(
                  other(leg),
                  new LegEvent.Ask(
                      request.method(),
                      body(request).passing(request, List.of(HeaderName.of("Info-Package"))))));
      case "OPTIONS" ->
          Step.to(
              this,
              new CallEffect.Command(
                  leg,
                  new LegEvent.Reply(
                      request, 200, "OK", Content.of(HeaderName.ALLOW, setup.inside().allow()))));
      case "REFER" -> referred(leg, request);
      default -> Step.to(this, reply(leg, request, 481, "Subscription Does Not Exist"));
    };
  }

  // ---- hold (RFC 3725 §9.1)

  private Step<CallProgram, CallEffect> hold() {
    return stage instanceof Stage.Talking s && s.asker() < 0
        ? Step.to(
            at(new Stage.Held(false)),
            new CallEffect.Command(right, new LegEvent.Offer(0, Method.INVITE, Content.NOTHING)))
        : Step.to(this);
  }

  private Step<CallProgram, CallEffect> held(int leg, LegNews news) {
    return switch (news) {
      case LegNews.HungUp n ->
          over(new CallEffect.Command(other(leg), new LegEvent.HangUp(n.reason())));
      case LegNews.Lost n -> lost(leg, n);
      case LegNews.OfferAnswered n when n.wantsAnswer() ->
          Step.to(this, new CallEffect.Sound(leg, Content.bodyOf(n.response())));
      case LegNews.OfferAnswered n -> Step.to(at(new Stage.Talking(-1))); // it could not be
      case LegNews.Offered n ->
          does(leg, new LegEvent.Answer(491, "Request Pending", Content.NOTHING));
      case LegNews.Asked n -> asked(leg, n.request());
      default -> Step.to(this);
    };
  }

  /** Both are asked anew: the one on the left offers, the one on the right answers. */
  private Step<CallProgram, CallEffect> resume() {
    if (!(stage instanceof Stage.Held s) || !s.ready()) {
      return Step.to(this);
    }
    return Step.to(
        at(new Stage.Moving(new Move(-1, right, left, false, true, null, 0))),
        new CallEffect.Silence(right),
        new CallEffect.Command(left, new LegEvent.Offer(0, Method.INVITE, Content.NOTHING)));
  }

  // ---- transfer

  private Step<CallProgram, CallEffect> referred(int leg, SipRequest refer) {
    if ((leg != setup.transferor() && leg < 2) || !(stage instanceof Stage.Talking)) {
      return Step.to(this, reply(leg, refer, 603, "Declined"));
    }
    ReferTo to = ReferTo.of(refer);
    if (to == null) {
      return Step.to(this, reply(leg, refer, 400, "Refer-To cannot be read"));
    }
    // RFC 4488 §4: nobody is told who does not want to be.
    boolean told = !"false".equalsIgnoreCase(refer.header(HeaderName.REFER_SUB));
    Content content = Content.NOTHING;
    String by = refer.header(HeaderName.REFERRED_BY);
    content = content.with(HeaderName.REFERRED_BY, by == null ? who.getOrDefault(leg, "") : by);
    if (to.replaces() != null) {
      content = content.with(HeaderName.REPLACES, to.replaces());
    }
    LegEvent.Reply accepted =
        new LegEvent.Reply(
            refer,
            202,
            "Accepted",
            Content.of(HeaderName.CONTACT, setup.inside().contactField())
                .with(HeaderName.REFER_SUB, Boolean.toString(told)));
    // Who sends the call on pays for where it goes.
    return move(
        leg,
        new Payer.Leg(leg),
        to.uri(),
        content,
        told,
        List.of(new CallEffect.Command(leg, accepted)));
  }

  private Step<CallProgram, CallEffect> move(
      int going, Payer payer, String uri, Content content, boolean told, List<CallEffect> first) {
    int staying = other(going);
    List<CallEffect> effects = new ArrayList<>(first);
    if (told) {
      effects.add(notify(going, "100 Trying", true));
    }
    String party = who.getOrDefault(staying, "<sip:anonymous@anonymous.invalid>");
    effects.add(
        new CallEffect.Call(
            next,
            new CallEffect.Way.Inside(setup.application(), payer),
            setup.inside(),
            uri,
            party,
            "<" + uri + ">",
            List.of(),
            70,
            content));
    Map<Integer, String> parties = new HashMap<>(who);
    parties.put(next, "<" + uri + ">");
    return Step.to(
        new BackToBack(
            setup,
            left,
            right,
            parties,
            new Stage.Moving(new Move(going, staying, next, told, true, null, 0)),
            next + 1),
        effects);
  }

  private Step<CallProgram, CallEffect> moving(Move move, int leg, LegNews news) {
    if (leg == move.going()) {
      return going(move, leg, news);
    }
    if (leg == move.staying()) {
      return staying(move, leg, news);
    }
    return leg == move.coming() ? coming(move, leg, news) : stranger(leg);
  }

  private Step<CallProgram, CallEffect> going(Move move, int leg, LegNews news) {
    return switch (news) {
      // The transferor need not stay until it is done (RFC 5589 §6.1).
      case LegNews.HungUp n -> Step.to(at(new Stage.Moving(move.gone())));
      case LegNews.Lost n -> Step.to(at(new Stage.Moving(move.gone())));
      case LegNews.Offered n ->
          does(leg, new LegEvent.Answer(491, "Request Pending", Content.NOTHING));
      case LegNews.Asked n when n.request().method().equals(Method.REFER) ->
          Step.to(this, reply(leg, n.request(), 491, "Request Pending"));
      case LegNews.Asked n -> Step.to(this, reply(leg, n.request(), 200, "OK"));
      default -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> staying(Move move, int leg, LegNews news) {
    return switch (news) {
      case LegNews.HungUp n -> over(endAll(move, n.reason()));
      case LegNews.Lost n -> over(endAll(move, Reasons.lost(n.why())));
      case LegNews.Offered n ->
          does(leg, new LegEvent.Answer(491, "Request Pending", Content.NOTHING));
      case LegNews.OfferAnswered n -> joined(move, n);
      case LegNews.Asked n -> Step.to(this, reply(leg, n.request(), 200, "OK"));
      default -> Step.to(this);
    };
  }

  private CallEffect[] endAll(Move move, @Nullable String reason) {
    List<CallEffect> effects = new ArrayList<>();
    if (move.told()) {
      effects.add(notify(move.going(), "487 Request Terminated", false));
    }
    if (move.going() >= 0) {
      effects.add(new CallEffect.Command(move.going(), new LegEvent.HangUp(reason)));
    }
    effects.add(new CallEffect.Command(move.coming(), new LegEvent.HangUp(reason)));
    return effects.toArray(CallEffect[]::new);
  }

  private Step<CallProgram, CallEffect> coming(Move move, int leg, LegNews news) {
    return switch (news) {
      case LegNews.Progressed n ->
          move.told()
              ? Step.to(
                  this,
                  notify(move.going(), n.response().status() + " " + n.response().reason(), true))
              : Step.to(this);
      // RFC 3725 §4.2 with the parts exchanged: who comes has offered, who stays answers.
      case LegNews.Accepted n -> join(move.offered(Content.bodyOf(n.response())));
      case LegNews.OfferAnswered n ->
          n.wantsAnswer()
              ? join(move.offered(Content.bodyOf(n.response())))
              : failed(move, n.response().status() + " " + n.response().reason());
      case LegNews.Refused n -> failed(move, n.response().status() + " " + n.response().reason());
      case LegNews.HungUp n -> failed(move, "487 Request Terminated");
      case LegNews.Lost n -> failed(move, "408 Request Timeout");
      case LegNews.Offered n ->
          does(leg, new LegEvent.Answer(491, "Request Pending", Content.NOTHING));
      case LegNews.Asked n -> Step.to(this, reply(leg, n.request(), 200, "OK"));
      default -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> join(Move move) {
    Content offer = move.offer();
    return Step.to(
        at(new Stage.Moving(move)),
        new CallEffect.Command(
            move.staying(),
            new LegEvent.Offer(0, Method.INVITE, offer == null ? Content.NOTHING : offer)));
  }

  private Step<CallProgram, CallEffect> joinAgain() {
    return stage instanceof Stage.Moving s && s.move().offer() != null
        ? join(s.move().offered(s.move().offer()))
        : Step.to(this);
  }

  /** Who stays has answered whom it is to talk to now. */
  private Step<CallProgram, CallEffect> joined(Move move, LegNews.OfferAnswered n) {
    SipResponse response = n.response();
    if (!response.success()) {
      if (response.status() == 491 && move.joins() < JOINS_MAX) {
        return Step.to(this, new CallEffect.StartTimer(JOIN_AGAIN, GLARE));
      }
      return failed(move, response.status() + " " + response.reason());
    }
    Content answer = Content.bodyOf(response);
    List<CallEffect> effects = new ArrayList<>();
    effects.add(
        new CallEffect.Command(
            move.coming(),
            move.called() ? new LegEvent.Acknowledge(answer) : new LegEvent.Accept(0, answer)));
    effects.add(new CallEffect.Silence(move.staying()));
    if (move.told()) {
      effects.add(notify(move.going(), "200 OK", false));
    }
    if (move.going() >= 0) {
      effects.add(new CallEffect.Command(move.going(), new LegEvent.HangUp(null)));
    }
    return Step.to(
        new BackToBack(
            setup,
            move.staying(),
            move.coming(),
            partiesOf(move.staying(), move.coming()),
            new Stage.Talking(-1),
            next),
        effects);
  }

  /** Nobody comes: all is as before, or over when the transferor has gone. */
  private Step<CallProgram, CallEffect> failed(Move move, String outcome) {
    List<CallEffect> effects = new ArrayList<>();
    effects.add(new CallEffect.StopTimer(JOIN_AGAIN));
    effects.add(
        new CallEffect.Command(
            move.coming(),
            move.called()
                ? new LegEvent.HangUp(null)
                : new LegEvent.Refuse(488, "Not Acceptable Here", Content.NOTHING)));
    if (move.told()) {
      effects.add(notify(move.going(), outcome, false));
    }
    if (move.going() < 0) {
      effects.add(
          new CallEffect.Command(
              move.staying(), new LegEvent.HangUp(Reasons.transferFailed(outcome))));
      effects.add(new CallEffect.Over());
    }
    return Step.to(with(partiesOf(left, right)).at(new Stage.Talking(-1)), effects);
  }

  /** Keeps only parties that are connected: a long call may see thousands of transfers. */
  private Map<Integer, String> partiesOf(int one, int another) {
    Map<Integer, String> those = new HashMap<>(who);
    those.keySet().retainAll(List.of(one, another));
    return those;
  }

  /** RFC 3891 §3: somebody comes to take the place of one of them. */
  private Step<CallProgram, CallEffect> replaced(CallEvent.Replaced e) {
    boolean possible = stage instanceof Stage.Talking && (e.leg() == left || e.leg() == right);
    if (!possible) {
      return does(
          e.newcomer(),
          new LegEvent.Refuse(481, "Call/Transaction Does Not Exist", Content.NOTHING));
    }
    Map<Integer, String> parties = new HashMap<>(who);
    parties.put(e.newcomer(), Parties.of(e.invite().mandatory(HeaderName.FROM)));
    Move move =
        new Move(e.leg(), other(e.leg()), e.newcomer(), false, false, null, 0)
            .offered(Content.bodyOf(e.invite()));
    BackToBack next = with(parties);
    return next.join(move);
  }

  // ---- small things

  /** Tells who has sent a REFER how it goes (RFC 3515 §2.4.4). */
  public static CallEffect.Command notify(int leg, String status, boolean goesOn) {
    return new CallEffect.Command(
        leg,
        new LegEvent.Ask(
            Method.NOTIFY,
            Content.of(
                    "message/sipfrag;version=2.0",
                    ("SIP/2.0 " + status + "\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .with(HeaderName.EVENT, "refer")
                .with(
                    HeaderName.SUBSCRIPTION_STATE,
                    goesOn ? "active;expires=180" : "terminated;reason=noresource")));
  }

  private static CallEffect.Command reply(int leg, SipRequest request, int status, String reason) {
    return new CallEffect.Command(
        leg, new LegEvent.Reply(request, status, reason, Content.NOTHING));
  }

  private static Content body(SipRequest request) {
    return Content.bodyOf(request);
  }

  private int other(int leg) {
    return leg == left ? right : left;
  }

  private Step<CallProgram, CallEffect> does(int leg, LegEvent.Command command) {
    return Step.to(this, new CallEffect.Command(leg, command));
  }

  private Step<CallProgram, CallEffect> over(CallEffect... effects) {
    List<CallEffect> all = new ArrayList<>(List.of(effects));
    all.add(new CallEffect.Over());
    return Step.to(this, all);
  }

  private BackToBack at(Stage now) {
    return new BackToBack(setup, left, right, who, now, next);
  }

  private BackToBack with(Map<Integer, String> parties) {
    return new BackToBack(setup, left, right, parties, stage, next);
  }
}
