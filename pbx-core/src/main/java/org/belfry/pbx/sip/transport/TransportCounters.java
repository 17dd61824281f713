package org.belfry.pbx.sip.transport;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened, counted from any thread. */
final class TransportCounters {
  final LongAdder received = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder sendFailed = new LongAdder();
  final LongAdder garbage = new LongAdder();
  final LongAdder keepAlives = new LongAdder();
  final LongAdder stun = new LongAdder();
  final LongAdder tooLarge = new LongAdder();
  final LongAdder empty = new LongAdder();
  final LongAdder connectionsOpened = new LongAdder();
  final LongAdder connectionsRefused = new LongAdder();
  final LongAdder connectionsDisplaced = new LongAdder();
  final LongAdder connectionsTimedOut = new LongAdder();
  final LongAdder connectionsOverrun = new LongAdder();
  final LongAdder handshakesFailed = new LongAdder();
  final LongAdder webSocketsRefused = new LongAdder();

  Map<String, Long> values(int openConnections) {
    Map<String, Long> values = new TreeMap<>();
    values.put("received", received.sum());
    values.put("sent", sent.sum());
    values.put("sendFailed", sendFailed.sum());
    values.put("garbage", garbage.sum());
    values.put("keepalives", keepAlives.sum());
    values.put("stun", stun.sum());
    values.put("tooLarge", tooLarge.sum());
    values.put("empty", empty.sum());
    values.put("connections", (long) openConnections);
    values.put("connectionsOpened", connectionsOpened.sum());
    values.put("connectionsRefused", connectionsRefused.sum());
    values.put("connectionsDisplaced", connectionsDisplaced.sum());
    values.put("connectionsTimedOut", connectionsTimedOut.sum());
    values.put("connectionsOverrun", connectionsOverrun.sum());
    values.put("handshakesFailed", handshakesFailed.sum());
    values.put("webSocketsRefused", webSocketsRefused.sum());
    return values;
  }
}
