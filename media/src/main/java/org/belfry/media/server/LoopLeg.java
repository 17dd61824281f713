package org.belfry.media.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.media.relay.Bundle;
import org.belfry.media.relay.Leg;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.StreamNames;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A leg on its loop: the machine, its ports, and what happens when one of both fails. On the loop's
 * thread from {@link #begin} to {@link #close}.
 */
final class LoopLeg {
  /** Is told, on the loop's thread, that the ports are free again, or that the leg broke. */
  interface End {
    void closed(LegTotals totals);

    void failed(RuntimeException fault);
  }

  private final Leg leg;
  private final MediaLoop loop;
  private final List<LegPort> ports;
  private final End end;
  private final @Nullable LoopLeg carrier;
  private final List<LoopLeg> carried = new ArrayList<>();
  private @Nullable Bundle bundle;
  private final Traffic.Counted counted = new Traffic.Counted();
  private boolean closed;

  LoopLeg(Leg leg, MediaLoop loop, UdpSocket rtp, @Nullable UdpSocket rtcp, End end) {
    this.leg = leg;
    this.loop = loop;
    this.end = end;
    this.carrier = null;
    List<LegPort> all = new ArrayList<>(2);
    all.add(new LegPort(this, rtp, false));
    if (rtcp != null) {
      all.add(new LegPort(this, rtcp, true));
    }
    this.ports = List.copyOf(all);
  }

  /** A leg without a port: another one's carries it. */
  LoopLeg(Leg leg, LoopLeg carrier, End end) {
    this.leg = leg;
    this.loop = carrier.loop;
    this.end = end;
    this.carrier = carrier;
    this.ports = List.of();
  }

  Leg leg() {
    return leg;
  }

  MediaLoop loop() {
    return loop;
  }

  /** On the loop's thread. */
  boolean closed() {
    return closed;
  }

  List<LegPort> ports() {
    return ports;
  }

  void begin() {
    try {
      if (carrier != null) {
        carrier.carry(this);
      }
      loop.add(this);
    } catch (IOException e) {
      fail(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void carry(LoopLeg other) {
    if (closed) {
      throw new IllegalStateException("the leg whose port is to be shared is closed");
    }
    if (bundle == null) {
      bundle = new Bundle(leg);
    }
    bundle.add(other.leg);
    carried.add(other);
  }

  private void drop(LoopLeg other) {
    carried.remove(other);
    if (bundle != null) {
      bundle.remove(other.leg);
    }
  }

  /** How the phone marks this leg's packets, where it shares a port. */
  void named(StreamNames names) {
    LoopLeg first = carrier == null ? this : carrier;
    if (!closed && first.bundle != null) {
      first.bundle.names(leg, names);
    }
  }

  void received(Packet packet, Sender sender, boolean second, long now) {
    if (closed) {
      return; // it broke over an earlier packet of the same round
    }
    try {
      Bundle several = bundle;
      if (several == null) {
        leg.received(packet, sender, second, now);
      } else {
        several.received(packet, sender, now);
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  void everySecond(long now, long wall) {
    try {
      leg.everySecond(now, wall);
      loop.traffic().add(leg, counted);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Does something to the machine, unless the leg is closed. */
  void with(Consumer<Leg> command) {
    if (closed) {
      return;
    }
    try {
      command.accept(leg);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Our ICE name on this leg, by which it is found where it shares its port. */
  void called(String name) {
    if (!closed
        && !ports.isEmpty()
        && ports.getFirst().socket() instanceof SharedPort.Claim claim) {
      claim.called(name);
    }
  }

  /** ICE has selected the far end: what comes from there is this leg's. */
  void selected(TransportAddress remote, boolean checked) {
    if (!closed
        && !ports.isEmpty()
        && ports.getFirst().socket() instanceof SharedPort.Claim claim) {
      claim.selected(remote, checked);
    }
  }

  /** Sends bytes that are neither RTP nor RTCP, as they are. */
  void sendRaw(Packet packet, TransportAddress to, int component) {
    if (!closed && !ports.isEmpty()) {
      ports.get(Math.min(component, ports.size()) - 1).socket().send(packet, to);
    }
  }

  private void fail(RuntimeException fault) {
    if (!closed) {
      end.failed(fault);
      close();
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(carried).forEach(LoopLeg::close);
    if (carrier != null) {
      carrier.drop(this);
    }
    leg.close();
    loop.traffic().add(leg, counted);
    loop.remove(this);
    end.closed(leg.totals());
  }
}
