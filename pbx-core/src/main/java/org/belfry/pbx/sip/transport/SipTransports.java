package org.belfry.pbx.sip.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final Reception reception;
  private final Connections connections;
  private volatile UdpListener[] udp = {};
  private volatile TcpListener[] tcp = {};
  private volatile Reach reach = new Reach(List.of(), remote -> null);
  private final List<Future<?>> chores = new ArrayList<>();

  public SipTransports(EventLoops loops, TransportProperties properties, MessageReceiver receiver) {
    this.loops = loops;
    this.properties = properties;
    this.reception = new Reception(receiver, counters);
    this.connections = new Connections(loops, properties, reception);
  }

  /**
   * Opens each address for UDP and TCP, all or none. Once; before anything is sent; not on a loop.
   *
   * @param listen resolved; port 0 stands for a free port, the same for UDP and TCP
   * @throws PortTaken when one of them cannot be listened on
   */
  public void open(List<InetSocketAddress> listen) {
    if (udp.length > 0) {
      throw new IllegalStateException("the transports are open already");
    }
    List<UdpListener> datagrams = new ArrayList<>();
    List<TcpListener> streams = new ArrayList<>();
    try {
      for (InetSocketAddress address : listen) {
        openBoth(address, loops.loop(datagrams.size()), datagrams, streams);
      }
    } catch (RuntimeException e) {
      closeAll(datagrams, streams);
      throw e;
    }
    reach = new Reach(datagrams.stream().map(UdpListener::address).toList(), KernelSource::towards);
    udp = datagrams.toArray(UdpListener[]::new);
    tcp = streams.toArray(TcpListener[]::new);
    datagrams.forEach(listener -> listener.start(reach));
    streams.forEach(TcpListener::start);
    beginChores();
  }

  private void openBoth(
      InetSocketAddress address,
      EventLoop loop,
      List<UdpListener> datagrams,
      List<TcpListener> streams) {
    for (int attempt = 1; ; attempt++) {
      UdpListener opened = UdpListener.open(address, loops, loop, properties, reception);
      try {
        streams.add(TcpListener.open(opened.address(), loop, connections));
        datagrams.add(opened);
        return;
      } catch (PortTaken e) {
        opened.close().awaitUninterruptibly();
        if (address.getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
        LOG.debug("Port {} is free for UDP only; trying another", opened.address().getPort());
      }
    }
  }

  /** What is open, UDP and TCP of an address one after the other. */
  public List<Listening> listening() {
    List<Listening> open = new ArrayList<>();
    for (int i = 0; i < udp.length; i++) {
      open.add(new Listening(Transport.UDP, udp[i].address()));
      open.add(new Listening(Transport.TCP, tcp[i].address()));
    }
    return open;
  }

  /**
   * The same hop with our end filled in: the address of the listener from which the remote is
   * reached, as it can be written into Via. A hop that already names one of ours comes back as it
   * is.
   *
   * @return null when no listener of that transport and family reaches the remote
   */
  public @Nullable Hop route(Hop hop) {
    if (hop.transport() != Transport.UDP && hop.transport() != Transport.TCP) {
      return null;
    }
    InetSocketAddress local = hop.local();
    if (local != null && reach.listener(local) != null) {
      return hop;
    }
    InetAddress remote = hop.remote().getAddress();
    InetSocketAddress ours = remote == null ? null : reach.localFor(remote);
    return ours == null ? null : new Hop(hop.transport(), ours, hop.remote(), hop.connection());
  }

  /**
   * Sends and returns at once, from any thread. UDP leaves from the listener that the hop names as
   * our end; TCP over the hop's connection while it is open, else over one to the same remote, else
   * over a new one. What fails comes back by {@link MessageReceiver#sendFailed}.
   *
   * @param message nobody may write to it afterwards
   */
  public void send(byte[] message, Hop hop) {
    Hop way = route(hop);
    InetSocketAddress local = way == null ? null : way.local();
    InetSocketAddress listener = local == null ? null : reach.listener(local);
    if (way == null || local == null || listener == null || hop.remote().getPort() == 0) {
      reception.sendFailed(hop, message, "no listener reaches " + hop.shown());
    } else if (way.transport() == Transport.UDP) {
      udpListener(listener).send(message, way);
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

  /** What happened so far; {@code connections} is how many are open now. */
  public Map<String, Long> counters() {
    return counters.values(connections.size());
  }

  /** Closes all sockets; their ports are free when this returns. Not on a loop. */
  @Override
  public void close() {
    reception.end();
    chores.forEach(chore -> chore.cancel(false));
    closeAll(List.of(udp), List.of(tcp));
  }

  private void closeAll(List<UdpListener> datagrams, List<TcpListener> streams) {
    List<ChannelFuture> closing = new ArrayList<>();
    streams.forEach(listener -> closing.add(listener.close()));
    datagrams.forEach(listener -> closing.add(listener.close()));
    closing.addAll(connections.close());
    for (ChannelFuture each : closing) {
      each.awaitUninterruptibly(CLOSING.toMillis());
    }
  }

  private void beginChores() {
    Duration tick =
        Duration.ofMillis(Math.clamp(properties.messageTimeout().toMillis() / 4, 20, 1000));
    long routes = ROUTES_REMEMBERED.toMillis();
    EventLoop loop = loops.loop(0);
    chores.add(
        loop.scheduleWithFixedDelay(
            () -> connections.tick(tick), tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS));
    Reach forgetful = reach;
    chores.add(
        loop.scheduleWithFixedDelay(forgetful::forget, routes, routes, TimeUnit.MILLISECONDS));
  }
}
