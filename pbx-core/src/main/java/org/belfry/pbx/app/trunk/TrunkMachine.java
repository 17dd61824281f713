package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.belfry.pbx.app.trunk.TrunkState.Asking;
import org.belfry.pbx.app.trunk.TrunkState.Leaving;
import org.belfry.pbx.app.trunk.TrunkState.Line;
import org.belfry.pbx.app.trunk.TrunkState.Locating;
import org.belfry.pbx.app.trunk.TrunkState.Off;
import org.belfry.pbx.app.trunk.TrunkState.Problem;
import org.belfry.pbx.app.trunk.TrunkState.Resting;
import org.belfry.pbx.app.trunk.TrunkState.Up;
import org.belfry.pbx.app.trunk.TrunkState.Use;
import org.belfry.pbx.auth.DigestAccount;
import org.belfry.pbx.auth.DigestClient;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.engine.Machine;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one trunk usable: registers at its provider and renews that (RFC 3261 §10.2), or asks by
 * OPTIONS whether the server of a trunk without registration is there (§11), server by server (RFC
 * 3263 §4.3), and in between asks the server in use whether it still is.
 *
 * <p>Off → locating → asking → up → asking → …; after a failure it rests. What still holds of a
 * registration holds while it is renewed.
 */
public final class TrunkMachine implements Machine<TrunkState, TrunkEvent, TrunkEffect> {
  /** A server that was up for so long has earned that its next failure counts as the first. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private final Trunk trunk;
  private final TrunkProperties properties;
  private final TrunkRequests requests;
  private final Verdicts verdicts;
  private final Backoff backoff;

  /**
   * @param contactUser {@link TrunkToken#of} the trunk
   * @param callId of all its requests, leads their answers to the lane that owns the trunk
   * @param advertised what we call ourselves
   */
  public TrunkMachine(
      Trunk trunk,
      String contactUser,
      String callId,
      TrunkProperties properties,
      Advertised advertised,
      RandomGenerator random) {
    this.trunk = trunk;
    this.properties = properties;
    this.requests = new TrunkRequests(trunk, contactUser, callId, advertised, random);
    this.verdicts = new Verdicts(contactUser);
    this.backoff = new Backoff(properties, random);
  }

  @Override
  public Step<TrunkState, TrunkEffect> on(TrunkState state, TrunkEvent event, Instant now) {
    if (event instanceof TrunkEvent.Stopped) {
      return stop(state, now);
    }
    return switch (state) {
      case Off off -> event instanceof TrunkEvent.Started ? locate(fresh()) : Step.to(state);
      case Locating s -> locating(s, event, now);
      case Asking s -> asking(s, event, now);
      case Up s -> up(s, event, now);
      case Resting s -> resting(s, event, now);
      case Leaving s -> leaving(s, event, now);
    };
  }

  private Line fresh() {
    String user = trunk.authUser() == null ? trunk.username() : trunk.authUser();
    String password = trunk.password();
    DigestAccount account =
        new DigestAccount(user == null ? "" : user, password == null ? "" : password);
    return new Line(0, DigestClient.of(account), properties.expires(), 0, null, null);
  }

  // ---- finding the server

  private Step<TrunkState, TrunkEffect> locate(Line line) {
    SipUri proxy = trunk.proxy();
    return Step.to(
        new Locating(line), new TrunkEffect.Locate(proxy == null ? trunk.server() : proxy));
  }

  private Step<TrunkState, TrunkEffect> locating(Locating s, TrunkEvent event, Instant now) {
    return switch (event) {
      case TrunkEvent.Located e when !e.hops().isEmpty() -> ask(s.line(), e.hops(), now);
      case TrunkEvent.Located e ->
          rest(s.line(), none("No way leads to the provider's server from here.", now), now, null);
      case TrunkEvent.NotLocated e ->
          rest(
              s.line(),
              none("The provider's server was not found: " + e.why() + ".", now),
              now,
              null);
      default -> Step.to(s);
    };
  }

  // ---- asking it

  private Step<TrunkState, TrunkEffect> ask(Line line, List<Hop> hops, Instant now) {
    return ask(line, hops.getFirst(), hops.subList(1, hops.size()), false, now);
  }

  private Step<TrunkState, TrunkEffect> ask(
      Line line, Hop server, List<Hop> more, boolean renewal, Instant now) {
    long cseq = line.cseq() + 1;
    Line asked;
    SipRequest request;
    if (trunk.registers()) {
      DigestClient.Signed signed = requests.register(cseq, line.expires(), line.digest(), server);
      asked = line.asked(cseq, signed.next());
      request = signed.request();
    } else {
      asked = line.asked(cseq, line.digest());
      request = requests.options(cseq, server);
    }
    Instant giveUpAt = more.isEmpty() ? null : now.plus(properties.patience());
    TrunkState next = new Asking(asked, request, server, more, giveUpAt, renewal);
    List<TrunkEffect> effects = new ArrayList<>(2);
    if (giveUpAt != null) {
      effects.add(new TrunkEffect.WakeAt(giveUpAt)); // before what may fail at once
    }
    effects.add(new TrunkEffect.Send(request, server));
    return Step.to(next, effects);
  }

  private Step<TrunkState, TrunkEffect> asking(Asking s, TrunkEvent event, Instant now) {
    return switch (event) {
      case TrunkEvent.Answered e when e.sent() == s.sent() -> answered(s, e.response(), now);
      case TrunkEvent.Silent e when e.sent() == s.sent() ->
          next(s, silence(s.server(), e, now), now, null);
      case TrunkEvent.Woken e when s.giveUpAt() != null && !now.isBefore(s.giveUpAt()) ->
          next(s, none("The server " + s.server().shown() + " does not answer.", now), now, null);
      default -> Step.to(s);
    };
  }

  private Step<TrunkState, TrunkEffect> answered(Asking s, SipResponse response, Instant now) {
    if (response.provisional()) {
      return Step.to(new Asking(s.line(), s.sent(), s.server(), s.more(), null, s.renewal()));
    }
    Verdict verdict =
        trunk.registers()
            ? verdicts.ofRegister(response, s.line().expires(), now)
            : verdicts.ofOptions(response, now);
    return switch (verdict) {
      case Verdict.Good v -> comeUp(s, v, now);
      case Verdict.Challenge v -> challenged(s, response, now);
      case Verdict.Longer v ->
          ask(s.line().with(v.least()), s.server(), s.more(), s.renewal(), now);
      case Verdict.TryElsewhere v -> next(s, v.problem(), now, v.retryAfter());
      case Verdict.Refused v -> refused(s.line(), v.problem(), now, v.retryAfter());
    };
  }

  private Step<TrunkState, TrunkEffect> challenged(Asking s, SipResponse response, Instant now) {
    String sentence = "The provider asks for a password, and the trunk has none.";
    if (trunk.password() != null) {
      switch (s.line().digest().challenged(s.sent(), response)) {
        case DigestClient.Outcome.Again again -> {
          return ask(s.line().with(again.next()), s.server(), s.more(), s.renewal(), now);
        }
        case DigestClient.Outcome.Cannot cannot -> sentence = cannot.sentence();
      }
    }
    // What was learnt of a password that is not taken is of no use next time.
    Line line = s.line().with(fresh().digest());
    return refused(line, Verdicts.problem(response, sentence, now), now, response.retryAfter());
  }

  /** The next server, or a rest when there is none (RFC 3263 §4.3). */
  private Step<TrunkState, TrunkEffect> next(
      Asking s, Problem problem, Instant now, @Nullable Duration retryAfter) {
    if (!s.more().isEmpty()) {
      return ask(s.line(), s.more(), now);
    }
    if (s.renewal()) { // there may be others beside the one in use
      Line failed = s.line().failed(problem);
      return locate(problem.status() == 0 ? failed.with((Use) null) : failed);
    }
    return rest(s.line(), problem, now, retryAfter);
  }

  // ---- up

  private Step<TrunkState, TrunkEffect> comeUp(Asking s, Verdict.Good good, Instant now) {
    Instant until = trunk.registers() ? now.plus(good.lasts()) : Instant.MAX;
    Use use = new Use(s.server(), until, good.serviceRoute());
    Instant refreshAt = trunk.registers() ? now.plus(backoff.renewal(good.lasts())) : Instant.MAX;
    return stay(
        new Up(s.line().working(use), use, now, refreshAt, now.plus(properties.probe()), null, 0));
  }

  private Step<TrunkState, TrunkEffect> stay(Up up) {
    Instant at = up.refreshAt().isBefore(up.probeAt()) ? up.refreshAt() : up.probeAt();
    return Step.to(up, new TrunkEffect.WakeAt(at));
  }

  private Step<TrunkState, TrunkEffect> up(Up s, TrunkEvent event, Instant now) {
    return switch (event) {
      case TrunkEvent.Woken e when !now.isBefore(s.refreshAt()) ->
          ask(settled(s, now), s.use().server(), List.of(), true, now);
      case TrunkEvent.Woken e when s.probe() == null && !now.isBefore(s.probeAt()) -> probe(s, now);
      case TrunkEvent.Answered e when e.sent() == s.probe() -> probed(s, e.response(), now);
      case TrunkEvent.Silent e when e.sent() == s.probe() ->
          missed(s, silence(s.use().server(), e, now), now);
      case TrunkEvent.Woken e when s.probe() != null && !now.isBefore(s.probeAt()) ->
          missed(s, none("The server " + s.use().server().shown() + " does not answer.", now), now);
      case TrunkEvent.FlowClosed e ->
          lost(s, none("The server has closed the connection.", now), now);
      case TrunkEvent.Tried e -> ask(settled(s, now), s.use().server(), List.of(), true, now);
      default -> Step.to(s);
    };
  }

  private Step<TrunkState, TrunkEffect> probe(Up s, Instant now) {
    long cseq = s.line().cseq() + 1;
    SipRequest options = requests.options(cseq, s.use().server());
    Line line = s.line().asked(cseq, s.line().digest());
    Instant giveUpAt = now.plus(properties.patience());
    Up next = new Up(line, s.use(), s.since(), s.refreshAt(), giveUpAt, options, s.misses());
    Instant at = s.refreshAt().isBefore(giveUpAt) ? s.refreshAt() : giveUpAt;
    return Step.to(
        next,
        new TrunkEffect.WakeAt(at), // before what may fail at once
        new TrunkEffect.Send(options, s.use().server()));
  }

  private Step<TrunkState, TrunkEffect> probed(Up s, SipResponse response, Instant now) {
    if (response.provisional()) {
      return Step.to(s);
    }
    if (verdicts.ofOptions(response, now) instanceof Verdict.TryElsewhere away) {
      return missed(s, away.problem(), now);
    }
    Instant nextAt = now.plus(properties.probe());
    return stay(new Up(s.line(), s.use(), s.since(), s.refreshAt(), nextAt, null, 0));
  }

  private Step<TrunkState, TrunkEffect> missed(Up s, Problem problem, Instant now) {
    if (s.misses() + 1 >= properties.misses()) {
      return lost(s, problem, now);
    }
    Instant soon = now.plus(properties.patience());
    return stay(new Up(s.line(), s.use(), s.since(), s.refreshAt(), soon, null, s.misses() + 1));
  }

  /** The server in use is there no more: another, or this one again, but not at once for ever. */
  private Step<TrunkState, TrunkEffect> lost(Up s, Problem problem, Instant now) {
    Line without = settled(s, now).with((Use) null);
    if (without.failures() > 0) {
      return rest(without, problem, now, null);
    }
    return locate(without.failed(problem));
  }

  private static Line settled(Up s, Instant now) {
    return now.isBefore(s.since().plus(SETTLED)) ? s.line() : s.line().settled();
  }

  // ---- resting

  private Step<TrunkState, TrunkEffect> rest(
      Line line, Problem problem, Instant now, @Nullable Duration retryAfter) {
    Line failed = line.failed(problem);
    Instant until = now.plus(backoff.afterFailure(failed.failures(), retryAfter));
    return restUntil(new Resting(failed, until, false));
  }

  private Step<TrunkState, TrunkEffect> refused(
      Line line, Problem problem, Instant now, @Nullable Duration retryAfter) {
    Line failed = line.failed(problem).with((Use) null);
    Instant until = now.plus(backoff.afterRefusal(retryAfter));
    return restUntil(new Resting(failed, until, true));
  }

  private Step<TrunkState, TrunkEffect> restUntil(Resting s) {
    Use use = s.line().use();
    Instant at = use != null && use.until().isBefore(s.until()) ? use.until() : s.until();
    return Step.to(s, new TrunkEffect.WakeAt(at));
  }

  private Step<TrunkState, TrunkEffect> resting(Resting s, TrunkEvent event, Instant now) {
    if (event instanceof TrunkEvent.FlowClosed) {
      return Step.to(new Resting(s.line().with((Use) null), s.until(), s.refused()));
    }
    boolean tried = event instanceof TrunkEvent.Tried;
    if (!tried && !(event instanceof TrunkEvent.Woken)) {
      return Step.to(s);
    }
    Use use = s.line().use();
    Line line = use != null && !use.holds(now) ? s.line().with((Use) null) : s.line();
    return !tried && now.isBefore(s.until())
        ? restUntil(new Resting(line, s.until(), s.refused()))
        : locate(line);
  }

  // ---- stopping

  /** Unregisters when there is something to unregister (RFC 3261 §10.2.2). */
  private Step<TrunkState, TrunkEffect> stop(TrunkState state, Instant now) {
    Line line =
        switch (state) {
          case Off s -> null;
          case Locating s -> s.line();
          case Asking s -> s.line().use() == null ? s.line().with(asIfTaken(s)) : s.line();
          case Up s -> s.line();
          case Resting s -> s.line();
          case Leaving s -> null;
        };
    if (state instanceof Leaving) {
      return Step.to(state);
    }
    Use use = line == null ? null : line.use();
    return line == null || use == null || !trunk.registers()
        ? end()
        : leave(line, use.server(), now.plus(properties.farewell()));
  }

  /** Its answer may be on the way. */
  private static Use asIfTaken(Asking s) {
    return new Use(s.server(), Instant.MAX, List.of());
  }

  private Step<TrunkState, TrunkEffect> leave(Line line, Hop server, Instant giveUpAt) {
    long cseq = line.cseq() + 1;
    DigestClient.Signed signed = requests.register(cseq, Duration.ZERO, line.digest(), server);
    Line asked = line.asked(cseq, signed.next()).with((Use) null);
    return Step.to(
        new Leaving(asked, signed.request(), server, giveUpAt),
        new TrunkEffect.WakeAt(giveUpAt),
        new TrunkEffect.Send(signed.request(), server));
  }

  private Step<TrunkState, TrunkEffect> leaving(Leaving s, TrunkEvent event, Instant now) {
    return switch (event) {
      case TrunkEvent.Answered e when e.sent() == s.sent() && e.response().isFinal() ->
          farewell(s, e.response());
      case TrunkEvent.Silent e when e.sent() == s.sent() -> end();
      case TrunkEvent.Woken e when !now.isBefore(s.giveUpAt()) -> end();
      default -> Step.to(s);
    };
  }

  private Step<TrunkState, TrunkEffect> farewell(Leaving s, SipResponse response) {
    boolean asks = response.status() == 401 || response.status() == 407;
    if (asks
        && s.line().digest().challenged(s.sent(), response)
            instanceof DigestClient.Outcome.Again a) {
      return leave(s.line().with(a.next()), s.server(), s.giveUpAt());
    }
    return end();
  }

  private static Step<TrunkState, TrunkEffect> end() {
    return Step.to(new Off(), new TrunkEffect.End());
  }

  // ---- words

  private static Problem silence(Hop server, TrunkEvent.Silent event, Instant now) {
    return none("The server " + server.shown() + " does not answer (" + event.why() + ").", now);
  }

  private static Problem none(String sentence, Instant now) {
    return new Problem(0, "", sentence, now);
  }
}
