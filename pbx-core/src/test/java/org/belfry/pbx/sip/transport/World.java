package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.sip.Transport;

/** Transports on a free port of loopback, with a mailbag behind. */
final class World implements AutoCloseable {
  static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
  static final InetAddress V6 = InetAddress.ofLiteral("::1");

  final Mailbag mailbag = new Mailbag();
  final EventLoops loops;
  final SipTransports transports;

  World(TransportProperties properties, InetAddress... addresses) {
    this(Epoll.isAvailable(), properties, addresses);
  }

  World(boolean epoll, TransportProperties properties, InetAddress... addresses) {
    this(epoll, properties, List.of(), null, addresses);
  }

  /** With listeners on free ports of 127.0.0.1 beside, and a certificate where one is given. */
  World(
      boolean epoll,
      TransportProperties properties,
      List<Transport> more,
      TlsIdentity identity,
      InetAddress... addresses) {
    loops = new EventLoops(2, epoll);
    transports = new SipTransports(loops, properties, mailbag);
    try {
      if (identity != null) {
        transports.secure(identity);
      }
      transports.open(
          List.of(addresses).stream().map(a -> new InetSocketAddress(a, 0)).toList(),
          more.stream().map(t -> new Listening(t, new InetSocketAddress(V4, 0))).toList());
    } catch (RuntimeException e) {
      loops.close();
      throw e;
    }
  }

  static World onLoopback() {
    return new World(TransportProperties.DEFAULT, V4);
  }

  static TransportProperties withTimeouts(Duration message, Duration idle, int maxConnections) {
    TransportProperties d = TransportProperties.DEFAULT;
    return new TransportProperties(
        d.maxDatagram(),
        d.maxHeaderBytes(),
        d.maxBodyBytes(),
        new ConnectionLimits(maxConnections, 1024, 1024, 64, Duration.ofMinutes(3)),
        Duration.ofSeconds(2),
        d.openingTimeout(),
        d.firstMessageTimeout(),
        message,
        idle,
        d.pingInterval(),
        d.receiveBufferBytes(),
        d.sendBufferBytes(),
        d.trafficClass());
  }

  /** Opening, first message and ping in milliseconds. */
  static TransportProperties hasty(int opening, int first, int ping, int perSource) {
    TransportProperties d = TransportProperties.DEFAULT;
    return new TransportProperties(
        d.maxDatagram(),
        d.maxHeaderBytes(),
        d.maxBodyBytes(),
        new ConnectionLimits(4096, perSource, 1024, 64, Duration.ofMinutes(3)),
        d.connectTimeout(),
        Duration.ofMillis(opening),
        Duration.ofMillis(first),
        d.messageTimeout(),
        d.idleTimeout(),
        Duration.ofMillis(ping),
        d.receiveBufferBytes(),
        d.sendBufferBytes(),
        d.trafficClass());
  }

  static boolean hasV6() {
    try {
      return NetworkInterface.getByInetAddress(V6) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  InetSocketAddress address(Transport transport) {
    return transports.listening().stream()
        .filter(l -> l.transport() == transport)
        .findFirst()
        .orElseThrow()
        .address();
  }

  long counted(String name) {
    return transports.counters().get(name);
  }

  static byte[] options(String callId, int bodyBytes) {
    return ("OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bK1\r\n"
            + "From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:bob@127.0.0.1>\r\nCall-ID: "
            + callId
            + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: "
            + bodyBytes
            + "\r\n\r\n"
            + "x".repeat(bodyBytes))
        .getBytes(UTF_8);
  }

  @Override
  public void close() {
    transports.close();
    loops.close();
  }
}
