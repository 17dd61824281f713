package org.belfry.media.relay;

import org.jspecify.annotations.Nullable;

/**
 * Decides whose packets a leg accepts and where its own go (symmetric RTP, RFC 4961), so that
 * nobody else hears or injects ("RTP bleed"). It locks on the first source that its rule allows.
 * Afterwards the source changes only when signalling names another address, when ICE selects
 * another pair, when packets with the leg's SRTP keys come from elsewhere, or, shortly after it
 * locked on another address than the signalled one, when that one itself speaks. When signalling
 * has named another address, whoever spoke from the one before is late, and not let in for a while.
 */
final class Latch {
  /** A stranger is watched this long, and so long an expected source takes precedence. */
  static final long PATIENCE_NANOS = 100_000_000;

  /** A stranger sends so many packets in a row, none missing, before he is believed. */
  static final int PACKETS_IN_A_ROW = 4;

  /** A watched stranger who is silent this long makes room for another. */
  static final long FORGET_NANOS = 200_000_000;

  /**
   * How long the signalled address may still take over from another, and how long packets from the
   * one that was signalled before may be late.
   */
  static final long YIELD_NANOS = 3_000_000_000L;

  /** What the latch says of a packet from a source that it is not locked on. */
  enum Decision {
    /** It counts; the latch may have locked on its source. */
    ACCEPTED,
    /** Dropped; its source is being watched. */
    WATCHED,
    REFUSED
  }

  private Latching rule = Latching.SIGNALLED;
  private @Nullable TransportAddress signalled;
  private @Nullable TransportAddress signalling;
  private @Nullable TransportAddress locked;
  private boolean lockedElsewhere;
  private boolean lockedForSure;
  private long lockedAt;
  private @Nullable TransportAddress left;
  private boolean leftIsLate;
  private long lateSince;

  private final Sender stranger = new Sender();
  private int strangerSsrc;
  private int strangerSequence;
  private int strangerCount;
  private long strangerSince;
  private long strangerLast;

  /**
   * What signalling says now.
   *
   * @param address where the leg wants its packets; null when not known yet
   * @param signallingHost where its signalling comes from (the port does not matter), or null
   */
  void expect(
      Latching newRule,
      @Nullable TransportAddress address,
      @Nullable TransportAddress signallingHost) {
    boolean moved = address != null && !address.equals(signalled);
    boolean stricter = newRule.compareTo(rule) < 0;
    if (moved) {
      left = locked != null && locked.equals(signalled) ? locked : null;
      leftIsLate = false;
    }
    rule = newRule;
    signalling = signallingHost;
    if (address != null) {
      signalled = address;
    }
    // A browser's checks may come before its answer, which is what makes the rule stricter.
    if (moved || (stricter && !lockedForSure)) {
      locked = null;
      lockedElsewhere = false;
      lockedForSure = false;
    }
    strangerCount = 0;
  }

  /** Where packets came from and went counts no more, unless it is this host. */
  void keep(@Nullable TransportAddress host) {
    if (isElsewhere(locked, host)) {
      locked = null;
      lockedElsewhere = false;
      lockedForSure = false;
    }
    if (isElsewhere(signalled, host)) {
      signalled = null;
    }
    left = null;
    strangerCount = 0;
  }

  private static boolean isElsewhere(
      @Nullable TransportAddress address, @Nullable TransportAddress host) {
    return address != null && (host == null || !address.address().equals(host.address()));
  }

  /** ICE has selected a pair, or somebody else knows for sure. */
  void lock(TransportAddress address) {
    locked = address;
    lockedElsewhere = false;
    lockedForSure = true;
    strangerCount = 0;
  }

  boolean isFrom(Sender sender) {
    TransportAddress address = locked;
    return address != null && sender.is(address);
  }

  /** Whether the signalled address may still take over from another. */
  boolean mayYield(long now) {
    return lockedElsewhere && now - lockedAt < YIELD_NANOS;
  }

  /** Where this leg's packets go: to whom it is locked on, else the signalled address, if any. */
  @Nullable TransportAddress target() {
    TransportAddress address = locked;
    return address != null || rule == Latching.SELECTED ? address : signalled;
  }

  @Nullable TransportAddress locked() {
    return locked;
  }

  /** A packet with the leg's keys, newer than all before, from a source not locked on. */
  void proven(Sender sender, long now) {
    if (rule != Latching.SELECTED) {
      lockOn(sender, false, now);
    }
  }

  /** A plausible packet that proves nothing, from a source not locked on. */
  Decision offered(Sender sender, int ssrc, int sequence, long now) {
    if (rule == Latching.SELECTED) {
      return Decision.REFUSED;
    }
    TransportAddress address = signalled;
    boolean exact = address != null && sender.is(address);
    if (locked != null) {
      if (exact && mayYield(now)) {
        lockOn(sender, false, now);
        return Decision.ACCEPTED;
      }
      return Decision.REFUSED;
    }
    if (!exact && isLate(sender, now)) {
      return Decision.REFUSED;
    }
    if (exact || (rule.compareTo(Latching.HOST) >= 0 && isExpectedHost(sender))) {
      lockOn(sender, !exact, now);
      return Decision.ACCEPTED;
    }
    return rule == Latching.ANYBODY ? watch(sender, ssrc, sequence, now) : Decision.REFUSED;
  }

  /**
   * Whether it still speaks from where signalling has moved away. On one host (two calls of ours,
   * phones behind one NAT) it would pass for the new one.
   */
  private boolean isLate(Sender sender, long now) {
    if (left == null || !sender.is(left)) {
      return false;
    }
    if (!leftIsLate) {
      leftIsLate = true;
      lateSince = now;
    }
    return now - lateSince < YIELD_NANOS;
  }

  private boolean isExpectedHost(Sender sender) {
    return (signalled != null && sender.isHost(signalled))
        || (signalling != null && sender.isHost(signalling));
  }

  private Decision watch(Sender sender, int ssrc, int sequence, long now) {
    boolean same = strangerCount > 0 && stranger.is(sender) && ssrc == strangerSsrc;
    if (!same && strangerCount > 0 && now - strangerLast < FORGET_NANOS) {
      return Decision.REFUSED;
    }
    if (!same || sequence != ((strangerSequence + 1) & 0xffff)) {
      stranger.set(sender);
      strangerSsrc = ssrc;
      strangerCount = 0;
      strangerSince = now;
    }
    strangerSequence = sequence;
    strangerLast = now;
    strangerCount++;
    if (strangerCount < PACKETS_IN_A_ROW || now - strangerSince < PATIENCE_NANOS) {
      return Decision.WATCHED;
    }
    lockOn(sender, true, now);
    return Decision.ACCEPTED;
  }

  private void lockOn(Sender sender, boolean elsewhere, long now) {
    locked = sender.toAddress();
    lockedElsewhere = elsewhere;
    lockedForSure = false;
    lockedAt = now;
    strangerCount = 0;
  }
}
