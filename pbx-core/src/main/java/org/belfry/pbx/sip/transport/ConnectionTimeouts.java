package org.belfry.pbx.sip.transport;

import org.jspecify.annotations.Nullable;

/**
 * Tells when a connection has taken too long over something: over opening (TLS, WebSocket), over
 * its first word, over one message, over saying anything at all. Has no clock; it is ticked.
 */
final class ConnectionTimeouts {
  private final boolean accepted;
  private volatile boolean open;
  private volatile boolean heardAny;
  private volatile boolean traffic; // since the last tick
  private volatile boolean talked; // a message, since the last tick
  private volatile int reading; // number of the message that is being read, 0 for none
  private int begun; // messages that have begun; only where things are read
  private int readingAtTick;
  private long ticksReading;
  private long ticksSilent;
  private volatile long ticksQuiet;
  private long ticks;

  /**
   * @param accepted true when the peer has opened the connection and so must speak first
   */
  ConnectionTimeouts(boolean accepted) {
    this.accepted = accepted;
  }

  void opened() {
    open = true;
  }

  /** Something came: a message, a part of one, or a keep-alive. */
  void heard() {
    heardAny = true;
    traffic = true;
  }

  /** A whole message came or was sent; keep-alives are none. */
  void talked() {
    talked = true;
  }

  /** Something was sent. Not for connections that are pinged: there the peer has to answer. */
  void said() {
    traffic = true;
  }

  /**
   * What was read so far has been looked at.
   *
   * @param inside true when a message has begun and is not complete
   * @param fresh true when another message was completed just now
   */
  void read(boolean inside, boolean fresh) {
    if (!inside) {
      reading = 0;
    } else if (fresh || reading == 0) {
      begun = begun == Integer.MAX_VALUE ? 1 : begun + 1;
      reading = begun;
    }
  }

  /**
   * A tick has passed.
   *
   * @param forSilence ticks after which silence is too long
   * @return why to close, or null
   */
  @Nullable String tick(Ticks limits, long forSilence) {
    ticks++;
    int now = reading;
    ticksReading = now != 0 && now == readingAtTick ? ticksReading + 1 : 0;
    readingAtTick = now;
    ticksSilent = traffic ? 0 : ticksSilent + 1;
    traffic = false;
    ticksQuiet = talked ? 0 : ticksQuiet + 1;
    talked = false;
    if (!open) {
      return accepted && ticks > limits.opening() ? "it did not open in time" : null;
    }
    if (ticksReading > limits.message()) {
      return "a message was not completed in time";
    }
    if (accepted && !heardAny && ticks > limits.firstMessage()) {
      return "nothing was ever said";
    }
    return ticksSilent > forSilence ? "nothing was said for long" : null;
  }

  /** Ticks without a message, up to the last one. */
  long quietFor() {
    return ticksQuiet;
  }

  /** Ticks without traffic, up to the last one. */
  long silentFor() {
    return ticksSilent;
  }
}
