package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import java.util.Arrays;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.Flaw;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the {@link MessageReceiver}: cuts bytes into a message, counts, and keeps a receiver
 * that fails from harming the socket the message came from.
 */
final class MessageInput {
  private static final Logger LOG = LoggerFactory.getLogger(MessageInput.class);

  private static final byte[] RESPONSE = {'S', 'I', 'P', '/'};

  private final MessageReceiver receiver;
  private final TransportCounters counters;
  private volatile boolean ended;

  MessageInput(MessageReceiver receiver, TransportCounters counters) {
    this.receiver = receiver;
    this.counters = counters;
  }

  TransportCounters counters() {
    return counters;
  }

  /** Whether anything from this address is read at all. */
  boolean admits(InetAddress source) {
    return receiver.admits(source);
  }

  /** How much a connection is worth. */
  ConnectionPriority regard(Hop hop) {
    return receiver.regard(hop);
  }

  /**
   * Takes one whole message.
   *
   * @param bytes kept by the message
   * @return false when it is no SIP, or from where nothing is read
   */
  boolean take(byte[] bytes, Hop from) {
    return take(bytes, from, null);
  }

  /**
   * Takes what is to be refused: a message above a limit, or one whose length is a lie.
   *
   * @param bytes its header, as far as it came
   * @return true when it is a request that will be answered
   */
  boolean refuse(byte[] bytes, Hop from, Flaw flaw) {
    return bytes.length > 0 && !isResponse(bytes) && take(bytes, from, flaw);
  }

  private static boolean isResponse(byte[] bytes) {
    int length = RESPONSE.length;
    return bytes.length < length || Arrays.equals(bytes, 0, length, RESPONSE, 0, length);
  }

  private boolean take(byte[] bytes, Hop from, @Nullable Flaw flaw) {
    try {
      if (!admits(from.remote().getAddress())) {
        return false;
      }
      SipMessage message = MessageParser.parse(bytes, 0, bytes.length, flaw);
      if (message == null) {
        counters.garbage.increment();
        return false;
      }
      counters.received.increment();
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
