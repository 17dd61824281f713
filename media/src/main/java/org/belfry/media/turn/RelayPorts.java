package org.belfry.media.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.belfry.media.relay.TransportAddress;
import org.jspecify.annotations.Nullable;

/** Where the server gets its relayed ports from. */
public interface RelayPorts {
  int IPV4 = 1;
  int IPV6 = 2;

  /** A relayed port that is open. */
  interface RelayPort {
    /** What the client and its peers are told: the public address, when there is one in front. */
    InetSocketAddress advertised();

    /** IPV4 or IPV6. */
    int family();

    /** Whose packets come in from now on. Until then it is only reserved. */
    void serve(Allocation owner);

    /** Sends what stands between position and limit; false when the socket takes no more. */
    boolean send(ByteBuffer packet, TransportAddress peer);

    /** Closes it; its number returns to the pool. */
    void close();
  }

  /** Whether there are relayed addresses of this family at all (otherwise 440). */
  boolean has(int family);

  /**
   * Opens a port of the pool; null when there is none.
   *
   * @param even whether its number has to be even
   */
  @Nullable RelayPort open(int family, boolean even);

  /**
   * Opens the port with the number after this one (RFC 8656 §7.2, EVEN-PORT); null when it is not
   * free.
   */
  @Nullable RelayPort openNext(RelayPort before);
}
