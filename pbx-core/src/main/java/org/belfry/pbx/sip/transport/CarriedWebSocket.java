package org.belfry.pbx.sip.transport;

import org.belfry.pbx.sip.Hop;

/**
 * Our end of a {@link ExternalWebSocket}: a connection like any other, with a number of its own.
 * Made by {@link SipTransports#carried}.
 */
public interface CarriedWebSocket {

  /** The way over it. */
  Hop hop();

  /**
   * One whole message came; one after the other, from any thread.
   *
   * @param message nobody may write to it afterwards
   */
  void received(byte[] message);

  /** A part of a message came that is not its last: the rest must come in time. */
  void begun();

  /** A ping or a pong came. */
  void heard();

  /** The socket is gone. May be called twice. */
  void closed();
}
