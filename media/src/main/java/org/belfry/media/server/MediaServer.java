package org.belfry.media.server;

import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.belfry.media.relay.Dropped;
import org.belfry.media.relay.Leg;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.StreamStart;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.relay.Wire;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.Poller;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;

/**
 * The media plane's sockets, ports and threads. {@link #open} a call, open its legs, apply to them
 * what signalling agrees on, let them hear each other, close it.
 */
public final class MediaServer implements AutoCloseable {
  /** Ports that other programs have; so many are tried before the address counts as full. */
  private static final int FOREIGN_PORTS_TRIED = 32;

  private final MediaServerSettings settings;
  private final Sockets sockets;
  private final Executor callbacks;
  private final RandomGenerator random;
  private final LongSupplier clock;
  private final byte[] cname;
  private final Map<String, LocalAddress> addresses = new LinkedHashMap<>();
  private final Map<String, PortPool> pools = new LinkedHashMap<>();
  private final Map<String, SharedPort> shared = new LinkedHashMap<>();
  private final List<MediaLoop> loops = new ArrayList<>();
  private final MediaLoop ofApplications;
  private final List<Poller> pollers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<MediaCall> calls = ConcurrentHashMap.newKeySet();
  private final Neighbours neighbours = new Neighbours();
  private final LongAdder refused = new LongAdder();
  private final LongAdder untold = new LongAdder();

  /**
   * Starts it.
   *
   * @param sockets {@link Sockets#best}, as a rule
   * @param callbacks what calls {@link MediaEvents}; it must not block for long and keeps their
   *     order if order matters
   * @param random of ports, SSRCs and names; should be secure
   * @throws IOException when the system gives no poller
   */
  public MediaServer(
      MediaServerSettings settings, Sockets sockets, Executor callbacks, RandomGenerator random)
      throws IOException {
    this(settings, sockets, callbacks, random, System::nanoTime, InstantSource.system());
  }

  MediaServer(
      MediaServerSettings settings,
      Sockets sockets,
      Executor callbacks,
      RandomGenerator random,
      LongSupplier clock,
      InstantSource wallClock)
      throws IOException {
    this.settings = settings;
    this.sockets = sockets;
    this.callbacks = callbacks;
    this.random = random;
    this.clock = clock;
    byte[] name = new byte[12];
    random.nextBytes(name);
    // RFC 7022 §4.2: 96 random bits tell nothing about us.
    this.cname = HexFormat.of().formatHex(name).getBytes(StandardCharsets.US_ASCII);
    for (LocalAddress address : settings.addresses()) {
      addresses.put(address.name(), address);
      pools.put(address.name(), new PortPool(settings.firstPort(), settings.lastPort(), random));
    }
    openPollers();
    openSharedPorts();
    Pace relaying = Pace.relaying(settings.nap());
    for (int i = 0; i < settings.loops(); i++) {
      begin(pollers.get(i), "media-" + i, relaying, wallClock);
    }
    if (shared.isEmpty()) {
      begin(pollers.getLast(), "media-app", Pace.OF_APPLICATIONS, wallClock);
    }
    ofApplications = loops.getLast();
  }

  private void begin(Poller poller, String name, Pace pace, InstantSource wallClock) {
    MediaLoop loop = new MediaLoop(poller, sockets::hurry, clock, wallClock, pace);
    loops.add(loop);
    shared.values().forEach(port -> loop.post(() -> loop.add(port))); // there is one loop then
    threads.add(Thread.ofPlatform().name(name).daemon().start(loop));
  }

  private void openSharedPorts() throws IOException {
    if (settings.sharedPort() == 0) {
      return;
    }
    try {
      for (LocalAddress address : addresses.values()) {
        shared.put(address.name(), new SharedPort(openSocket(address, settings.sharedPort())));
      }
    } catch (IOException e) {
      shared.values().forEach(port -> port.socket().close());
      pollers.forEach(Poller::close);
      throw new IOException("port " + settings.sharedPort() + ": " + e.getMessage(), e);
    }
  }

  private void openPollers() throws IOException {
    try {
      // One more for applications, unless browsers' port has to be read by the same thread.
      int more = settings.sharedPort() == 0 ? 1 : 0;
      for (int i = 0; i < settings.loops() + more; i++) {
        pollers.add(sockets.poller());
      }
    } catch (IOException e) {
      pollers.forEach(Poller::close);
      throw e;
    }
  }

  /**
   * Begins a call without legs.
   *
   * @param id what control calls it
   * @param events who is told about its legs
   */
  public MediaCall open(String id, MediaEvents events) {
    return open(
        id,
        events,
        loops.stream()
            .limit(settings.loops())
            .min(Comparator.comparingInt(loop -> loop.legs().get()))
            .orElseThrow());
  }

  /**
   * Begins a call with one of our applications: its packets may wait for some milliseconds, so that
   * a room full of phones does not wake a thread for each packet. What is sent to them waits for
   * {@link #flush}.
   */
  public MediaCall openForApplication(String id, MediaEvents events) {
    return open(id, events, ofApplications);
  }

  private MediaCall open(String id, MediaEvents events, MediaLoop loop) {
    MediaCall call = new MediaCall(id, this, loop, events);
    calls.add(call);
    return call;
  }

  /** What applications have said in a tick goes out now. From any thread. */
  public void flush() {
    for (int i = 0; i < loops.size(); i++) {
      loops.get(i).flush();
    }
  }

  /** The loop of the leg that has this port; null when it is none of ours. */
  @Nullable MediaLoop loopOf(TransportAddress port) {
    LegPort found = neighbours.at(port);
    return found == null ? null : found.leg().loop();
  }

  LegOpening openLeg(
      MediaCall call, String name, String addressName, boolean withRtcp, LegSettings legSettings) {
    LocalAddress address = addresses.get(addressName);
    PortPool pool = pools.get(addressName);
    if (address == null || pool == null) {
      throw new IllegalArgumentException(
          "no media address " + addressName + ", only " + addresses.keySet());
    }
    SharedPort common = withRtcp ? null : shared.get(addressName);
    if (common != null) {
      return new LegOpening.Opened(
          begin(
              call,
              name,
              address,
              settings.sharedPort(),
              common.claim(),
              null,
              legSettings,
              () -> {}));
    }
    for (int i = 0; i < FOREIGN_PORTS_TRIED; i++) {
      int port = pool.take();
      if (port < 0) {
        refused.increment();
        return new LegOpening.NoPort(
            "all " + pool.pairs() + " pairs of media ports of " + addressName + " are in use");
      }
      try {
        return new LegOpening.Opened(begin(call, name, address, pool, port, withRtcp, legSettings));
      } catch (BindException e) {
        pool.giveBack(port); // another program has it: the next
      } catch (IOException | RuntimeException e) {
        pool.giveBack(port);
        refused.increment();
        return new LegOpening.NoPort(
            "the system gives no media port on " + address.bind() + ": " + e.getMessage());
      }
    }
    refused.increment();
    return new LegOpening.NoPort(
        FOREIGN_PORTS_TRIED
            + " media ports in a row of "
            + addressName
            + " are used by other programs");
  }

  private MediaLeg begin(
      MediaCall call,
      String name,
      LocalAddress address,
      PortPool pool,
      int port,
      boolean withRtcp,
      LegSettings legSettings)
      throws IOException {
    UdpSocket rtp = openSocket(address, port);
    UdpSocket rtcp = null;
    if (withRtcp) {
      try {
        rtcp = openSocket(address, port + 1);
      } catch (IOException e) {
        rtp.close();
        throw e;
      }
    }
    return begin(call, name, address, port, rtp, rtcp, legSettings, () -> pool.giveBack(port));
  }

  private MediaLeg begin(
      MediaCall call,
      String name,
      LocalAddress address,
      int port,
      UdpSocket rtp,
      @Nullable UdpSocket rtcp,
      LegSettings legSettings,
      Runnable freed) {
    TransportAddress first = TransportAddress.of(address.advertised(), port);
    TransportAddress here = TransportAddress.of(address.bind(), port);
    boolean shortcuts = port != settings.sharedPort() && !address.bind().isAnyLocalAddress();
    return begin(
        call,
        name,
        first,
        rtcp == null ? first : first.withPort(port + 1),
        legSettings,
        shortcuts ? new Shortcut(rtp, call.loop(), neighbours, here) : rtp,
        shortcuts && rtcp != null
            ? new Shortcut(rtcp, call.loop(), neighbours, here.withPort(port + 1))
            : rtcp,
        () -> {
          if (shortcuts) {
            neighbours.remove(here);
          }
          freed.run();
        },
        (leg, end) -> {
          LoopLeg looped = new LoopLeg(leg, call.loop(), rtp, rtcp, end);
          if (shortcuts) {
            neighbours.add(looped, here);
          }
          return looped;
        });
  }

  /** A leg that shares the port of another. */
  MediaLeg shareLeg(MediaLeg carrier, String name, LegSettings legSettings) {
    LoopLeg first = carrier.looped();
    return begin(
        carrier.call(),
        name,
        carrier.rtp(),
        carrier.rtp(),
        legSettings,
        new SharedWire(first.ports().getFirst().socket()),
        null,
        () -> {},
        (leg, end) -> new LoopLeg(leg, first, end));
  }

  /** Another leg decides whose packets its port takes. */
  private record SharedWire(Wire port) implements Wire {
    @Override
    public boolean send(Packet packet, TransportAddress to) {
      return port.send(packet, to);
    }

    @Override
    public void narrow(@Nullable TransportAddress peer) {
      // several legs' packets come by it
    }
  }

  private MediaLeg begin(
      MediaCall call,
      String name,
      TransportAddress rtp,
      TransportAddress rtcp,
      LegSettings legSettings,
      Wire wire,
      @Nullable Wire rtcpWire,
      Runnable freed,
      BiFunction<Leg, LoopLeg.End, LoopLeg> onLoop) {
    AtomicReference<@Nullable MediaLeg> handle = new AtomicReference<>();
    MediaLoop loop = call.loop();
    Leg leg =
        new Leg(
            legSettings,
            new StreamStart(random.nextInt(), random.nextInt(1 << 15), random.nextInt()),
            cname,
            wire,
            rtcpWire,
            loop.scratch(),
            event -> tell(() -> call.events().happened(known(handle), event)),
            clock.getAsLong());
    LoopLeg looped =
        onLoop.apply(
            leg,
            new LoopLeg.End() {
              @Override
              public void closed(LegTotals totals) {
                loop.legs().decrementAndGet();
                freed.run();
                tell(() -> call.events().closed(known(handle), totals));
              }

              @Override
              public void failed(RuntimeException fault) {
                tell(() -> call.events().failed(known(handle), fault));
              }
            });
    MediaLeg control = new MediaLeg(call, name, rtp, rtcp, loop, looped);
    handle.set(control);
    loop.legs().incrementAndGet();
    loop.post(looped::begin);
    return control;
  }

  private UdpSocket openSocket(LocalAddress address, int port) throws IOException {
    return sockets.open(TransportAddress.of(address.bind(), port), settings.trafficClass());
  }

  private static MediaLeg known(AtomicReference<@Nullable MediaLeg> handle) {
    MediaLeg leg = handle.get();
    if (leg == null) {
      throw new IllegalStateException("a leg speaks before it is made");
    }
    return leg;
  }

  private void tell(Runnable callback) {
    try {
      callbacks.execute(callback);
    } catch (RejectedExecutionException e) {
      untold.increment(); // control is shutting down, or overwhelmed: the sound goes on
    }
  }

  void forget(MediaCall call) {
    calls.remove(call);
  }

  /** Calls that are not closed. */
  public int calls() {
    return calls.size();
  }

  /** Legs that have their ports. */
  public int legs() {
    return loops.stream().mapToInt(loop -> loop.legs().get()).sum();
  }

  /** The addresses that legs are opened on. */
  public List<LocalAddress> addresses() {
    return List.copyOf(addresses.values());
  }

  /** Packets accepted on all legs so far, a second old at most; as are the next two. */
  public long packetsReceived() {
    return loops.stream().mapToLong(loop -> loop.traffic().received()).sum();
  }

  /** Packets sent on all legs so far. */
  public long packetsSent() {
    return loops.stream().mapToLong(loop -> loop.traffic().sent()).sum();
  }

  /** Packets of all legs that went no further for this reason. */
  public long packetsDropped(Dropped why) {
    long ofLegs = loops.stream().mapToLong(loop -> loop.traffic().dropped(why)).sum();
    return why == Dropped.STRANGER
        ? ofLegs + shared.values().stream().mapToLong(SharedPort::unclaimed).sum()
        : ofLegs;
  }

  /** Pairs of ports in use on an address. */
  public int portsInUse(String addressName) {
    PortPool pool = pools.get(addressName);
    return pool == null ? 0 : pool.lent();
  }

  /** Legs that were refused because there was no port. */
  public long refused() {
    return refused.sum();
  }

  /**
   * Whether the system runs all loops before ordinary threads, for which the process needs the
   * right to real-time priority 1. Without it a busy machine adds milliseconds to the delay.
   */
  public boolean urgent() {
    return loops.stream().allMatch(MediaLoop::urgent);
  }

  /** Events that the executor of callbacks did not take. */
  public long untold() {
    return untold.sum();
  }

  /** Pairs of ports that an address has in all. */
  public int ports(String addressName) {
    PortPool pool = pools.get(addressName);
    return pool == null ? 0 : pool.pairs();
  }

  /**
   * Checks that no port has been lost or lent twice.
   *
   * @throws IllegalStateException when one has
   */
  public void checkPorts() {
    pools.values().forEach(PortPool::check);
  }

  /** Closes all calls and ends the threads. */
  @Override
  public void close() {
    List.copyOf(calls).forEach(MediaCall::close);
    loops.forEach(MediaLoop::stop);
    for (Thread thread : threads) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    shared.values().forEach(port -> port.socket().close());
    pollers.forEach(Poller::close);
  }
}
