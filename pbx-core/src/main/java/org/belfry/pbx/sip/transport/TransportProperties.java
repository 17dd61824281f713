package org.belfry.pbx.sip.transport;

import java.time.Duration;

/**
 * Limits of the transports.
 *
 * @param maxDatagram longest datagram that is looked at, in bytes, 512 to 65535
 * @param maxHeaderBytes start line and header of a message on a stream, in bytes
 * @param maxBodyBytes body of a message on a stream, in bytes; with the header's limit also the
 *     longest WebSocket message
 * @param connections how many there may be, and whose
 * @param connectTimeout how long a connection of ours may take to open
 * @param openingTimeout how long TLS handshake and WebSocket upgrade may take together
 * @param firstMessageTimeout a connection that was opened to us must say something within this
 * @param messageTimeout a message that has begun on a stream must be complete within this
 * @param idleTimeout a connection without traffic is closed after this
 * @param pingInterval a WebSocket that is silent so long is pinged; closed after three times that
 * @param receiveBufferBytes what we ask the kernel for, for each UDP socket; it may give less
 * @param sendBufferBytes the same for sending
 * @param trafficClass of what is sent: DSCP in the upper six bits (RFC 2474)
 */
public record TransportProperties(
    int maxDatagram,
    int maxHeaderBytes,
    int maxBodyBytes,
    ConnectionLimits connections,
    Duration connectTimeout,
    Duration openingTimeout,
    Duration firstMessageTimeout,
    Duration messageTimeout,
    Duration idleTimeout,
    Duration pingInterval,
    int receiveBufferBytes,
    int sendBufferBytes,
    int trafficClass) {

  /** Class selector 3, for signalling (RFC 4594 §4.2 allows it besides CS5). */
  public static final int CLASS_SELECTOR_3 = 24 << 2;

  /** What the manual says. */
  public static final TransportProperties DEFAULT =
      new TransportProperties(
          65_535,
          32 * 1024,
          256 * 1024,
          ConnectionLimits.DEFAULT,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(20),
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          4 * 1024 * 1024,
          4 * 1024 * 1024,
          CLASS_SELECTOR_3);

  public TransportProperties {
    if (maxDatagram < 512 || maxDatagram > 65_535) {
      throw new IllegalArgumentException("maxDatagram must be 512 to 65535");
    }
    if (maxHeaderBytes < 512 || maxBodyBytes < 0) {
      throw new IllegalArgumentException("a limit of the transports is too small");
    }
    if (!connectTimeout.isPositive()
        || !openingTimeout.isPositive()
        || !firstMessageTimeout.isPositive()
        || !messageTimeout.isPositive()
        || !idleTimeout.isPositive()
        || !pingInterval.isPositive()) {
      throw new IllegalArgumentException("time limits of the transports must be positive");
    }
    if (receiveBufferBytes < 1 || sendBufferBytes < 1) {
      throw new IllegalArgumentException("socket buffers must have a size");
    }
    if (trafficClass < 0 || trafficClass > 255) {
      throw new IllegalArgumentException("traffic class " + trafficClass);
    }
  }

  /** The same with these limits of connections. */
  public TransportProperties with(ConnectionLimits limits) {
    return with(limits, trafficClass);
  }

  /** The same with this traffic class. */
  public TransportProperties withTrafficClass(int value) {
    return with(connections, value);
  }

  private TransportProperties with(ConnectionLimits limits, int itsClass) {
    return new TransportProperties(
        maxDatagram,
        maxHeaderBytes,
        maxBodyBytes,
        limits,
        connectTimeout,
        openingTimeout,
        firstMessageTimeout,
        messageTimeout,
        idleTimeout,
        pingInterval,
        receiveBufferBytes,
        sendBufferBytes,
        itsClass);
  }

  /** Longest message of a WebSocket, in bytes. */
  public int maxMessageBytes() {
    return maxHeaderBytes + maxBodyBytes;
  }
}
