package org.belfry.pbx.sip.transport;

import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Transport;

/** An address cannot be listened on. The message is a sentence for the person who starts us. */
public final class PortTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortTaken(Transport transport, InetSocketAddress address, Throwable cause) {
    super(sentence(new Listening(transport, address), Failure.phrase(cause)), cause);
  }

  private static String sentence(Listening wanted, String why) {
    return why.equals("address already in use")
        ? "Another program already listens on " + wanted.shown() + "."
        : "Cannot listen on " + wanted.shown() + ": " + why + ".";
  }
}
