package org.belfry.pbx.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import org.belfry.pbx.sip.Hop;

/**
 * A message on its way out, and at once the promise Netty keeps or breaks: one object for each
 * message instead of a promise, a listener and a carrier.
 */
final class Outgoing extends DefaultChannelPromise {
  private final Outbox outbox;
  private final byte[] message;
  private final Hop hop;

  Outgoing(Channel channel, EventLoop loop, Outbox outbox, byte[] message, Hop hop) {
    super(channel, loop);
    this.outbox = outbox;
    this.message = message;
    this.hop = hop;
  }

  byte[] message() {
    return message;
  }

  Hop hop() {
    return hop;
  }

  @Override
  public boolean tryFailure(Throwable cause) {
    boolean first = super.tryFailure(cause);
    if (first) {
      outbox.failed(this, cause);
    }
    return first;
  }
}
