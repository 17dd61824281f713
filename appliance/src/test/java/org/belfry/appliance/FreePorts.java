package org.belfry.appliance;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports for servers under test, below Linux's ephemeral range and below our media ports. An
 * ephemeral port that was free a moment ago may be the near end of a connection when the server
 * binds it.
 */
public final class FreePorts {
  private static final int AT_ONCE = 4;
  private static final int OF_A_FORK = 16_000 / Fork.MOST / AT_ONCE * AT_ONCE;
  private static final int FIRST = 12_000 + (Fork.NUMBER - 1) * OF_A_FORK;
  private static final int BEYOND = FIRST + OF_A_FORK;
  private static final AtomicInteger NEXT =
      new AtomicInteger(
          FIRST + ThreadLocalRandom.current().nextInt((BEYOND - FIRST) / AT_ONCE) * AT_ONCE);

  private FreePorts() {}

  /**
   * An even port that is free for UDP and TCP on 127.0.0.1 at this moment, as are the three behind
   * it. None is given twice before all were given.
   */
  public static int next() {
    for (int attempt = 0; attempt < 500; attempt++) {
      int port = NEXT.getAndAdd(AT_ONCE);
      if (port >= BEYOND) {
        NEXT.compareAndSet(port + AT_ONCE, FIRST);
        continue;
      }
      if (IntStream.range(port, port + AT_ONCE).allMatch(FreePorts::isFree)) {
        return port;
      }
    }
    throw new AssertionError("no port is free");
  }

  private static boolean isFree(int port) {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket tcp = new ServerSocket(port, 1, here);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(here, port))) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException e) {
      return false; // somebody has it
    }
  }
}
