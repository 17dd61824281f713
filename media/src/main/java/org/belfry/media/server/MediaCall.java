package org.belfry.media.server;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.TransportAddress;

/**
 * The legs of one call: one for each phone and media line. They hear each other, and are closed
 * together. Safe for any thread.
 */
public final class MediaCall {
  private final String id;
  private final MediaServer server;
  private final MediaEvents events;
  private final List<MediaLeg> legs = new ArrayList<>();
  private volatile MediaLoop loop;
  private boolean closed;

  MediaCall(String id, MediaServer server, MediaLoop loop, MediaEvents events) {
    this.id = id;
    this.server = server;
    this.loop = loop;
    this.events = events;
  }

  /** What control called it. */
  public String id() {
    return id;
  }

  /**
   * Says whom a leg will speak to, before there is one. When that is a port of ours, the call is
   * led by the same thread, so that packets between the two need not leave it.
   */
  public synchronized void faces(TransportAddress port) {
    MediaLoop there = server.loopOf(port);
    if (there != null && legs.isEmpty()) {
      loop = there;
    }
  }

  /**
   * Opens a leg with ports of its own.
   *
   * @param name of the leg, for logs and figures
   * @param address the name of one of the server's addresses
   * @param withRtcpPort whether it gets a second port; not needed when {@code rtcp-mux} is certain
   * @throws IllegalArgumentException when the server has no such address
   * @throws IllegalStateException when the call is closed
   */
  public synchronized LegOpening open(
      String name, String address, boolean withRtcpPort, LegSettings settings) {
    if (closed) {
      throw new IllegalStateException("call " + id + " is closed");
    }
    LegOpening opening = server.openLeg(this, name, address, withRtcpPort, settings);
    if (opening instanceof LegOpening.Opened opened) {
      legs.add(opened.leg());
    }
    return opening;
  }

  synchronized MediaLeg share(MediaLeg carrier, String name, LegSettings settings) {
    if (closed) {
      throw new IllegalStateException("call " + id + " is closed");
    }
    MediaLeg leg = server.shareLeg(carrier, name, settings);
    legs.add(leg);
    return leg;
  }

  /** Closes all legs. A second time does nothing. */
  public void close() {
    List<MediaLeg> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = List.copyOf(legs);
      legs.clear();
    }
    all.forEach(MediaLeg::close);
    server.forget(this);
  }

  MediaLoop loop() {
    return loop;
  }

  MediaEvents events() {
    return events;
  }
}
