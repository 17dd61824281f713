package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the {@link MessageReceiver}: cuts bytes into a message, counts, and keeps a receiver
 * that fails from harming the socket the message came from.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final MessageReceiver receiver;
  private final TransportCounters counters;
  private final LastCall lastCall;
  private volatile boolean ended;

  Reception(MessageReceiver receiver, TransportCounters counters, LastCall lastCall) {
    this.receiver = receiver;
    this.counters = counters;
    this.lastCall = lastCall;
  }

  TransportCounters counters() {
    return counters;
  }

  /** Whether anything from this address is read at all. */
  boolean admits(InetAddress source) {
    return receiver.admits(source);
  }

  /**
   * Takes one whole message.
   *
   * @param bytes kept by the message
   * @return false when it is no SIP, or from where nothing is read
   */
  boolean take(byte[] bytes, Hop from) {
    try {
      if (!admits(from.remote().getAddress())) {
        return false;
      }
      SipMessage message = MessageParser.parse(bytes, 0, bytes.length);
      if (message == null) {
        counters.garbage.increment();
        return false;
      }
      counters.received.increment();
      if (message instanceof SipRequest request && request.method().equals(Method.INVITE)) {
        lastCall.begins(System.nanoTime());
      }
      receiver.received(message, from);
    } catch (RuntimeException e) {
      LOG.error("{} bytes from {} failed by our own fault", bytes.length, from.shown(), e);
    }
    return true;
  }

  void sendFailed(Hop to, byte[] message, String why) {
    counters.sendFailed.increment();
    if (ended) {
      return;
    }
    try {
      receiver.sendFailed(to, message, why);
    } catch (RuntimeException e) {
      LOG.error("Telling that {} was not reached failed by our own fault", to.shown(), e);
    }
  }

  void connectionClosed(Hop hop) {
    if (ended) {
      return;
    }
    try {
      receiver.connectionClosed(hop);
    } catch (RuntimeException e) {
      LOG.error("Telling that {} is closed failed by our own fault", hop.shown(), e);
    }
  }

  /** We close down: what fails from now on is nobody's concern. */
  void end() {
    ended = true;
  }
}
