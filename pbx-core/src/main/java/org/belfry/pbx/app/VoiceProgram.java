package org.belfry.pbx.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.call.BackToBack;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.CalledParty;
import org.belfry.pbx.call.Content;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.LegSound;
import org.belfry.pbx.call.Parties;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.call.ReferTo;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * The signalling of a call that a {@link VoiceApplication} leads: on the lane, beside the program's
 * thread. What the thread says are {@link VoiceCommand}s; what it is told is {@link VoiceEvent}.
 * Offers and answers (RFC 3264) are settled here, at once, whatever the thread does meanwhile.
 *
 * @param setup what stays the same
 * @param invite the caller's, or null for a call that we make
 * @param stage how far it is with whom it is for
 * @param called those whom we have called and that are not over, by number
 * @param places where a leg has taken another's place (RFC 3891): the leg, by the number that the
 *     thread knows; all others have their own number
 * @param next the number of the next leg of a transfer
 */
record VoiceProgram(
    Setup setup,
    @Nullable SipRequest invite,
    Stage stage,
    Map<Integer, Called> called,
    Map<Integer, Integer> places,
    int next)
    implements CallProgram {
  private static final int CALLER = VoiceEvent.CALLER;

  /** A program that calls a program that calls a program …: so much of Max-Forwards each costs. */
  private static final int DEPTH_COST = 8;

  private static final int LEGS_MAX = 40;
  private static final int FIRST_OF_TRANSFERS = 1_000_000;
  private static final String RING_TIME = "ring-time";

  /**
   * @param party who is there, as a From value without a tag: those whom we call see it
   * @param outgoing whom we call first, or null for a call that came to us
   * @param speaker whose words count: a Call-ID may have calls of several programs, when a call
   *     forks to two of them
   * @param thread is told {@link VoiceEvent}
   * @param kept whether the caller keeps its place
   */
  record Setup(
      String application,
      String domain,
      LegProfile profile,
      String party,
      @Nullable OutgoingCall outgoing,
      LegSound sound,
      Object speaker,
      CallEffect.Listener<VoiceEvent> thread,
      boolean kept) {
    Setup(
        String application,
        String domain,
        LegProfile profile,
        String party,
        @Nullable OutgoingCall outgoing,
        LegSound sound,
        Object speaker,
        CallEffect.Listener<VoiceEvent> thread) {
      this(application, domain, profile, party, outgoing, sound, speaker, thread, false);
    }

    Setup keeping() {
      return new Setup(application, domain, profile, party, outgoing, sound, speaker, thread, true);
    }
  }

  /**
   * Somebody whom we have called.
   *
   * @param address as a From value without a tag
   */
  record Called(String address, LegSound sound, boolean answered) {}

  /** Who comes to take the place of a leg: it is described to, and not answered yet. */
  private record Exchange(int newcomer, int leg, int number, String address) {}

  /** How far it is. */
  enum Stage {
    WAITING,
    ANSWERING,
    TALKING
  }

  /** Why a description was asked for. */
  enum For {
    /** Our 2xx to the caller. */
    ACCEPT,
    /** Our INVITE. */
    INVITE,
    /** Our 2xx to a change of theirs. */
    CHANGE,
    /** Nothing has to be said any more: theirs has been taken in. */
    CONNECT,
    /** The same, later in the call. */
    LATER,
    /** Our 2xx to who takes a leg's place. */
    EXCHANGE
  }

  VoiceProgram {
    called = Map.copyOf(called);
    places = Map.copyOf(places);
  }

  static VoiceProgram of(Setup setup) {
    return new VoiceProgram(setup, null, Stage.WAITING, Map.of(), Map.of(), FIRST_OF_TRANSFERS);
  }

  @Override
  public String shown() {
    return stage == Stage.TALKING ? "talking" : "ringing";
  }

  private VoiceProgram at(Stage then) {
    return new VoiceProgram(setup, invite, then, called, places, next);
  }

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return switch (event) {
      case CallEvent.Began e -> began(e.invite());
      case CallEvent.ProgramCommand e ->
          e.speaker() == setup.speaker && e.word() instanceof VoiceCommand word
              ? word(word)
              : Step.to(this);
      case CallEvent.Described e -> described(e);
      case CallEvent.Heard e -> heard(e.leg(), number(e.leg()), e.news(), now);
      case CallEvent.HangUp e -> end(e.why(), new LegEvent.HangUp(reason(e.why())));
      case CallEvent.Transfer e ->
          stage == Stage.TALKING
              ? transferred(new VoiceCommand.Transfer(e.uri(), new Payer.Leg(leg(CALLER))), true)
              : Step.to(this);
      case CallEvent.Replaced e -> replaced(e);
      case CallEvent.Hold e -> Step.to(this);
      case CallEvent.TimerFired e ->
          stage == Stage.TALKING
              ? Step.to(this)
              : refused(408, "No Answer", new LegEvent.HangUp(null));
      case CallEvent.Sounded e -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> began(@Nullable SipRequest first) {
    VoiceProgram begun = new VoiceProgram(setup, first, stage, called, places, next);
    return setup.outgoing == null
        ? Step.to(begun, tell(new VoiceEvent.Began()))
        : Step.to(
            begun,
            new CallEffect.StartTimer(RING_TIME, setup.outgoing.ringTime()),
            offer(CALLER, setup.sound, For.INVITE, setup.outgoing));
  }

  // ---- what the thread wants

  private Step<CallProgram, CallEffect> word(VoiceCommand word) {
    return switch (word) {
      case VoiceCommand.Ring w ->
          stage == Stage.WAITING
              ? Step.to(
                  this,
                  command(CALLER, new LegEvent.Progress(0, 180, "Ringing", Content.NOTHING, false)))
              : Step.to(this);
      case VoiceCommand.Answer w -> stage == Stage.WAITING ? answer() : Step.to(this);
      case VoiceCommand.Refuse w ->
          end(w.reason(), new LegEvent.Refuse(w.status(), w.reason(), Content.NOTHING));
      case VoiceCommand.HangUp w -> end(w.why(), new LegEvent.HangUp(null));
      case VoiceCommand.Finish w -> finish(w);
      case VoiceCommand.Transfer w -> transferred(w, false);
      case VoiceCommand.Call w -> call(w);
      case VoiceCommand.Keep w ->
          Step.to(new VoiceProgram(setup.keeping(), invite, stage, called, places, next));
      case VoiceCommand.Referred w ->
          Step.to(this, BackToBack.notify(leg(CALLER), w.status() + " " + w.reason(), false));
      case VoiceCommand.Lost w ->
          called.containsKey(w.leg())
              ? ended(w.leg(), 0, w.why(), command(w.leg(), new LegEvent.HangUp(null)))
              : Step.to(this);
      case VoiceCommand.Drop w ->
          called.containsKey(w.leg())
              ? Step.to(without(w.leg()), silence(w.leg()), hangUp(w.leg()))
              : Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> answer() {
    Content offer = invite == null ? Content.NOTHING : Content.bodyOf(invite);
    return Step.to(
        at(Stage.ANSWERING),
        offer.isEmpty()
            ? offer(CALLER, setup.sound, For.ACCEPT, null)
            : describe(
                CALLER, setup.sound, CallEffect.OfferAnswerStep.ANSWER, offer, For.ACCEPT, null));
  }

  private Step<CallProgram, CallEffect> finish(VoiceCommand.Finish w) {
    LegEvent.Command last =
        w.failed() && stage == Stage.WAITING
            ? new LegEvent.Refuse(500, "Server Internal Error", Content.NOTHING)
            : new LegEvent.HangUp(null);
    return end("the application is done", last);
  }

  private Step<CallProgram, CallEffect> call(VoiceCommand.Call w) {
    return called.size() >= LEGS_MAX
        ? Step.to(this, tell(new VoiceEvent.Ended(w.leg(), 503, "Too Many Legs")))
        : Step.to(
            with(w.leg(), new Called("<" + uri(w.destination()) + ">", w.sound(), false)),
            offer(w.leg(), w.sound(), For.INVITE, w));
  }

  // ---- descriptions

  private Step<CallProgram, CallEffect> described(CallEvent.Described e) {
    LegSound.Unusable refused = e.refused();
    if (e.asked().about() instanceof Exchange exchange) {
      return exchanged(exchange, e.ours(), refused);
    }
    int leg = number(e.asked().leg());
    if (leg != CALLER && !called.containsKey(leg)) {
      return Step.to(this); // it has gone meanwhile
    }
    return switch ((For) e.asked().purpose()) {
      case ACCEPT ->
          refused == null
              ? Step.to(at(Stage.TALKING), command(CALLER, new LegEvent.Accept(0, e.ours())))
              : end(
                  sentence(refused),
                  new LegEvent.Refuse(
                      refused.status(),
                      refused.status() == 488 ? "Not Acceptable Here" : "No Media Port",
                      Content.of(HeaderName.WARNING, "399 belfry \"" + sentence(refused) + "\"")));
      case INVITE -> refused == null ? invited(e) : ended(leg, 503, sentence(refused));
      case CHANGE ->
          Step.to(
              this,
              command(
                  leg,
                  refused == null
                      ? new LegEvent.Answer(200, "OK", e.ours())
                      : new LegEvent.Answer(
                          refused.status(), "Not Acceptable Here", Content.NOTHING)));
      case CONNECT -> refused == null ? connected(leg) : unheard(leg, refused);
      case LATER -> refused == null ? Step.to(this) : unheard(leg, refused);
      case EXCHANGE -> Step.to(this); // what it is about is an exchange
    };
  }

  private static String sentence(LegSound.Unusable refused) {
    String why = refused.getMessage();
    return why == null ? "No common sound" : why.replace('"', '\'');
  }

  private Step<CallProgram, CallEffect> invited(CallEvent.Described e) {
    int leg = e.asked().leg();
    Content identified = e.ours().with(HeaderName.P_ASSERTED_IDENTITY, setup.party);
    Content content =
        invite == null ? identified : identified.passing(invite, List.of(HeaderName.MAX_BREADTH));
    return switch (e.asked().about()) {
      case VoiceCommand.Call w -> Step.to(this, call(leg, w.destination(), w.payer(), content));
      case OutgoingCall o -> Step.to(this, call(leg, o.destination(), o.payer(), content));
      case null, default -> Step.to(this);
    };
  }

  private CallEffect.Call call(int leg, String destination, Payer payer, Content content) {
    String uri = uri(destination);
    return new CallEffect.Call(
        leg,
        new CallEffect.Way.Inside(setup.application, payer),
        setup.profile,
        uri,
        setup.party,
        "<" + uri + ">",
        List.of(),
        forwards(),
        content);
  }

  private long forwards() {
    return Math.max(
        0, (invite == null ? 70 : invite.number(HeaderName.MAX_FORWARDS, 70)) - DEPTH_COST);
  }

  /** A number is one of our domain. */
  private String uri(String destination) {
    return destination.startsWith("sip:") || destination.startsWith("sips:")
        ? destination
        : "sip:" + destination.replace("#", "%23") + "@" + setup.domain;
  }

  private Step<CallProgram, CallEffect> connected(int leg) {
    Called who = called.get(leg);
    return leg == CALLER
        ? Step.to(at(Stage.TALKING), tell(new VoiceEvent.Connected()))
        : who == null || who.answered()
            ? Step.to(this)
            : Step.to(
                with(leg, new Called(who.address(), who.sound(), true)),
                tell(new VoiceEvent.Answered(leg)));
  }

  /** What they answered to our offer leads to no sound. */
  private Step<CallProgram, CallEffect> unheard(int leg, LegSound.Unusable refused) {
    String why = sentence(refused);
    LegEvent.HangUp bye = new LegEvent.HangUp("SIP;cause=488;text=\"" + why + '"');
    return leg == CALLER ? end(why, bye) : ended(leg, 488, why, command(leg, bye));
  }

  // ---- who takes another's place (RFC 3891)

  private Step<CallProgram, CallEffect> heard(int leg, int number, LegNews news, Instant now) {
    if (number == CALLER) {
      return caller(news);
    }
    boolean left = number < 0 && !(news instanceof LegNews.HungUp || news instanceof LegNews.Lost);
    return left
        ? Step.to(this, new CallEffect.Command(leg, new LegEvent.HangUp(null)))
        : callee(number, news, now);
  }

  /**
   * RFC 3891 §3: a leg that has been answered, or that we call, may be replaced; one that calls us
   * and has not been answered may not.
   */
  private Step<CallProgram, CallEffect> replaced(CallEvent.Replaced e) {
    int number = number(e.leg());
    Called who = called.get(number);
    LegSound sound =
        number == CALLER
            ? stage == Stage.TALKING ? setup.sound : null
            : who == null ? null : who.sound();
    if (number == CALLER && setup.kept) {
      return Step.to(
          this,
          new CallEffect.Command(
              e.newcomer(), new LegEvent.Refuse(403, "For Its Caller Only", Content.NOTHING)));
    }
    if (sound == null) {
      return Step.to(
          this,
          new CallEffect.Command(
              e.newcomer(),
              new LegEvent.Refuse(481, "Call/Transaction Does Not Exist", Content.NOTHING)));
    }
    Content theirs = Content.bodyOf(e.invite());
    return Step.to(
        this,
        new CallEffect.Describe(
            e.newcomer(),
            sound,
            theirs.isEmpty() ? CallEffect.OfferAnswerStep.OFFER : CallEffect.OfferAnswerStep.ANSWER,
            theirs,
            For.EXCHANGE,
            new Exchange(
                e.newcomer(), e.leg(), number, Parties.of(e.invite().mandatory(HeaderName.FROM)))));
  }

  private Step<CallProgram, CallEffect> exchanged(
      Exchange e, Content ours, LegSound.@Nullable Unusable refused) {
    boolean gone = number(e.leg()) != e.number() || (e.number() == CALLER && setup.kept);
    if (gone || refused != null) {
      return Step.to(
          this,
          new CallEffect.Command(
              e.newcomer(),
              gone
                  ? new LegEvent.Refuse(481, "Call/Transaction Does Not Exist", Content.NOTHING)
                  : new LegEvent.Refuse(488, "Not Acceptable Here", Content.NOTHING)));
    }
    Map<Integer, Integer> now = new HashMap<>(places);
    now.put(e.number(), e.newcomer());
    VoiceProgram next = new VoiceProgram(setup, invite, stage, called, now, this.next);
    List<CallEffect> effects = new ArrayList<>();
    effects.add(new CallEffect.Command(e.newcomer(), new LegEvent.Accept(0, ours)));
    effects.add(new CallEffect.Command(e.leg(), new LegEvent.HangUp(null)));
    Called before = called.get(e.number());
    if (before != null) {
      next = next.with(e.number(), new Called(e.address(), before.sound(), true));
      if (!before.answered()) {
        effects.add(tell(new VoiceEvent.Answered(e.number())));
      }
    } else {
      effects.add(tell(new VoiceEvent.Exchanged(e.address())));
    }
    return Step.to(next, effects);
  }

  /** The leg that the thread knows by this number. */
  private int leg(int number) {
    return places.getOrDefault(number, number);
  }

  /** By which number the thread knows a leg; -1 when another has taken its place. */
  private int number(int leg) {
    for (Map.Entry<Integer, Integer> each : places.entrySet()) {
      if (each.getValue() == leg) {
        return each.getKey();
      }
    }
    return places.containsKey(leg) ? -1 : leg;
  }

  // ---- the one it is for

  private Step<CallProgram, CallEffect> caller(LegNews news) {
    return switch (news) {
      case LegNews.Accepted n -> accepted(CALLER, n.response());
      case LegNews.Acknowledged n ->
          n.content().isEmpty()
              ? connectedOnce()
              : Step.to(
                  this,
                  describe(
                      CALLER,
                      setup.sound,
                      CallEffect.OfferAnswerStep.ANSWERED,
                      n.content(),
                      For.CONNECT,
                      null));
      case LegNews.Offered n -> changed(CALLER, setup.sound, n.request());
      case LegNews.Asked n when isFocus() && n.request().method().equals(Method.REFER) ->
          referral(n.request());
      case LegNews.Asked n -> asked(CALLER, n.request());
      case LegNews.Refused n -> refused(n.response().status(), n.response().reason(), null);
      case LegNews.HungUp n -> end("the caller hung up", null);
      case LegNews.Lost n -> end(n.why(), null);
      case LegNews.Progressed n -> Step.to(this);
      case LegNews.OfferAnswered n -> Step.to(this);
      case LegNews.Replied n -> Step.to(this);
    };
  }

  /** The ACK of a later change says nothing new. */
  private Step<CallProgram, CallEffect> connectedOnce() {
    return Step.to(this, tell(new VoiceEvent.Connected()));
  }

  // ---- those whom we call

  private Step<CallProgram, CallEffect> callee(int leg, LegNews news, Instant now) {
    if (!called.containsKey(leg)) {
      return news instanceof LegNews.Accepted
          ? Step.to(this, command(leg, new LegEvent.HangUp(null)))
          : Step.to(this);
    }
    return switch (news) {
      case LegNews.Accepted n -> accepted(leg, n.response());
      case LegNews.Refused n -> ended(leg, n.response().status(), n.response().reason());
      case LegNews.HungUp n -> ended(leg, 0, "hung up");
      case LegNews.Lost n -> ended(leg, 0, n.why());
      case LegNews.Offered n -> changed(leg, null, n.request());
      case LegNews.Acknowledged n ->
          n.content().isEmpty()
              ? Step.to(this)
              : Step.to(
                  this,
                  describe(
                      leg,
                      null,
                      CallEffect.OfferAnswerStep.ANSWERED,
                      n.content(),
                      For.LATER,
                      null));
      case LegNews.Asked n when n.request().method().equals(Method.REFER) -> sentOn(leg, n, now);
      case LegNews.Asked n -> asked(leg, n.request());
      case LegNews.Progressed n -> Step.to(this);
      case LegNews.OfferAnswered n -> Step.to(this);
      case LegNews.Replied n -> Step.to(this);
    };
  }

  /** Whom the caller talks to sends it elsewhere. */
  private Step<CallProgram, CallEffect> sentOn(int leg, LegNews.Asked refer, Instant now) {
    Called who = called.get(leg);
    String address = who == null ? setup.party : who.address();
    CalledParty far =
        new CalledParty(
            new CallEffect.Way.Inside(setup.application, Payer.NOBODY),
            setup.profile,
            uri(setup.application),
            setup.party,
            address,
            List.of(),
            Content.NOTHING,
            CalledParty.USUAL);
    return Transferring.begun(
        new VoiceProgram(setup, invite, stage, called, places, next + 1),
        new BackToBack.Setup(setup.application, far, setup.profile, leg(leg)),
        leg(CALLER),
        leg(leg),
        address,
        next,
        refer,
        now);
  }

  private Step<CallProgram, CallEffect> accepted(int leg, SipResponse response) {
    return Step.to(
        this,
        describe(
            leg,
            null,
            CallEffect.OfferAnswerStep.ANSWERED,
            Content.bodyOf(response),
            For.CONNECT,
            null));
  }

  private Step<CallProgram, CallEffect> ended(int leg, int status, String why, CallEffect... more) {
    if (leg == CALLER) {
      return refused(status, why, null);
    }
    List<CallEffect> effects = new ArrayList<>(List.of(more));
    effects.add(silence(leg));
    effects.add(tell(new VoiceEvent.Ended(leg, status, why)));
    return Step.to(without(leg), effects);
  }

  // ---- both

  /** RFC 3261 §14.2: hold, resume, another codec; without an offer we make one. */
  private Step<CallProgram, CallEffect> changed(
      int leg, @Nullable LegSound sound, SipRequest request) {
    Content theirs = Content.bodyOf(request);
    return Step.to(
        this,
        theirs.isEmpty()
            ? offer(leg, sound, For.CHANGE, null)
            : describe(leg, sound, CallEffect.OfferAnswerStep.ANSWER, theirs, For.CHANGE, null));
  }

  private Step<CallProgram, CallEffect> asked(int leg, SipRequest request) {
    return switch (request.method().name()) {
      case "INFO" -> {
        Character key = InfoKey.of(request);
        LegEvent.Reply ok = new LegEvent.Reply(request, 200, "OK", Content.NOTHING);
        yield key == null
            ? Step.to(this, command(leg, ok))
            : Step.to(this, command(leg, ok), tell(new VoiceEvent.Pressed(leg, key)));
      }
      case "OPTIONS" ->
          reply(leg, request, 200, "OK", Content.of(HeaderName.ALLOW, setup.profile.allow()));
      case "REFER" -> reply(leg, request, 603, "Declined", Content.NOTHING);
      case "MESSAGE" -> reply(leg, request, 405, "Method Not Allowed", Content.NOTHING);
      default -> reply(leg, request, 481, "Subscription Does Not Exist", Content.NOTHING);
    };
  }

  private boolean isFocus() {
    return setup.profile.marks().contains("isfocus");
  }

  /** RFC 4579 §5.5: the program does it, and says what came of it. */
  private Step<CallProgram, CallEffect> referral(SipRequest refer) {
    ReferTo to = ReferTo.of(refer);
    if (to == null || to.replaces() != null || stage != Stage.TALKING) {
      return reply(CALLER, refer, 603, "Declined", Content.NOTHING);
    }
    // RFC 4488 §4: nobody is told who does not want to be.
    boolean told = !"false".equalsIgnoreCase(refer.header(HeaderName.REFER_SUB));
    List<CallEffect> effects = new ArrayList<>();
    effects.add(
        command(
            CALLER,
            new LegEvent.Reply(
                refer,
                202,
                "Accepted",
                Content.of(HeaderName.CONTACT, setup.profile.contactField())
                    .with(HeaderName.REFER_SUB, Boolean.toString(told)))));
    if (told) {
      effects.add(BackToBack.notify(leg(CALLER), "100 Trying", true));
    }
    effects.add(tell(new VoiceEvent.Told(new Referral(to.uri(), told))));
    return Step.to(this, effects);
  }

  private Step<CallProgram, CallEffect> reply(
      int leg, SipRequest request, int status, String reason, Content content) {
    return Step.to(this, command(leg, new LegEvent.Reply(request, status, reason, content)));
  }

  // ---- the end

  /**
   * @param last what the caller is told, or null when it has gone
   */
  private Step<CallProgram, CallEffect> end(String why, LegEvent.@Nullable Command last) {
    List<CallEffect> effects = new ArrayList<>();
    if (last != null) {
      effects.add(command(CALLER, last));
    }
    effects.add(tell(new VoiceEvent.HungUp(why)));
    effects.add(new CallEffect.Over());
    return Step.to(this, effects);
  }

  /** Whom we call first does not take it. */
  private Step<CallProgram, CallEffect> refused(
      int status, String why, LegEvent.@Nullable Command last) {
    Step<CallProgram, CallEffect> step = end(why, last);
    List<CallEffect> effects = new ArrayList<>();
    effects.add(tell(new VoiceEvent.Ended(CALLER, status, why)));
    effects.addAll(step.effects());
    return Step.to(step.state(), effects);
  }

  /**
   * The call goes elsewhere for good: two legs joined, as after any transfer.
   *
   * @param byOthers true when the program did not ask for it
   */
  private Step<CallProgram, CallEffect> transferred(VoiceCommand.Transfer w, boolean byOthers) {
    String uri = uri(w.destination());
    Content identity = Content.of(HeaderName.P_ASSERTED_IDENTITY, setup.party);
    CalledParty far =
        new CalledParty(
            new CallEffect.Way.Inside(setup.application, w.payer()),
            setup.profile,
            uri,
            setup.party,
            "<" + uri + ">",
            List.of(),
            identity,
            CalledParty.USUAL);
    int caller = leg(CALLER);
    BackToBack.Setup pair = new BackToBack.Setup(setup.application, far, setup.profile, caller);
    List<CallEffect> effects = new ArrayList<>();
    for (int leg : called.keySet()) {
      effects.add(silence(leg));
      effects.add(hangUp(leg));
    }
    effects.add(tell(new VoiceEvent.HungUp(byOthers ? "sent elsewhere" : "the call went on")));
    if (stage == Stage.WAITING && invite != null) {
      Step<CallProgram, CallEffect> step =
          BackToBack.calling(pair).on(new CallEvent.Began(invite), Instant.EPOCH);
      effects.addAll(step.effects());
      return Step.to(step.state(), effects);
    }
    effects.add(call(next, w.destination(), w.payer(), identity));
    return Step.to(
        new BackToBack(
            pair,
            caller,
            next,
            Map.of(caller, setup.party, next, "<" + uri + ">"),
            new BackToBack.Stage.Moving(
                new BackToBack.Move(-1, caller, next, false, true, null, 0)),
            next + 1),
        effects);
  }

  // ---- words

  private VoiceProgram with(int leg, Called who) {
    Map<Integer, Called> more = new HashMap<>(called);
    more.put(leg, who);
    return new VoiceProgram(setup, invite, stage, more, places, next);
  }

  private VoiceProgram without(int leg) {
    Map<Integer, Called> fewer = new HashMap<>(called);
    fewer.remove(leg);
    return new VoiceProgram(setup, invite, stage, fewer, places, next);
  }

  CallEffect.Tell<VoiceEvent> tell(VoiceEvent news) {
    return new CallEffect.Tell<>(setup.thread, news);
  }

  private CallEffect.Command command(int number, LegEvent.Command command) {
    return new CallEffect.Command(leg(number), command);
  }

  private CallEffect.Command hangUp(int number) {
    return command(number, new LegEvent.HangUp(null));
  }

  private CallEffect.Silence silence(int number) {
    return new CallEffect.Silence(leg(number));
  }

  private static String reason(String why) {
    return "Q.850;cause=31;text=\"" + why.replace('"', '\'') + '"';
  }

  /**
   * @param sound null for the one that the leg has
   */
  private CallEffect.Describe describe(
      int number,
      @Nullable LegSound sound,
      CallEffect.OfferAnswerStep turn,
      Content theirs,
      For why,
      @Nullable Object about) {
    return new CallEffect.Describe(leg(number), sound, turn, theirs, why, about);
  }

  private CallEffect.Describe offer(
      int leg, @Nullable LegSound sound, For why, @Nullable Object about) {
    return describe(leg, sound, CallEffect.OfferAnswerStep.OFFER, Content.NOTHING, why, about);
  }
}
