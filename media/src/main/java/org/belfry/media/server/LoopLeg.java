package org.belfry.media.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.media.relay.Leg;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.Sender;
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
  private final Traffic.Counted counted = new Traffic.Counted();
  private boolean closed;

  LoopLeg(Leg leg, MediaLoop loop, UdpSocket rtp, @Nullable UdpSocket rtcp, End end) {
    this.leg = leg;
    this.loop = loop;
    this.end = end;
    List<LegPort> all = new ArrayList<>(2);
    all.add(new LegPort(this, rtp, false));
    if (rtcp != null) {
      all.add(new LegPort(this, rtcp, true));
    }
    this.ports = List.copyOf(all);
  }

  Leg leg() {
    return leg;
  }

  List<LegPort> ports() {
    return ports;
  }

  void begin() {
    try {
      loop.add(this);
    } catch (IOException e) {
      fail(new UncheckedIOException(e));
    }
  }

  void received(Packet packet, Sender sender, boolean second, long now) {
    if (closed) {
      return; // it broke over an earlier packet of the same round
    }
    try {
      leg.received(packet, sender, second, now);
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

  /** Sends bytes that are neither RTP nor RTCP, as they are. */
  void sendRaw(Packet packet, TransportAddress to, int component) {
    if (!closed) {
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
    leg.close();
    loop.traffic().add(leg, counted);
    loop.remove(this);
    end.closed(leg.totals());
  }
}
