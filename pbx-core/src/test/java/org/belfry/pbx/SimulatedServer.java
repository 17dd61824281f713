package org.belfry.pbx;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.belfry.pbx.agent.AgentEvent;
import org.belfry.pbx.app.CallLanes;
import org.belfry.pbx.app.park.ParkCalls;
import org.belfry.pbx.app.park.ParkLimits;
import org.belfry.pbx.app.pickup.PickupCalls;
import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.app.trunk.FirstCall;
import org.belfry.pbx.app.trunk.FusedCalls;
import org.belfry.pbx.app.trunk.TrunkAddress;
import org.belfry.pbx.app.trunk.TrunkCalls;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.auth.SessionCredentials;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.ClickToCall;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseSettings;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardEvent;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.lane.SipLane;
import org.belfry.pbx.lane.SipLanes;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.lane.SipShared;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.presence.NightLamps;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.presence.PresenceProperties;
import org.belfry.pbx.presence.StateSource;
import org.belfry.pbx.presence.WatchPolicy;
import org.belfry.pbx.presence.WatchedDialog;
import org.belfry.pbx.presence.WatcherCounts;
import org.belfry.pbx.proxy.plan.CallPlanning;
import org.belfry.pbx.proxy.plan.UserCalls;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.CallPlan.SideNote;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.EmergencyCallbacks;
import org.belfry.pbx.routing.EmergencyNotification;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.GermanNumbers;
import org.belfry.pbx.routing.PlanLimits;
import org.belfry.pbx.routing.Planner;
import org.belfry.pbx.routing.cpl.CplScript;
import org.belfry.pbx.routing.cpl.CplStore;
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
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;

/** The real server, all of it but the sockets, on the virtual network. */
public final class SimulatedServer implements SipNetwork {
  private final FraudFuse fuse =
      new FraudFuse(FuseSettings.defaults(java.time.ZoneId.of("Europe/Berlin")), event -> {});
  private OutsideCalls outsideCalls =
      new FusedCalls(fuse, new GermanNumbers(), () -> this.directory.dialPlan());
  private final List<String> lost = new ArrayList<>();
  private final VirtualNetwork net;
  private final InetSocketAddress address;
  private final Location location = new Location();
  private final List<CallRecord> records = new ArrayList<>();
  private final List<CallAnswered> answered = new ArrayList<>();
  private RecordKeys recordKeys = RecordKeys.NONE;
  private final List<String> refused = new ArrayList<>();
  private final Map<String, CplScript> scripts = new HashMap<>();
  private final List<BindingDelta> journal = new ArrayList<>();
  private final RewritingAnchor anchor = new RewritingAnchor();
  private final List<GuardEvent> guarded = new ArrayList<>();
  private final Guard guard = new Guard(GuardProperties.DEFAULT, guarded::add);
  private final Map<String, List<WatchedDialog>> names = new HashMap<>();
  private final Map<String, MailboxSummary> mailboxes = new HashMap<>();
  private final ParkCalls parking =
      new ParkCalls(
          () -> this.directory,
          ParkLimits.DEFAULT,
          "Belfry",
          name -> changed(name),
          (extension, text) -> text(extension, text));
  private final EmergencyCallbacks callbacks = new EmergencyCallbacks();
  private final UserCalls live = new UserCalls(location, () -> this.directory, callbacks);
  private final Presence presence =
      new Presence(
              PresenceProperties.DEFAULT,
              new StateSource() {
                @Override
                public boolean knows(String name) {
                  return names.containsKey(name);
                }

                @Override
                public List<WatchedDialog> dialogs(String name) {
                  return names.getOrDefault(name, List.of());
                }
              },
              aor -> mailboxes.get(aor.user()),
              WatchPolicy.COLLEAGUES)
          .with(List.of(parking, live, new NightLamps(() -> this.directory, this::now)));
  private final Map<String, Application> applications = new java.util.HashMap<>();
  private final Set<String> sounding = new java.util.TreeSet<>();
  private boolean sounds;
  private final WaitingSound waiting =
      new WaitingSound() {
        @Override
        public byte[] answer(String callId, byte[] offer) {
          if (!sounds) {
            return null;
          }
          sounding.add(callId);
          return "v=0\r\ns=music\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }

        @Override
        public void ended(String callId) {
          sounding.remove(callId);
        }
      };
  private final SipShared shared;
  private SipLanes lanes;
  private final List<SideNote> said = new ArrayList<>();
  private Directory directory;
  private DialIndex index;
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
            new CplStore() {
              @Override
              public boolean put(String extension, CplScript script) {
                scripts.put(extension, script);
                return true;
              }

              @Override
              public boolean remove(String extension) {
                scripts.remove(extension);
                return true;
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
            new CallPlanning(
                new Planner(federation, PlanLimits.DEFAULT),
                this::index,
                live,
                (note, callId) -> {
                  said.add(note);
                  if (note instanceof SideNote.Emergency emergency) {
                    EmergencyNotification.of(emergency, this.directory).forEach(this::text);
                  }
                }),
            new TrunkStates(),
            (call, callId, now) -> outsideCalls.leaves(call, callId, now),
            new SipShared.Counters(),
            applications,
            waiting,
            () -> {},
            presence,
            answered::add,
            (callId, extension, on) -> recordKeys.pressed(callId, extension, on),
            new SessionCredentials(properties.realm(), new Random(net.seed())));
    install(parking);
    install(new PickupCalls(presence.dialogs(), "Belfry"));
    Random random = new Random(net.seed());
    this.lanes = new SipLanes(shared, net.clock(), i -> driver(), () -> random);
    net.attach(address, this::received);
  }

  /** It begins anew and remembers nothing but its registrations, like a process that was killed. */
  public void restarts() {
    Random random = new Random(net.seed() + 1);
    lanes = new SipLanes(shared, net.clock(), i -> driver(), () -> random);
  }

  /** From now on these are asked when a phone wants its call recorded. */
  public void recordsBy(RecordKeys keys) {
    recordKeys = keys;
  }

  /** Calls that were answered. */
  public List<CallAnswered> answered() {
    return answered;
  }

  /** From now on this application can be called. */
  public void install(Application application) {
    applications.put(application.name(), application);
  }

  private void preempt(String callId) {
    lanes.endCall(callId, CallRecord.Cause.PREEMPTED, "an emergency call needs the line");
    lanes.command(callId, new CallEvent.HangUp("an emergency call needs the line"));
  }

  /** Calls can go by trunks; "~berlin" calls +493012345 by the trunk of this name. */
  public void installTrunkCalls() {
    TrunkCalls calls =
        new TrunkCalls(
            shared.trunks(),
            shared.properties().secret(),
            country -> CountryPrefixes.usual("49"),
            "Belfry",
            (call, callId, now) -> outsideCalls.leaves(call, callId, now),
            applications.get(FirstCall.NAME),
            callbacks,
            this::preempt);
    install(calls);
    install(
        new Application() {
          @Override
          public String name() {
            return "berlin";
          }

          @Override
          public Reception called(Incoming in, java.time.Instant now) {
            String uri = new TrunkAddress("berlin", "+493012345", null).uri(directory.domain());
            return calls.called(
                new Incoming(
                    in.invite().editWithUri(uri).done(),
                    in.from(),
                    in.directory(),
                    in.caller(),
                    new OutsideCall(null, "berlin", "+493012345", null, false),
                    in.desk()),
                now);
          }
        });
  }

  /** Decides about outside calls from now on. */
  public void outsideCalls(OutsideCalls next) {
    outsideCalls = next;
  }

  /** All trunks go. */
  public void unplugTrunks() {
    DialPlan plan = directory.dialPlan();
    if (!plan.trunks().isEmpty()) {
      publish(
          new Directory(
              directory.version() + 1,
              directory.domain(),
              directory.localDomains(),
              directory.users(),
              directory.peers(),
              plan.edit().trunks(Map.of()).done()));
    }
  }

  public Directory directory() {
    return directory;
  }

  /** Whoever waits hears something from now on. */
  public void sounds() {
    sounds = true;
  }

  /** Legs that hear that they wait. */
  public Set<String> sounding() {
    return sounding;
  }

  /** The slots in which calls wait. */
  public ParkCalls parking() {
    return parking;
  }

  private java.time.Instant now() {
    return net.clock().instant();
  }

  private void changed(String name) {
    lanes.resourceChanged(new Aor(name, directory.domain()));
  }

  private void text(String extension, String text) {
    lanes.text(extension, text);
  }

  /** Has all phones of a user do something with themselves. */
  public void tell(String extension, String event) {
    Aor aor = new Aor(extension, directory.domain());
    bindings(extension).forEach(binding -> lanes.tell(aor, binding.contact(), event));
  }

  public String call(String extension, String number) {
    return lanes.call(new ClickToCall.Request(extension, "User", number));
  }

  public void command(String callId, CallEvent.CallCommand command) {
    lanes.agents(callId, new AgentEvent.CallCommanded(callId, command));
  }

  /** Where the threads of programs find their calls. */
  public CallLanes lanes() {
    return lanes;
  }

  /** Legs and calls of our own that are held. */
  public int agents() {
    return lanes.works().stream().mapToInt(SipLane::agents).sum();
  }

  /** Requests that legs of our own have not done with. */
  public int asked() {
    return lanes.works().stream().mapToInt(SipLane::asked).sum();
  }

  /** Legs that calls of ours know of. */
  public int known() {
    return lanes.works().stream().mapToInt(SipLane::known).sum();
  }

  /** Scripts that were uploaded, by extension. */
  public Map<String, CplScript> scripts() {
    return scripts;
  }

  /** Leads media through us when it is told to. */
  public RewritingAnchor anchor() {
    return anchor;
  }

  public void endCall(String callId, CallRecord.Cause cause, String why) {
    lanes.endCall(callId, cause, why);
  }

  /** Stops outside calls when there are too many. */
  public FraudFuse fuse() {
    return fuse;
  }

  /** Counts outside calls that go on, and ends those that the fuse wants ended. */
  public void tickFuse() {
    for (String callId : fuse.tick(now())) {
      endCall(callId, CallRecord.Cause.FRAUD, "ended by the fraud fuse");
    }
  }

  public Guard guard() {
    return guard;
  }

  /** What the guard did. */
  public List<GuardEvent> guarded() {
    return guarded;
  }

  /** A name that can be watched has these dialogs from now on. */
  public void named(String name, WatchedDialog... dialogs) {
    names.put(name, List.of(dialogs));
    lanes.resourceChanged(new Aor(name, directory.domain()));
  }

  /** So many voice messages wait in a user's mailbox from now on. */
  public void mailbox(String extension, int fresh, int old) {
    mailboxes.put(extension, new MailboxSummary(fresh, old, 0, 0));
    lanes.resourceChanged(new Aor(extension, directory.domain()));
  }

  /** The dialogs of a user as its watchers see them. */
  public List<WatchedDialog> dialogs(String extension) {
    return presence.dialogs().of(new Aor(extension, directory.domain()));
  }

  /** AORs that have a dialog. */
  public int busy() {
    return presence.dialogs().size();
  }

  public WatcherCounts watchers() {
    return presence.counts();
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
    presence.dialogs().watched().forEach(lanes::resourceChanged);
    lanes.trunksChanged();
  }

  private DialIndex index() {
    if (index == null || index.directory() != directory) {
      index = DialIndex.of(directory, new GermanNumbers());
    }
    return index;
  }

  /** What plans said beside calls. */
  public List<SideNote> said() {
    return said;
  }

  public Map<String, Long> counters() {
    SipShared.Counters c = shared.counters();
    return Map.of(
        "malformed", c.malformed().sum(),
        "strayResponses", c.strayResponses().sum(),
        "authenticationFailures", c.authenticationFailures().sum(),
        "faults", c.faults().sum());
  }

  /** How its trunks stand. */
  public TrunkStates trunks() {
    return shared.trunks();
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

  /** Who of our users is in how many calls. */
  public UserCalls live() {
    return live;
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
    received(datagram.bytes(), new Hop(Transport.UDP, address, datagram.from(), 0));
  }

  /** A message comes by a connection, at whose other end nobody listens for the answer. */
  public void receivedByTcp(InetSocketAddress from, byte[] message) {
    received(message, new Hop(Transport.TCP, address, from, 1));
  }

  private void received(byte[] bytes, Hop from) {
    if (!guard.admits(from.remote().getAddress(), net.clock())) {
      return;
    }
    SipMessage message = MessageParser.parse(bytes, 0, bytes.length);
    if (message != null) {
      lanes.received(message, from);
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
