package org.belfry.pbx;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardEvent;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sim.VirtualNetwork;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;

/** The real server, all of it but the sockets, on the virtual network. */
public final class SimulatedServer implements SipNetwork {
  private final List<String> lost = new ArrayList<>();
  private final VirtualNetwork net;
  private final InetSocketAddress address;
  private final Location location = new Location();
  private final List<CallRecord> records = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<BindingDelta> journal = new ArrayList<>();
  private final RewritingAnchor anchor = new RewritingAnchor();
  private final List<GuardEvent> guarded = new ArrayList<>();
  private final Guard guard = new Guard(GuardProperties.DEFAULT, guarded::add);
  private final SipShared shared;
  private final SipLanes lanes;
  private Directory directory;
  private int sends;
  private int refusedConnections;
  private int failingSend = -1;

  public SimulatedServer(
      VirtualNetwork net,
      InetSocketAddress address,
      Directory directory,
      int laneCount,
      Federation federation,
      ScriptedDns dns) {
    this.net = net;
    this.address = address;
    this.directory = directory;
    SipServerProperties properties =
        SipServerProperties.defaults(
                List.of(address),
                "belfry",
                "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .withLanes(laneCount)
            .withFederation(federation);
    this.shared =
        new SipShared(
            properties,
            () -> this.directory,
            location,
            new BindingJournal() {
              @Override
              public boolean append(List<BindingDelta> deltas) {
                return journal.addAll(deltas);
              }

              @Override
              public List<Stored> restore() {
                return List.of();
              }
            },
            records::add,
            anchor,
            (source, user, method, reason) -> refused.add(user + ": " + reason),
            guard,
            (aor, binding, cause) -> lost.add(aor.user() + " " + cause),
            this,
            new Resolver(dns, net.clock(), ResolverLimits.DEFAULT),
            new DeadTargets(properties.location().deadFor()),
            new SipShared.Counters(),
            () -> {});
    Random random = new Random(net.seed());
    this.lanes = new SipLanes(shared, net.clock(), i -> driver(), () -> random);
    net.attach(address, this::received);
  }

  /** Leads media through us when it is told to. */
  public RewritingAnchor anchor() {
    return anchor;
  }

  public void endCall(String callId, CallRecord.Cause cause, String why) {
    lanes.endCall(callId, cause, why);
  }

  public Guard guard() {
    return guard;
  }

  /** What the guard did. */
  public List<GuardEvent> guarded() {
    return guarded;
  }

  /** Phones that have gone: {@code "1001 SILENT"}. */
  public List<String> lost() {
    return lost;
  }

  /** The k-th message (from 0) that the server wants to send fails; -1 for none. */
  public void failSend(int k) {
    failingSend = k;
  }

  public int sends() {
    return sends;
  }

  public void publish(Directory next) {
    directory = next;
  }

  public Map<String, Long> counters() {
    SipShared.Counters c = shared.counters();
    return Map.of(
        "malformed", c.malformed().sum(),
        "strayResponses", c.strayResponses().sum(),
        "authenticationFailures", c.authenticationFailures().sum(),
        "faults", c.faults().sum());
  }

  public List<CallRecord> records() {
    return records;
  }

  public List<String> refused() {
    return refused;
  }

  public List<BindingDelta> journal() {
    return journal;
  }

  public List<Binding> bindings(String extension) {
    return location.live(new Aor(extension, directory.domain()), net.clock().instant());
  }

  public List<LiveCall> liveCalls() {
    return lanes.liveCalls();
  }

  public List<TracedMessage> trace(String callId) {
    return lanes.trace(callId);
  }

  public List<TraceNote> notes(String callId) {
    return lanes.notes(callId);
  }

  public void note(String callId, String what) {
    lanes.note(callId, what);
  }

  public int transactions() {
    return lanes.works().stream().mapToInt(SipLane::transactions).sum();
  }

  public int waiting() {
    return lanes.lanes().stream().mapToInt(Lane::waiting).sum();
  }

  /** Timers that are set, but for those of bindings that will expire one day. */
  public int timers() {
    return lanes.lanes().stream().mapToInt(Lane::timersSet).sum() - location.all().size();
  }

  @Override
  public Supported supported() {
    return new Supported(Set.of(Transport.UDP), true, false, false);
  }

  @Override
  public Hop route(Hop hop) {
    return hop.local() == null
        ? new Hop(hop.transport(), address, hop.remote(), hop.connection())
        : hop;
  }

  @Override
  public void send(byte[] message, Hop hop) {
    if (sends++ == failingSend) {
      SipMessage parsed = MessageParser.parse(message, 0, message.length);
      lanes.sendFailed(parsed, hop, "a fault was asked for");
      return;
    }
    if (hop.transport() != Transport.UDP) {
      refusedConnections++; // the phones of this world listen on UDP only
      SipMessage parsed = MessageParser.parse(message, 0, message.length);
      lanes.sendFailed(parsed, hop, "connection refused");
      return;
    }
    net.send(new Datagram(address, hop.remote(), message));
  }

  /** How often it tried to connect to a phone. */
  public int refusedConnections() {
    return refusedConnections;
  }

  private void received(Datagram datagram) {
    if (!guard.admits(datagram.from().getAddress(), net.clock())) {
      return;
    }
    SipMessage message = MessageParser.parse(datagram.bytes(), 0, datagram.bytes().length);
    if (message != null) {
      lanes.received(message, new Hop(Transport.UDP, address, datagram.from(), 0));
    }
  }

  private Lane.Driver driver() {
    return new Lane.Driver() {
      @Override
      public boolean onLane() {
        return true; // the virtual world has one thread
      }

      @Override
      public void execute(Runnable task) {
        net.later(java.time.Duration.ZERO, task);
      }

      @Override
      public void schedule(Runnable task, java.time.Duration delay) {
        net.later(delay, task);
      }
    };
  }
}
