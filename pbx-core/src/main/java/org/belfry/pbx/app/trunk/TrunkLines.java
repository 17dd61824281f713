package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.LaneContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trunks that one lane owns: runs their machines and carries out what they want. */
public final class TrunkLines {
  private static final Logger LOG = LoggerFactory.getLogger(TrunkLines.class);
  private static final Duration AFTER_A_FAULT = Duration.ofMinutes(1);
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private final TrunkPorts ports;
  private final HopFinder finder;
  private final Predicate<String> mine;
  private final TrunkToken tokens;
  private final Map<String, Line> lines = new HashMap<>();
  private final LaneContext lane;
  private @Nullable Runnable whenEmpty;

  /**
   * @param mine true for the trunks of this lane, by name
   */
  public TrunkLines(TrunkPorts ports, HopFinder finder, Predicate<String> mine, LaneContext lane) {
    this.ports = ports;
    this.finder = finder;
    this.mine = mine;
    this.lane = lane;
    this.tokens = new TrunkToken(ports.secret());
  }

  /** One trunk and its machine. */
  static final class Line {
    private final Trunk trunk;
    private final String contactUser;
    private final String callId;
    private final TrunkMachine machine;
    private TrunkState state = new TrunkState.Off();
    private TimerWheel.@Nullable Timer timer;

    /** What it is when it has ended; null when it is no more. */
    private @Nullable Trunk then;

    private boolean ended;

    private Line(Trunk trunk, String contactUser, String callId, TrunkMachine machine) {
      this.trunk = trunk;
      this.contactUser = contactUser;
      this.callId = callId;
      this.machine = machine;
    }
  }

  /** What happens to trunks. */
  public void on(TrunkLetter letter, Instant now) {
    switch (letter) {
      case TrunkLetter.Happened e -> happened(e.line(), e.event(), now);
      case TrunkLetter.Answered e -> answered(e, now);
      case TrunkLetter.Silent e -> {
        ports.dead().died(e.to(), null, now);
        step(e.line(), new TrunkEvent.Silent(e.sent(), e.why()), now);
      }
      case TrunkLetter.FlowClosed e -> flowClosed(e.hop(), now);
      case TrunkLetter.Tried e -> tried(e.trunk(), now);
      case TrunkLetter.Changed e -> changed(now);
      case TrunkLetter.Stopped e -> stop(e.done(), now);
    }
  }

  /** The directory has changed, or is there for the first time. */
  private void changed(Instant now) {
    Map<String, Trunk> wanted = new HashMap<>();
    for (Trunk trunk : ports.directory().get().dialPlan().trunks().values()) {
      if (trunk.enabled() && mine.test(trunk.name())) {
        wanted.put(trunk.name(), trunk);
      }
    }
    for (Line line : List.copyOf(lines.values())) {
      Trunk next = wanted.remove(line.trunk.name());
      boolean same = next != null && sameLine(line.trunk, next);
      if (!same || line.then != null || line.state instanceof TrunkState.Leaving) {
        line.then = next;
        step(line, new TrunkEvent.Stopped(), now);
      }
    }
    wanted.values().forEach(trunk -> start(trunk, now));
  }

  /**
   * Ends all of them.
   *
   * @param done run when the last has gone
   */
  private void stop(Runnable done, Instant now) {
    whenEmpty = done;
    for (Line line : new ArrayList<>(lines.values())) {
      line.then = null;
      step(line, new TrunkEvent.Stopped(), now);
    }
    tellWhenEmpty();
  }

  /** Nothing for a trunk of another lane. */
  private void tried(String trunk, Instant now) {
    Line line = lines.get(trunk);
    if (line != null) {
      step(line, new TrunkEvent.Tried(), now);
    }
  }

  private void happened(Line line, TrunkEvent event, Instant now) {
    if (event instanceof TrunkEvent.Woken) {
      line.timer = null;
    }
    step(line, event, now);
  }

  /** A connection is closed. */
  private void flowClosed(Hop connection, Instant now) {
    for (Line line : List.copyOf(lines.values())) {
      var status = ports.states().of(line.trunk.name());
      Hop server = status == null ? null : status.server();
      if (server != null && TrunkStates.sameWay(server, connection)) {
        step(line, new TrunkEvent.FlowClosed(), now);
      }
    }
  }

  /** True when nothing that matters to the machine differs. */
  private static boolean sameLine(Trunk a, Trunk b) {
    return a.registers() == b.registers()
        && a.server().equals(b.server())
        && Objects.equals(a.proxy(), b.proxy())
        && Objects.equals(a.username(), b.username())
        && Objects.equals(a.authUser(), b.authUser())
        && Objects.equals(a.password(), b.password());
  }

  private void start(Trunk trunk, Instant now) {
    String contactUser = tokens.of(trunk.name());
    String callId = lane.newCallId("trunk-");
    TrunkMachine machine =
        new TrunkMachine(
            trunk, contactUser, callId, ports.properties(), ports.advertised(), lane.random());
    Line line = new Line(trunk, contactUser, callId, machine);
    lines.put(trunk.name(), line);
    step(line, new TrunkEvent.Started(), now);
  }

  private void step(Line line, TrunkEvent event, Instant now) {
    if (line.ended) {
      return;
    }
    try {
      Step<TrunkState, TrunkEffect> step = line.machine.on(line.state, event, now);
      line.state = step.state();
      if (ports.states().moved(line.trunk, line.contactUser, line.state, now)) {
        ports.changed().run();
      }
      for (TrunkEffect effect : step.effects()) {
        carryOut(line, effect, now);
      }
    } catch (RuntimeException e) {
      LOG.error("trunk={} failed by our own fault in {}", line.trunk.name(), line.state, e);
      ports.faults().increment();
      line.state = new TrunkState.Off();
      wake(line, new TrunkEvent.Started(), AFTER_A_FAULT, now);
    }
  }

  private void carryOut(Line line, TrunkEffect effect, Instant now) {
    switch (effect) {
      case TrunkEffect.Locate e ->
          finder.find(
              e.uri(),
              line.callId,
              now,
              (outcome, at) -> step(line, located(line.trunk.name(), outcome, at), at));
      case TrunkEffect.Send e ->
          lane.transactions().start(e.request(), e.to(), new Asked(line, e.request(), e.to()), now);
      case TrunkEffect.WakeAt e -> {
        Duration wait =
            e.at().isAfter(now.plus(LONGEST_TIMER)) ? LONGEST_TIMER : Duration.between(now, e.at());
        wake(line, new TrunkEvent.Woken(), wait.isNegative() ? Duration.ZERO : wait, now);
      }
      case TrunkEffect.End e -> end(line, now);
    }
  }

  private void wake(Line line, TrunkEvent event, Duration wait, Instant now) {
    stopTimer(line);
    line.timer = lane.post().after(wait, new TrunkLetter.Happened(line, event), now);
  }

  private void stopTimer(Line line) {
    if (line.timer != null) {
      lane.post().cancel(line.timer);
      line.timer = null;
    }
  }

  private void end(Line line, Instant now) {
    stopTimer(line);
    line.ended = true;
    lines.remove(line.trunk.name(), line);
    Trunk then = line.then;
    if (then != null && whenEmpty == null) {
      start(then, now);
    }
    tellWhenEmpty();
  }

  private void tellWhenEmpty() {
    Runnable done = whenEmpty;
    if (done != null && lines.isEmpty()) {
      whenEmpty = () -> {};
      done.run();
    }
  }

  private TrunkEvent located(String trunk, ServerLocation.Outcome outcome, Instant now) {
    return switch (outcome) {
      case ServerLocation.Outcome.Located found -> {
        for (Hop hop : found.hops()) {
          if (!ports.states().isServer(trunk, hop.remote().getAddress())) {
            ports.trusted().accept(hop.remote().getAddress());
          }
        }
        ports.states().located(trunk, found.hops());
        List<Hop> reached = new ArrayList<>(found.hops().size());
        for (Hop hop : ports.dead().last(found.hops(), now)) {
          Hop out = lane.network().route(hop);
          if (out != null && !out.remote().equals(out.local())) {
            reached.add(out);
          }
        }
        yield new TrunkEvent.Located(reached);
      }
      case ServerLocation.Outcome.Nowhere nowhere -> new TrunkEvent.NotLocated(nowhere.why());
      case ServerLocation.Outcome.Ask ask -> throw new IllegalStateException("still asking");
    };
  }

  /** A request of a trunk's machine. */
  private record Asked(Line line, SipRequest sent, Hop to) implements ClientUser {
    @Override
    public Event answered(SipResponse response) {
      return new TrunkLetter.Answered(line, sent, to, response);
    }

    @Override
    public Event silent(int status, String why) {
      return new TrunkLetter.Silent(line, sent, to, why);
    }
  }

  private void answered(TrunkLetter.Answered e, Instant now) {
    if (e.response().status() == 503) {
      ports.dead().died(e.to(), e.response().retryAfter(), now);
    } else {
      ports.dead().lives(e.to());
    }
    step(e.line(), new TrunkEvent.Answered(e.sent(), e.response()), now);
  }
}
