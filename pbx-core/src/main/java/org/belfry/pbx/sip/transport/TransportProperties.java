package org.belfry.pbx.sip.transport;

import java.time.Duration;

/**
 * Limits of the transports.
 *
 * @param maxDatagram longest datagram that is looked at, in bytes, 512 to 65535
 * @param maxHeaderBytes start line and header of a message on a stream, in bytes
 * @param maxBodyBytes body of a message on a stream, in bytes
 * @param maxConnections open TCP connections; the newest is refused above it
 * @param connectTimeout how long a connection may take to open
 * @param messageTimeout a message that has begun on a stream must be complete within this
 * @param idleTimeout a connection without traffic is closed after this
 * @param receiveBufferBytes what we ask the kernel for, for each UDP socket; it may give less
 * @param sendBufferBytes the same for sending
 */
public record TransportProperties(
    int maxDatagram,
    int maxHeaderBytes,
    int maxBodyBytes,
    int maxConnections,
    Duration connectTimeout,
    Duration messageTimeout,
    Duration idleTimeout,
    int receiveBufferBytes,
    int sendBufferBytes) {

  /** What the manual says. */
  public static final TransportProperties DEFAULT =
      new TransportProperties(
          65_535,
          32 * 1024,
          256 * 1024,
          4096,
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofHours(1),
          4 * 1024 * 1024,
          4 * 1024 * 1024);

  public TransportProperties {
    if (maxDatagram < 512 || maxDatagram > 65_535) {
      throw new IllegalArgumentException("maxDatagram must be 512 to 65535");
    }
    if (maxHeaderBytes < 512 || maxBodyBytes < 0 || maxConnections < 1) {
      throw new IllegalArgumentException("a limit of the transports is too small");
    }
    if (!connectTimeout.isPositive() || !messageTimeout.isPositive() || !idleTimeout.isPositive()) {
      throw new IllegalArgumentException("time limits of the transports must be positive");
    }
    if (receiveBufferBytes < 1 || sendBufferBytes < 1) {
      throw new IllegalArgumentException("socket buffers must have a size");
    }
  }
}
