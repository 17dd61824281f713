package org.belfry.pbx.trace;

import java.time.Instant;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The network as one lane sees it: what is sent while the lane handles an event of a call is noted
 * in that call's trace, and counted. So nobody who sends needs to know of either.
 */
public final class TracedNetwork implements SipNetwork {
  private final SipNetwork network;
  private final MessageCounts counts;
  private @Nullable CallTrace current;
  private Instant now = Instant.EPOCH;

  public TracedNetwork(SipNetwork network, MessageCounts counts) {
    this.network = network;
    this.counts = counts;
  }

  /**
   * From now on the lane works for this call.
   *
   * @param trace null when it works for none that is traced
   */
  public void follow(@Nullable CallTrace trace, Instant since) {
    current = trace;
    now = since;
  }

  /** The call the lane works for, or null. */
  public @Nullable CallTrace current() {
    return current;
  }

  /** When the event happened that the lane works on. */
  public Instant now() {
    return now;
  }

  @Override
  public @Nullable Hop route(Hop hop) {
    return hop.inside() ? hop : network.route(hop);
  }

  @Override
  public Supported supported() {
    return network.supported();
  }

  @Override
  public void send(byte[] message, Hop hop) {
    counts.sent(message);
    CallTrace trace = current;
    if (trace != null) {
      trace.note(now, Direction.SENT, hop, message);
    }
    network.send(message, hop);
  }
}
