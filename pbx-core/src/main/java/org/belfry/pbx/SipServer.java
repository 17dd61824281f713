package org.belfry.pbx;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CdrSink;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.BindingTable;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.registrar.Loss;
import org.belfry.pbx.registrar.RegistrationObserver;
import org.belfry.pbx.registrar.WayBack;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.transport.CarriedWebSocket;
import org.belfry.pbx.sip.transport.EventLoops;
import org.belfry.pbx.sip.transport.Listening;
import org.belfry.pbx.sip.transport.MessageReceiver;
import org.belfry.pbx.sip.transport.SipTransports;
import org.belfry.pbx.sip.transport.TlsIdentity;
import org.belfry.pbx.sip.transport.TransportProperties;
import org.belfry.pbx.sip.transport.WebSocketCarrier;
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
  private final AtomicReference<@Nullable Directory> directory = new AtomicReference<>();
  private final Location location = new Location();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<RegistrationObserver> observers = new CopyOnWriteArrayList<>();
  private final BindingJournal bindings;
  private final CountedCalls calls;
  private final SipShared shared;
  private final EventLoops loops;
  private final SipTransports transports;
  private final SipLanes lanes;
  private volatile Supported supported = new Supported(Set.of(), false, false, false);

  /**
   * @param bindings restored from at {@link #start}, appended to from then on
   * @param cdrs takes one record a call
   * @param media leads media of calls through us, or {@link MediaAnchor#NONE}
   * @param guard asked before anything is read, and about every request that belongs to no dialog
   * @param resolver asked for the servers of other domains; not closed here
   */
  public SipServer(
      SipServerProperties properties,
      BindingJournal bindings,
      CdrSink cdrs,
      MediaAnchor media,
      SecurityLog securityLog,
      Guard guard,
      Resolver resolver) {
    this.properties = properties;
    this.bindings = bindings;
    this.calls = new CountedCalls(cdrs);
    this.loops = new EventLoops(properties.lanes());
    this.transports =
        new SipTransports(
            loops, TransportProperties.DEFAULT, properties.edge().webSockets(), new Receiver());
    this.shared =
        new SipShared(
            properties,
            this::directory,
            location,
            bindings,
            calls,
            media,
            securityLog,
            guard,
            this::lost,
            new Network(),
            resolver,
            new DeadTargets(properties.location().deadFor()),
            new SipShared.Counters(),
            this::changed);
    SecureRandom seeds = new SecureRandom();
    // Tags must not repeat (RFC 3261 §19.3); what must not be guessed carries a MAC.
    this.lanes =
        new SipLanes(shared, clock, loops::driver, () -> new SplittableRandom(seeds.nextLong()));
  }

  /**
   * Restores the bindings and opens the sockets.
   *
   * @throws RuntimeException with a sentence for people when an address cannot be listened on
   */
  public void start(Directory first) {
    directory.set(first);
    restore(first);
    transports.open(properties.listen(), properties.edge().more());
    supported = supported(transports.listening());
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
      InetSocketAddress local, InetSocketAddress remote, WebSocketCarrier carrier) {
    return transports.carried(Transport.WSS, local, remote, carrier);
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

  /**
   * Swaps the directory snapshot; calls that are going on keep theirs. Bindings of users that are
   * gone go too.
   */
  public void publish(Directory next) {
    directory.set(next);
    for (Peer peer : next.peers()) {
      peer.addresses().forEach(shared.guard()::unban);
    }
    for (Aor aor : location.all().keySet()) {
      if (next.user(aor.user()) == null) {
        lanes.removeBinding(aor, null);
      }
    }
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

  /** Calls that are going on. */
  public List<LiveCall> liveCalls() {
    return lanes.liveCalls();
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
        transports::counters,
        shared.resolver()::counters,
        shared.guard()::counters,
        clock);
  }

  /**
   * Stops listening and closes the records of calls that are going on. The sink has them all when
   * this returns, so that it may be closed next.
   */
  @Override
  public void close() {
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

  private void restore(Directory known) {
    Map<Aor, List<Binding>> byAor = new LinkedHashMap<>();
    for (BindingJournal.Stored stored : bindings.restore()) {
      List<Binding> ofAor = byAor.computeIfAbsent(stored.aor(), aor -> new ArrayList<>());
      // Connections did not outlive the restart: a phone stays only where it can be connected to.
      Hop way = WayBack.afterClosing(stored.binding());
      if (way != null) {
        ofAor.add(stored.binding().by(way));
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

  private Directory directory() {
    Directory current = directory.get();
    if (current == null) {
      throw new IllegalStateException("the server is used before it is started");
    }
    return current;
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
