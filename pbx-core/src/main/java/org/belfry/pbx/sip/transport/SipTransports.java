package org.belfry.pbx.sip.transport;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our sockets. Opened once, then: which way to whom ({@link #route}), and out ({@link #send}); what
 * comes in goes to the {@link MessageReceiver}.
 */
public final class SipTransports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SipTransports.class);
  private static final int PORT_ATTEMPTS = 16;
  private static final Duration ROUTES_REMEMBERED = Duration.ofMinutes(1);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final EventLoops loops;
  private final TransportProperties properties;
  private final TransportCounters counters = new TransportCounters();
  private final MessageInput input;
  private final Connections connections;
  private static final int HANDSHAKE_THREADS = 2;

  private final ExecutorService handshakes;
  private final TlsContexts tls;
  private volatile UdpListener[] udp = {};
  private volatile StreamListener[] streams = {};
  private volatile Map<Transport, Reach> reach;
  private final List<Future<?>> chores = new ArrayList<>();

  public SipTransports(EventLoops loops, TransportProperties properties, MessageReceiver receiver) {
    this(loops, properties, WebSocketPolicy.DEFAULT, receiver);
  }

  /**
   * @param webSockets who may open one
   */
  public SipTransports(
      EventLoops loops,
      TransportProperties properties,
      WebSocketPolicy webSockets,
      MessageReceiver receiver) {
    this.loops = loops;
    this.properties = properties;
    this.input = new MessageInput(receiver, counters);
    this.handshakes =
        Executors.newFixedThreadPool(
            HANDSHAKE_THREADS, Thread.ofPlatform().name("sip-tls-", 0).daemon(true).factory());
    this.tls = new TlsContexts(handshakes, properties.openingTimeout());
    this.connections = new Connections(loops, properties, input, tls, webSockets);
    this.reach = reaches(List.of());
  }

  /**
   * Who we are on TLS from now on; connections that are open keep what they have. From any thread.
   * Connections over TLS are refused before it is called.
   *
   * @throws IllegalArgumentException when TLS cannot be spoken with it
   */
  public void secure(TlsIdentity identity) {
    tls.use(identity);
  }

  /**
   * Opens each address for UDP and TCP, all or none. Once; before anything is sent; not on a loop.
   *
   * @param listen resolved; port 0 stands for a free port, the same for UDP and TCP
   * @throws PortTaken when one of them cannot be listened on
   */
  public void open(List<InetSocketAddress> listen) {
    open(listen, List.of());
  }

  /**
   * The same with listeners for TLS, WS and WSS beside.
   *
   * @param more with addresses resolved; port 0 stands for a free port
   * @throws PortTaken when one of them cannot be listened on
   */
  public void open(List<InetSocketAddress> listen, List<Listening> more) {
    if (udp.length > 0) {
      throw new IllegalStateException("the transports are open already");
    }
    List<UdpListener> datagrams = new ArrayList<>();
    List<StreamListener> opened = new ArrayList<>();
    try {
      for (InetSocketAddress address : listen) {
        openBoth(address, loops.loop(datagrams.size()), datagrams, opened);
      }
      for (Listening wanted : more) {
        opened.add(StreamListener.open(wanted, loops.loop(opened.size()), connections));
      }
    } catch (RuntimeException e) {
      closeAll(datagrams, opened);
      throw e;
    }
    List<Listening> all = new ArrayList<>();
    datagrams.forEach(each -> all.add(new Listening(Transport.UDP, each.address())));
    opened.forEach(each -> all.add(each.listening()));
    reach = reaches(all);
    udp = datagrams.toArray(UdpListener[]::new);
    streams = opened.toArray(StreamListener[]::new);
    datagrams.forEach(listener -> listener.start(reach(Transport.UDP)));
    opened.forEach(StreamListener::start);
    beginChores();
  }

  private void openBoth(
      InetSocketAddress address,
      EventLoop loop,
      List<UdpListener> datagrams,
      List<StreamListener> opened) {
    for (int attempt = 1; ; attempt++) {
      UdpListener datagram = UdpListener.open(address, loops, loop, properties, input);
      try {
        Listening stream = new Listening(Transport.TCP, datagram.address());
        opened.add(StreamListener.open(stream, loop, connections));
        datagrams.add(datagram);
        return;
      } catch (PortTaken e) {
        datagram.close().awaitUninterruptibly();
        if (address.getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
        LOG.debug("Port {} is free for UDP only; trying another", datagram.address().getPort());
      }
    }
  }

  private static Map<Transport, Reach> reaches(List<Listening> open) {
    Map<Transport, Reach> all = new EnumMap<>(Transport.class);
    for (Transport transport : Transport.values()) {
      List<InetSocketAddress> addresses =
          open.stream()
              .filter(each -> each.transport() == transport)
              .map(Listening::address)
              .toList();
      all.put(transport, new Reach(addresses, KernelSource::towards));
    }
    return all;
  }

  private Reach reach(Transport transport) {
    return Objects.requireNonNull(reach.get(transport)); // there is one for each
  }

  /** What is open: UDP and TCP of each address one after the other, then the rest. */
  public List<Listening> listening() {
    List<Listening> open = new ArrayList<>();
    for (int i = 0; i < udp.length; i++) {
      open.add(new Listening(Transport.UDP, udp[i].address()));
      open.add(streams[i].listening());
    }
    for (int i = udp.length; i < streams.length; i++) {
      open.add(streams[i].listening());
    }
    return open;
  }

  /**
   * The same hop with our end filled in: the address of the listener from which the remote is
   * reached, as it can be written into Via. A hop that already names one of ours comes back as it
   * is.
   *
   * @return null when no listener of that transport and family reaches the remote, or its WebSocket
   *     is closed
   */
  public @Nullable Hop route(Hop hop) {
    InetSocketAddress local = hop.local();
    Reach ours = reach(hop.transport());
    if (local != null && ours.listener(local) != null) {
      return hop;
    }
    if (hop.transport().webSocket()) {
      Connection only = connections.along(hop);
      return only == null ? null : only.hop();
    }
    InetAddress remote = hop.remote().getAddress();
    InetSocketAddress found = remote == null ? null : ours.localFor(remote);
    return found == null
        ? null
        : new Hop(hop.transport(), found, hop.remote(), hop.connection(), hop.serverName());
  }

  /**
   * Sends and returns at once, from any thread. UDP leaves from the listener that the hop names as
   * our end; TCP and TLS over the hop's connection while it is open, else over one to the same
   * remote, else over a new one; a WebSocket message over its connection only. What fails comes
   * back by {@link MessageReceiver#sendFailed}.
   *
   * @param message nobody may write to it afterwards
   */
  public void send(byte[] message, Hop hop) {
    Hop way = route(hop);
    InetSocketAddress local = way == null ? null : way.local();
    if (way == null || local == null || hop.remote().getPort() == 0) {
      input.sendFailed(hop, message, "no listener reaches " + hop.shown());
    } else if (way.transport() == Transport.UDP) {
      InetSocketAddress listener = reach(Transport.UDP).listener(local);
      if (listener == null) {
        input.sendFailed(hop, message, "no listener reaches " + hop.shown());
      } else {
        udpListener(listener).send(message, way);
      }
    } else {
      connections.send(message, way, new InetSocketAddress(local.getAddress(), 0));
    }
  }

  private UdpListener udpListener(InetSocketAddress address) {
    for (UdpListener listener : udp) {
      if (listener.address().equals(address)) {
        return listener;
      }
    }
    throw new IllegalStateException("no listener on " + address);
  }

  /**
   * Takes in a WebSocket that another server's socket carries, from any thread. Who calls has asked
   * {@link WebSocketPolicy} first.
   *
   * @param transport WS or WSS
   * @param local the address that the peer connected to
   * @return null when there are too many connections, or we are closing: close the socket
   */
  public @Nullable CarriedWebSocket carried(
      Transport transport,
      InetSocketAddress local,
      InetSocketAddress remote,
      ExternalWebSocket carrier) {
    if (!transport.webSocket()) {
      throw new IllegalArgumentException("only WebSockets are carried, not " + transport);
    }
    return connections.carried(transport, local, remote, carrier);
  }

  /** What happened so far; {@code connections} is how many are open now. */
  public Map<String, Long> counters() {
    return counters.values(connections.size());
  }

  /** Closes all sockets; their ports are free when this returns. Not on a loop. */
  @Override
  public void close() {
    input.end();
    chores.forEach(chore -> chore.cancel(false));
    closeAll(List.of(udp), List.of(streams));
    handshakes.shutdown();
  }

  private void closeAll(List<UdpListener> datagrams, List<StreamListener> opened) {
    List<io.netty.util.concurrent.Future<?>> closing = new ArrayList<>();
    opened.forEach(listener -> closing.add(listener.close()));
    datagrams.forEach(listener -> closing.add(listener.close()));
    closing.addAll(connections.close());
    for (io.netty.util.concurrent.Future<?> each : closing) {
      each.awaitUninterruptibly(CLOSING.toMillis());
    }
  }

  private void beginChores() {
    Duration tick = Ticks.length(properties);
    Ticks limits = Ticks.of(properties, tick);
    long routes = ROUTES_REMEMBERED.toMillis();
    EventLoop loop = loops.loop(0);
    chores.add(
        loop.scheduleWithFixedDelay(
            () -> connections.tick(limits),
            tick.toMillis(),
            tick.toMillis(),
            TimeUnit.MILLISECONDS));
    Collection<Reach> forgetful = reach.values();
    chores.add(
        loop.scheduleWithFixedDelay(
            () -> forgetful.forEach(Reach::forget), routes, routes, TimeUnit.MILLISECONDS));
  }
}
