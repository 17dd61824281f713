package org.belfry.pbx.inbound.gate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.belfry.pbx.Messages;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.trace.MessageCounts;
import org.belfry.pbx.trace.TracedNetwork;
import org.belfry.pbx.transaction.TimerValues;
import org.belfry.pbx.transaction.TransactionTable;

/** A lane without time: transactions of its own, and what they send is kept. */
public final class QuietLane implements SipNetwork, Post {
  private final List<String> sent = new ArrayList<>();
  private final TimerWheel wheel = new TimerWheel(Messages.T0);
  private final TracedNetwork network = new TracedNetwork(this, new MessageCounts());
  private final TransactionTable transactions =
      new TransactionTable(TimerValues.RFC3261, network, 1, 1 << 20, this);

  /** What was sent, the oldest first. */
  public List<String> sent() {
    return sent;
  }

  public TracedNetwork network() {
    return network;
  }

  public TransactionTable transactions() {
    return transactions;
  }

  public Responder responder() {
    return new Responder(transactions, new Random(1));
  }

  @Override
  public Hop route(Hop hop) {
    return hop;
  }

  @Override
  public Supported supported() {
    return new Supported(Set.of(Transport.UDP), true, false, false);
  }

  @Override
  public void send(byte[] message, Hop hop) {
    sent.add(new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void send(Event letter) {}

  @Override
  public TimerWheel.Timer after(Duration delay, Event letter, Instant now) {
    return wheel.set(now.plus(delay), letter);
  }

  @Override
  public void cancel(TimerWheel.Timer timer) {}

  @Override
  public boolean offer(Event letter) {
    return true;
  }
}
