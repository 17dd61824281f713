package org.belfry.appliance.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.openssl.ciphers.Cipher;
import org.apache.tomcat.util.net.openssl.ciphers.Group;
import org.apache.tomcat.util.net.openssl.ciphers.SignatureScheme;
import org.belfry.appliance.acme.OpenChallenges;
import org.belfry.pbx.sip.SourceAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's protocol with three limits that it does not have: how many connections a source may have
 * (an IPv6 source is its /64), how long the handshake and the header of a request may take
 * altogether, and how many processors compute handshakes at a time. Tomcat's own time-outs begin
 * anew with each byte, so that a few thousand connections that say a byte now and then would keep
 * browsers' phones out; and the programs of calls run on the processors that a flood of handshakes
 * would fill, for a virtual thread that computes gives way to nobody.
 */
public final class WatchedHttp extends Http11NioProtocol {
  /** What a handshake, and the header of a request, may take from their first byte to the last. */
  static final Duration HEADER = Duration.ofSeconds(20);

  /** Half of the processors, so that calls have the other half. */
  static final int HANDSHAKES_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Endpoint endpoint;

  /** As Tomcat makes it, by the name of its class. */
  public WatchedHttp() {
    this(new Endpoint());
  }

  private WatchedHttp(Endpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  /**
   * @param ofASource connections, 1 or more
   * @param spared sources whose connections are not counted
   * @param header what a handshake or a header may take
   */
  void limit(int ofASource, Predicate<InetAddress> spared, Duration header) {
    endpoint.ofASource = ofASource;
    endpoint.spared = spared;
    endpoint.header = header;
  }

  /**
   * @param challenges answered to authorities that ask for {@link OpenChallenges#ALPN}
   */
  void answer(OpenChallenges challenges) {
    endpoint.challenges = challenges;
  }

  /** Connections that were refused or closed because of a limit. */
  long refused() {
    return endpoint.refused.get();
  }

  /** Permits to compute a step of a handshake. */
  Semaphore handshakes() {
    return endpoint.handshakes;
  }

  @Override
  public void start() throws Exception {
    super.start();
    endpoint.watch();
  }

  private static final class Endpoint extends NioEndpoint {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final AtomicLong refused = new AtomicLong();
    private final Map<SocketWrapperBase<NioChannel>, Long> since = new WeakHashMap<>();
    private final Map<InetAddress, Integer> bySource = new ConcurrentHashMap<>();
    private volatile int ofASource = Integer.MAX_VALUE;
    private volatile Predicate<InetAddress> spared = source -> false;
    private volatile Duration header = HEADER;
    private volatile @Nullable OpenChallenges challenges;
    private final Semaphore handshakes = new Semaphore(HANDSHAKES_AT_ONCE, true);

    @Override
    protected SocketProcessorBase<NioChannel> createSocketProcessor(
        SocketWrapperBase<NioChannel> connection, SocketEvent event) {
      return new HandshakeInTurn(connection, event);
    }

    /** RFC 8737 §3: with the challenge's certificate while one is open, else as always. */
    @Override
    protected SSLEngine createSSLEngine(
        String serverName,
        List<Cipher> ciphers,
        List<String> applicationProtocols,
        List<String> protocols,
        List<Group> groups,
        List<SignatureScheme> schemes) {
      OpenChallenges open = challenges;
      if (open != null && applicationProtocols.contains(OpenChallenges.ALPN)) {
        SSLEngine engine = open.engine(serverName);
        if (engine != null) {
          return engine;
        }
      }
      return super.createSSLEngine(
          serverName, ciphers, applicationProtocols, protocols, groups, schemes);
    }

    /** Takes a step of a handshake in its turn; what comes after the last step needs none. */
    private final class HandshakeInTurn extends SocketProcessor {
      HandshakeInTurn(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
        super(connection, event);
      }

      @Override
      protected void doRun() {
        boolean reads = event == SocketEvent.OPEN_READ;
        boolean writes = event == SocketEvent.OPEN_WRITE;
        if ((reads || writes) && !socketWrapper.getSocket().isHandshakeComplete()) {
          switch (step(reads, writes)) {
            case SelectionKey.OP_READ -> {
              socketWrapper.registerReadInterest();
              return;
            }
            case SelectionKey.OP_WRITE -> {
              socketWrapper.registerWriteInterest();
              return;
            }
            // As Tomcat does: the last step may be a write, while the request has been read with
            // the client's last message, and no other event will announce it.
            case 0 -> event = SocketEvent.OPEN_READ;
            default -> event = SocketEvent.ERROR; // has Tomcat close it
          }
        }
        super.doRun();
      }

      /** What is to be waited for before the next step; 0 after the last, -1 when it failed. */
      private int step(boolean reads, boolean writes) {
        handshakes.acquireUninterruptibly();
        try {
          // Asked for only now: the channel of a connection that was closed is the next one's.
          if (socketWrapper.isClosed()) {
            return -1;
          }
          if (isTooSlow(socketWrapper, System.nanoTime())) {
            refused.incrementAndGet();
            return -1;
          }
          return socketWrapper.getSocket().handshake(reads, writes);
        } catch (IOException | RuntimeException e) {
          return -1;
        } finally {
          handshakes.release();
        }
      }
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      InetAddress source = source(socket);
      if (source != null
          && bySource.merge(source, 1, Integer::sum) > ofASource
          && !spared.test(source)) {
        refused.incrementAndGet();
        return false; // Tomcat closes it
      }
      boolean taken = super.setSocketOptions(socket);
      SocketWrapperBase<NioChannel> connection = connections.get(socket);
      if (connection != null) {
        synchronized (since) {
          since.put(connection, System.nanoTime());
        }
      }
      return taken;
    }

    private static @Nullable InetAddress source(SocketChannel socket) {
      try {
        return socket.getRemoteAddress() instanceof InetSocketAddress remote
            ? SourceAddress.of(remote.getAddress())
            : null;
      } catch (IOException e) {
        return null; // closed again
      }
    }

    void watch() {
      Thread.ofVirtual()
          .name("http-watch")
          .start(() -> {
            try {
              while (isRunning()) {
                Thread.sleep(INTERVAL);
                look();
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }

    /** Counts anew who has how many, and closes those that are too slow. */
    private void look() {
      Map<InetAddress, Integer> now = new HashMap<>();
      long time = System.nanoTime();
      connections.forEach((socket, connection) -> {
        if (isTooSlow(connection, time) && isClosedByUs(connection)) {
          return;
        }
        InetAddress source = source(socket);
        if (source != null) {
          now.merge(source, 1, Integer::sum);
        }
      });
      bySource.keySet().retainAll(now.keySet());
      bySource.putAll(now);
    }

    /** Not while a thread works at it or waits for its turn, which looks at the time itself. */
    private boolean isClosedByUs(SocketWrapperBase<NioChannel> connection) {
      Lock lock = connection.getLock();
      if (!lock.tryLock()) {
        return false;
      }
      try {
        refused.incrementAndGet();
        connection.close();
        return true;
      } finally {
        lock.unlock();
      }
    }

    private boolean isTooSlow(SocketWrapperBase<NioChannel> connection, long time) {
      long most = header.toNanos();
      if (!connection.getSocket().isHandshakeComplete()) {
        @Nullable Long begun;
        synchronized (since) {
          begun = since.get(connection);
        }
        return begun != null && time - begun > most;
      }
      // The processor is here while nothing is read: between parts of a header, or for good when
      // the connection is a WebSocket or its request is answered later.
      if (!(connection.getCurrentProcessor() instanceof AbstractProcessor processor)
          || processor.isUpgrade()
          || processor.isAsync()) {
        return false;
      }
      long begun = processor.getRequest().getStartTimeNanos();
      return begun > 0 && time - begun > most;
    }
  }
}
