package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** The hops of one branch whose next server is a name, tried one after the other. */
final class HopSequence {
  /** The request as it came; each hop gets a copy with a Via of its own (RFC 3263 §4.3). */
  final SipRequest request;

  private List<Hop> left = List.of();

  /** The present hop has said something. */
  boolean heard;

  /** Nothing may be sent for this branch any more. */
  boolean over;

  /** A CANCEL that waits until the present hop has said something (RFC 3261 §9.1). */
  ProxyEffect.@Nullable Cancel cancel;

  TimerWheel.@Nullable Timer patience;

  HopSequence(SipRequest request) {
    this.request = request;
  }

  void found(List<Hop> hops) {
    left = hops;
  }

  boolean hasMore() {
    return !left.isEmpty();
  }

  Hop next() {
    Hop hop = left.getFirst();
    left = left.subList(1, left.size());
    return hop;
  }
}
