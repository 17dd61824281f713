package org.belfry.pbx.sip.transport;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's WebSocket that carries SIP for us, such as that of the web server under {@code
 * /ws}. A port: implemented by who has the socket. Methods are called from any thread, must not
 * block, and may be called when the socket is closed already.
 */
public interface ExternalWebSocket {

  /**
   * Sends one message; the next is sent when this one is done.
   *
   * @param text true for a text message; the bytes are UTF-8 then
   * @param done told once, on any thread: null, or what went wrong
   */
  void send(byte[] message, boolean text, Consumer<@Nullable Throwable> done);

  /** Sends a ping; its pong is {@link CarriedWebSocket#heard}. */
  void ping();

  /** Closes the socket, also when the peer does not read any more. */
  void close(String why);
}
