package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipMessage;

/** Where received messages go. Called on the transport's threads; must not block. */
public interface MessageReceiver {

  /**
   * Whether anything from this address is read at all. Asked for every message before it is parsed,
   * and for every connection: must be as cheap as a look into a table.
   */
  default boolean admits(InetAddress source) {
    return true;
  }

  /**
   * How much a connection that a peer has opened is worth. Asked when it opens, when there are too
   * many, and of silent ones now and then; from any thread, so it answers at once.
   */
  default ConnectionPriority regard(Hop hop) {
    return ConnectionPriority.KNOWN;
  }

  /**
   * A message has arrived.
   *
   * @param from the way back: our end, the far end, the connection's number
   */
  void received(SipMessage message, Hop from);

  /**
   * A message could not be sent. Said once for each message at most, and never for certain: what
   * UDP loses on the way nobody tells.
   *
   * @param why a phrase for people, without a full stop
   */
  void sendFailed(Hop to, byte[] message, String why);

  /** A connection over which something was received is gone. */
  void connectionClosed(Hop hop);
}
