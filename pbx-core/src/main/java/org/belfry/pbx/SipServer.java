package org.belfry.pbx;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.PlanExplainer;
import org.belfry.pbx.agent.AgentEvent;
import org.belfry.pbx.app.CallLanes;
import org.belfry.pbx.app.park.ParkCalls;
import org.belfry.pbx.app.pickup.PickupCalls;
import org.belfry.pbx.app.trunk.EmergencyPreviews;
import org.belfry.pbx.app.trunk.FirstCall;
import org.belfry.pbx.app.trunk.TrunkCalls;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.auth.SessionCredentials;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.ClickToCall;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CountedCalls;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.engine.Figure;
import org.belfry.pbx.engine.UnguessableRandom;
import org.belfry.pbx.lane.ServerFigures;
import org.belfry.pbx.lane.SipLane;
import org.belfry.pbx.lane.SipLanes;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.lane.SipShared;
import org.belfry.pbx.lane.ThirdPartyCalls;
import org.belfry.pbx.presence.NightLamps;
import org.belfry.pbx.proxy.plan.CallPlanning;
import org.belfry.pbx.proxy.plan.PlanExplanations;
import org.belfry.pbx.proxy.plan.UserCalls;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.BindingTable;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.registrar.Loss;
import org.belfry.pbx.registrar.RegistrationObserver;
import org.belfry.pbx.registrar.WayBack;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.EmergencyCallbacks;
import org.belfry.pbx.routing.EmergencyNotification;
import org.belfry.pbx.routing.LiveState;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.PlanLimits;
import org.belfry.pbx.routing.Planner;
import org.belfry.pbx.routing.SideNotes;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SourceAddress;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.transport.CarriedWebSocket;
import org.belfry.pbx.sip.transport.ConnectionPriority;
import org.belfry.pbx.sip.transport.EventLoops;
import org.belfry.pbx.sip.transport.ExternalWebSocket;
import org.belfry.pbx.sip.transport.Listening;
import org.belfry.pbx.sip.transport.MessageReceiver;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.sip.transport.SipTransports;
import org.belfry.pbx.sip.transport.TlsIdentity;
import org.belfry.pbx.sip.transport.TransportProperties;
import org.belfry.pbx.sip.transport.WebSocketPolicy;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP registrar and proxy as one thing: assembled here, started, told of a new directory,
 * stopped.
 *
 * <p>All methods may be called from any thread but the lanes' own.
 */
public final class SipServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SipServer.class);

  private final SipServerProperties properties;
  private final InstantSource clock = InstantSource.system();
  private final AtomicReference<@Nullable DialIndex> dial = new AtomicReference<>();
  private final Location location = new Location();
  private final Numbers numbers;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<RegistrationObserver> observers = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<CallPlan.SideNote.Emergency, String>> emergencies =
      new CopyOnWriteArrayList<>();
  private final List<Consumer<CallAnswered>> answers = new CopyOnWriteArrayList<>();
  private volatile RecordKeys recordKeys = RecordKeys.NONE;
  private final BindingJournal bindings;
  private final CountedCalls calls;
  private final ParkCalls parking;
  private final SipShared shared;
  private final EventLoops loops;
  private final SipTransports transports;
  private final SipLanes lanes;
  private volatile Supported supported = new Supported(Set.of(), false, false, false);

  /**
   * @param ports how it reaches what is not SIP
   */
  public SipServer(SipServerProperties properties, SipPorts ports) {
    this.properties = properties;
    this.numbers = ports.numbers();
    this.bindings = ports.bindings();
    this.calls = new CountedCalls(ports.cdrs());
    this.loops = new EventLoops(properties.lanes());
    this.transports =
        new SipTransports(
            loops,
            TransportProperties.DEFAULT
                .with(properties.edge().connections())
                .withTrafficClass(properties.edge().trafficClass()),
            properties.edge().webSockets(),
            new Receiver());
    TrunkStates trunks = new TrunkStates();
    EmergencyCallbacks callbacks = new EmergencyCallbacks();
    UserCalls live = new UserCalls(location, this::directory, callbacks);
    this.parking =
        new ParkCalls(
            this::directory, properties.parking(), "Belfry", this::stateChanged, this::text);
    this.shared =
        new SipShared(
            properties,
            this::directory,
            location,
            bindings,
            ports.scripts(),
            calls,
            ports.media(),
            ports.securityLog(),
            ports.guard(),
            this::lost,
            new Network(),
            ports.resolver(),
            new DeadTargets(properties.location().deadFor()),
            new CallPlanning(
                new Planner(properties.federation(), PlanLimits.DEFAULT),
                this::dial,
                live,
                notes(ports.notes())),
            trunks,
            ports.outsideCalls(),
            new SipShared.Counters(),
            byName(ports, trunks, parking, properties, callbacks, this::preempt),
            ports.waiting(),
            this::changed,
            ports.presence().with(List.of(parking, live, new NightLamps(this::directory, clock))),
            answered -> answers.forEach(each -> each.accept(answered)),
            (callId, extension, on) -> recordKeys.pressed(callId, extension, on),
            new SessionCredentials(properties.realm(), new SecureRandom()));
    this.lanes = new SipLanes(shared, clock, loops::driver, UnguessableRandom::new);
  }

  /**
   * Restores the bindings and opens the sockets.
   *
   * @throws RuntimeException with a sentence for people when an address cannot be listened on
   */
  public void start(Directory first) {
    dial.set(DialIndex.of(first, numbers));
    letIn(first);
    restore(first);
    transports.open(properties.listen(), properties.edge().more());
    supported = supported(transports.listening());
    lanes.trunksChanged();
  }

  /**
   * Who we are on TLS from now on; connections that are open keep what they have. Before it is
   * called nobody gets in over TLS.
   *
   * @throws IllegalArgumentException when TLS cannot be spoken with it
   */
  public void secure(TlsIdentity identity) {
    transports.secure(identity);
  }

  /**
   * Takes in a secure WebSocket of the web server; who calls has asked {@link WebSocketPolicy}.
   *
   * @return null when there are too many connections: close the socket
   */
  public @Nullable CarriedWebSocket carried(
      InetSocketAddress local, InetSocketAddress remote, ExternalWebSocket carrier) {
    return transports.carried(Transport.WSS, local, remote, carrier);
  }

  /** Credentials of phones that live in pages. */
  public SessionCredentials sessionCredentials() {
    return shared.sessions();
  }

  /** Who may open a WebSocket. */
  public WebSocketPolicy webSockets() {
    return properties.edge().webSockets();
  }

  /**
   * Ends an answered call for both sides; nothing when there is no such call.
   *
   * @param cause goes into its record
   * @param why a few words that the phones are told (RFC 3326)
   */
  public void endCall(String callId, CallRecord.Cause cause, String why) {
    lanes.endCall(callId, cause, why);
  }

  /** An answered call ends with its record; one that only rings is given up. */
  private void preempt(String callId) {
    lanes.endCall(callId, CallRecord.Cause.PREEMPTED, "an emergency call needs the line");
    lanes.command(callId, new CallEvent.HangUp("an emergency call needs the line"));
  }

  /**
   * Calls one of our users and then, once somebody has answered there, whom it wants to talk to
   * (RFC 3725).
   *
   * @return the Call-ID of the first of the two, by which the call can be led
   */
  public String call(ClickToCall.Request wanted) {
    return lanes.call(wanted);
  }

  /** Where the threads of voice applications find their calls. */
  public CallLanes programs() {
    return lanes;
  }

  /** Call control for the API and the pages: third-party calls (RFC 3725). */
  public ThirdPartyCalls thirdPartyCalls() {
    return new ThirdPartyCalls(lanes);
  }

  /** Has a call of ours do something; nothing when the call is none of ours. */
  public void command(String callId, CallEvent.CallCommand command) {
    lanes.agents(callId, new AgentEvent.CallCommanded(callId, command));
  }

  /** The slots in which calls wait. */
  public ParkCalls parking() {
    return parking;
  }

  /** Sends a text to the phones of a user (RFC 3428); nothing comes back. */
  public void text(String extension, String text) {
    lanes.text(extension, text);
  }

  /**
   * The listener is told of every emergency call and its Call-ID, on the lane of the call, and must
   * return at once.
   */
  public void onEmergency(BiConsumer<CallPlan.SideNote.Emergency, String> listener) {
    emergencies.add(listener);
  }

  /**
   * The listener is told of every call that somebody answers, on the lane of the call, before its
   * caller is told; it must return at once.
   */
  public void onAnswered(Consumer<CallAnswered> listener) {
    answers.add(listener);
  }

  /** Who records calls when phones ask for it. */
  public void onRecordKey(RecordKeys keys) {
    recordKeys = keys;
  }

  /** Whoever is at the front desk reads on the phone that somebody has made an emergency call. */
  private SideNotes notes(SideNotes others) {
    return (note, callId) -> {
      others.say(note, callId);
      if (note instanceof CallPlan.SideNote.Emergency emergency) {
        EmergencyNotification.of(emergency, directory()).forEach(this::text);
        emergencies.forEach(each -> each.accept(emergency, callId));
      }
    };
  }

  /** The SIP domain of this site. */
  String domain() {
    return directory().domain();
  }

  /** True for the Call-ID of a call that we hold ourselves, and can hold and transfer. */
  public boolean holds(String callId) {
    return lanes.holds(callId);
  }

  /**
   * Swaps the directory snapshot; calls that are going on keep theirs. Bindings of users that are
   * gone go too.
   */
  public void publish(Directory next) {
    // Made ready here, on the thread of who publishes: no lane waits for it.
    DialIndex before = dial.getAndSet(DialIndex.of(next, numbers));
    if (before == null
        || !before.directory().dialPlan().trunks().equals(next.dialPlan().trunks())) {
      lanes.trunksChanged();
    }
    letIn(next);
    for (Aor aor : location.all().keySet()) {
      if (next.user(aor.user()) == null) {
        lanes.removeBinding(aor, null);
      }
    }
    shared.presence().dialogs().watched().forEach(lanes::resourceChanged);
  }

  /** Lifts bans of the addresses of peers and trunks. */
  private void letIn(Directory directory) {
    for (Peer peer : directory.peers()) {
      peer.addresses().forEach(shared.guard()::unban);
    }
    for (Trunk trunk : directory.dialPlan().trunks().values()) {
      trunk.addresses().forEach(shared.guard()::unban);
    }
  }

  /**
   * What is watched under this local user part has changed: a mailbox, a park slot, a night switch.
   * Watchers are told what is different; nothing happens when nothing is.
   */
  public void stateChanged(String name) {
    lanes.resourceChanged(new Aor(name, directory().domain()));
  }

  /** Says where calls would go, by the current snapshot. */
  public PlanExplainer planExplainer() {
    return new PlanExplanations(shared.planning());
  }

  /** Says what emergency centres would learn, by the current snapshot. */
  public EmergencyPreview emergencyPreview() {
    CallPlanning planning = shared.planning();
    return new EmergencyPreviews(
        planning.planner(), planning.index(), planning.live(), this::bindings, clock);
  }

  /** Where we listen, for people: {@code udp:192.0.2.10:5060}. */
  public List<String> listening() {
    return transports.listening().stream().map(Listening::shown).toList();
  }

  /** Bindings that have not expired. */
  public Map<Aor, List<Binding>> bindings() {
    Instant now = clock.instant();
    Map<Aor, List<Binding>> live = new LinkedHashMap<>();
    location
        .all()
        .forEach((aor, table) -> {
          List<Binding> current = table.live(now);
          if (!current.isEmpty()) {
            live.put(aor, current);
          }
        });
    return live;
  }

  /**
   * Removes a binding, as if its phone had unregistered.
   *
   * @return false when there is no such binding
   */
  public boolean removeBinding(Aor aor, String contact) {
    boolean known =
        location.table(aor).bindings().stream().anyMatch(b -> b.contact().equals(contact));
    if (known) {
      lanes.removeBinding(aor, contact);
    }
    return known;
  }

  /**
   * Has a registered phone do something with itself, by a NOTIFY.
   *
   * @param contact of its binding
   * @param event as the phone's maker wants it: {@code check-sync;reboot=false}
   * @return false when there is no such binding, or the server is too busy
   */
  public boolean tell(Aor aor, String contact, String event) {
    return location.table(aor).bindings().stream().anyMatch(b -> b.contact().equals(contact))
        && lanes.tell(aor, contact, event);
  }

  /** How the trunks that are switched on stand. */
  public TrunkStates trunks() {
    return shared.trunks();
  }

  /** Who of our users is there and on the phone. */
  public LiveState liveState() {
    return shared.planning().live();
  }

  /** Has the server of a trunk asked at once; nothing when no such trunk is switched on. */
  public void tryTrunk(String trunk) {
    lanes.tryTrunk(trunk);
  }

  /** Calls that are going on. */
  public List<LiveCall> liveCalls() {
    return lanes.liveCalls();
  }

  /** The call of this Call-ID that is going on, or null. */
  public @Nullable LiveCall liveCall(String callId) {
    return lanes.liveCall(callId);
  }

  /**
   * Every message of a call, oldest first, while it goes on and for some time after; empty when it
   * is not known (any more).
   */
  public List<TracedMessage> trace(String callId) {
    return lanes.trace(callId);
  }

  /**
   * Says something of a call in its ladder: what happened to its media, for example. Nothing when
   * the call is not known (any more).
   *
   * @param what one sentence
   */
  public void note(String callId, String what) {
    lanes.note(callId, what);
  }

  /** What was noted in a call besides its messages, oldest first. */
  public List<TraceNote> notes(String callId) {
    return lanes.notes(callId);
  }

  /**
   * The listener is run on a lane after registrations or calls have changed, and must return at
   * once.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** The observer is told on a lane of phones that have gone, and must return at once. */
  public void onRegistrationLost(RegistrationObserver observer) {
    observers.add(observer);
  }

  private void lost(Aor aor, Binding binding, Loss cause) {
    LOG.info("registration lost aor={} contact={} cause={}", aor, binding.contact(), cause);
    for (RegistrationObserver observer : observers) {
      observer.lost(aor, binding, cause);
    }
  }

  /** What can be counted and measured; the same figures each time. */
  public List<Figure> figures() {
    return ServerFigures.of(
        shared.counters(),
        calls,
        lanes,
        location,
        shared.presence().counts(),
        shared.trunks(),
        transports::counters,
        shared.resolver()::counters,
        shared.guard()::counters,
        clock);
  }

  /**
   * Unregisters trunks, stops listening and closes the records of calls that are going on. The sink
   * has them all when this returns, so that it may be closed next.
   */
  @Override
  public void close() {
    stopTrunks();
    transports.close();
    CountDownLatch closed = new CountDownLatch(lanes.works().size());
    for (int i = 0; i < lanes.works().size(); i++) {
      SipLane work = lanes.works().get(i);
      loops
          .driver(i)
          .execute(() -> {
            work.calls().closeAll(clock.instant());
            closed.countDown();
          });
    }
    try {
      if (!closed.await(5, TimeUnit.SECONDS)) {
        LOG.warn("some calls could not be closed in time; their records are lost");
      }
      CompletableFuture.allOf(
              lanes.works().stream()
                  .map(work -> work.calls().recorded())
                  .toArray(CompletableFuture[]::new))
          .get(5, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("how some calls sounded was not known in time; their records are lost");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loops.close();
  }

  /** Whether every lane has handled something within this time: none hangs. */
  public boolean answers(Duration within) throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(lanes.lanes().size());
    lanes.pulse(beats::countDown);
    return beats.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopTrunks() {
    CountDownLatch stopped = new CountDownLatch(lanes.lanes().size());
    lanes.stopTrunks(stopped::countDown);
    try {
      if (!stopped.await(5, TimeUnit.SECONDS)) {
        LOG.warn("some trunks could not be unregistered in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restore(Directory known) {
    Map<Aor, List<Binding>> byAor = new LinkedHashMap<>();
    for (BindingJournal.Stored stored : bindings.restore()) {
      // Connections did not outlive the restart: a phone stays only where it can be connected to.
      Hop way = isReadable(stored.binding()) ? WayBack.afterClosing(stored.binding()) : null;
      if (way != null) {
        byAor.computeIfAbsent(stored.aor(), aor -> new ArrayList<>()).add(stored.binding().by(way));
      } else {
        bindings.append(List.of(new BindingDelta.Removed(stored.aor(), stored.binding().key())));
      }
    }
    Set<Aor> unknown = new HashSet<>();
    byAor.forEach((aor, stored) -> {
      location.put(new BindingTable(aor, stored));
      if (known.user(aor.user()) == null || !aor.domain().equals(known.domain())) {
        unknown.add(aor);
      }
      lanes.bindingsRestored(aor);
    });
    unknown.forEach(aor -> lanes.removeBinding(aor, null));
  }

  /** What a phone has registered, or what is left of it, must not keep us from starting. */
  private static boolean isReadable(Binding stored) {
    try {
      return Grammar.uri(stored.contact()).isSip();
    } catch (MalformedHeader e) {
      return false;
    }
  }

  private Directory directory() {
    return dial().directory();
  }

  private DialIndex dial() {
    DialIndex current = dial.get();
    if (current == null) {
      throw new IllegalStateException("the server is used before it is started");
    }
    return current;
  }

  private static Map<String, Application> byName(
      SipPorts ports,
      TrunkStates trunks,
      ParkCalls parking,
      SipServerProperties properties,
      EmergencyCallbacks callbacks,
      TrunkCalls.Preemption preemption) {
    Map<String, Application> all = new LinkedHashMap<>();
    Application firstCalls = null;
    for (Application each : ports.applications()) {
      firstCalls = each.name().equals(FirstCall.NAME) ? each : firstCalls;
    }
    all.put(
        TrunkCalls.NAME,
        new TrunkCalls(
            trunks,
            properties.secret(),
            ports.countries(),
            "Belfry",
            ports.outsideCalls(),
            firstCalls,
            callbacks,
            preemption));
    all.put(PickupCalls.NAME, new PickupCalls(ports.presence().dialogs(), "Belfry"));
    all.put(ParkCalls.NAME, parking);
    ports.applications().forEach(each -> all.put(each.name(), each));
    return Map.copyOf(all);
  }

  private static Supported supported(List<Listening> open) {
    Set<Transport> transports = EnumSet.noneOf(Transport.class);
    boolean ipv4 = false;
    boolean ipv6 = false;
    boolean loopback = !open.isEmpty();
    for (Listening each : open) {
      InetAddress address = each.address().getAddress();
      if (!each.transport().webSocket()) { // those nobody listens for
        transports.add(each.transport());
      }
      ipv6 |= address instanceof Inet6Address;
      ipv4 |= address instanceof Inet4Address;
      loopback &= address.isLoopbackAddress();
    }
    return new Supported(transports, ipv4, ipv6, loopback);
  }

  private void changed() {
    for (Runnable listener : listeners) {
      listener.run();
    }
  }

  /** The sockets, as the lanes see them. */
  private final class Network implements SipNetwork {
    @Override
    public @Nullable Hop route(Hop hop) {
      return transports.route(hop);
    }

    @Override
    public Supported supported() {
      return supported;
    }

    @Override
    public void send(byte[] message, Hop hop) {
      transports.send(message, hop);
    }
  }

  /** The lanes, as the sockets see them. */
  private final class Receiver implements MessageReceiver {
    @Override
    public boolean admits(InetAddress source) {
      return shared.guard().admits(source, clock);
    }

    @Override
    public ConnectionPriority regard(Hop hop) {
      if (location.isUsed(hop.connection())) {
        return ConnectionPriority.BOUND;
      }
      InetAddress address = hop.remote().getAddress();
      Directory now = directory();
      return location.holdsPhoneAt(SourceAddress.of(address))
              || now.peerAt(address, hop.remote().getPort()) != null
              || now.dialPlan().trunks().values().stream()
                  .anyMatch(trunk -> trunk.addresses().contains(address))
          ? ConnectionPriority.KNOWN
          : ConnectionPriority.STRANGER;
    }

    @Override
    public void received(SipMessage message, Hop from) {
      lanes.received(message, from);
    }

    @Override
    public void sendFailed(Hop to, byte[] message, String why) {
      SipMessage parsed = MessageParser.parse(message, 0, message.length);
      if (parsed != null) {
        lanes.sendFailed(parsed, to, why);
      }
    }

    @Override
    public void connectionClosed(Hop hop) {
      LOG.debug("connection {} from {} closed", hop.connection(), hop.shown());
      lanes.connectionClosed(hop);
    }
  }
}
