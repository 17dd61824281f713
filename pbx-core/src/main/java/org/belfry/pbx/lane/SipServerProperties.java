package org.belfry.pbx.lane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.app.park.ParkLimits;
import org.belfry.pbx.app.trunk.TrunkProperties;
import org.belfry.pbx.proxy.ProxyLimits;
import org.belfry.pbx.registrar.RegistrarProperties;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sip.locate.LocationProperties;
import org.belfry.pbx.sip.transport.EdgeProperties;
import org.belfry.pbx.trace.TraceProperties;
import org.belfry.pbx.transaction.TimerValues;

/**
 * Settings of the SIP server.
 *
 * @param listen addresses to listen on, each for UDP and TCP
 * @param realm digest realm; changing it makes every phone ask for its password again
 * @param sha256First true to offer SHA-256 before MD5 in challenges (RFC 8760 §2.4)
 * @param secret keys dialog routes, GRUUs and trunks' Contacts; kept over restarts; 16 bytes or
 *     more
 * @param lanes threads that handle SIP, 1 to 64
 * @param laneCapacity events that may wait for a lane
 * @param transactionsPerLane above it new requests get 503 with Retry-After
 * @param timers RFC 3261 §17
 * @param proxy limits of forwarding
 * @param nonceValidity how long a phone may use a challenge
 * @param callLimit a call whose end is never seen is closed after this
 * @param federation whether calls pass to and from other domains
 * @param location how names are turned into servers
 * @param edge listeners beside UDP and TCP, and our public addresses
 * @param trace what one lane remembers of its calls' messages
 * @param trunks how patient trunks are
 * @param parking how long calls wait in slots
 */
public record SipServerProperties(
    List<InetSocketAddress> listen,
    String realm,
    boolean sha256First,
    byte[] secret,
    int lanes,
    int laneCapacity,
    int transactionsPerLane,
    TimerValues timers,
    ProxyLimits proxy,
    Duration nonceValidity,
    Duration callLimit,
    RegistrarProperties registrar,
    Federation federation,
    LocationProperties location,
    EdgeProperties edge,
    TraceProperties trace,
    TrunkProperties trunks,
    ParkLimits parking) {

  public SipServerProperties {
    listen = List.copyOf(listen);
    if (lanes < 1 || lanes > 64) {
      throw new IllegalArgumentException("lanes must be 1 to 64");
    }
    if (secret.length < 16) {
      throw new IllegalArgumentException("the secret must have 16 bytes or more");
    }
  }

  /** What the manual says: everything but addresses, realm and secret. */
  public static SipServerProperties defaults(
      List<InetSocketAddress> listen, String realm, byte[] secret) {
    return new SipServerProperties(
        listen,
        realm,
        false,
        secret.clone(),
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        8192,
        400_000,
        TimerValues.RFC3261,
        ProxyLimits.DEFAULT,
        Duration.ofMinutes(10),
        Duration.ofHours(12),
        RegistrarProperties.DEFAULT,
        Federation.OUT,
        LocationProperties.DEFAULT,
        EdgeProperties.DEFAULT,
        TraceProperties.of(8 << 20),
        TrunkProperties.DEFAULT,
        ParkLimits.DEFAULT);
  }

  /** The same with so many lanes. */
  public SipServerProperties withLanes(int count) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        count,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        edge,
        trace,
        trunks,
        parking);
  }

  /** The same with this order of challenges. */
  public SipServerProperties withSha256First(boolean first) {
    return new SipServerProperties(
        listen,
        realm,
        first,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        edge,
        trace,
        trunks,
        parking);
  }

  /** The same with these limits of forwarding. */
  public SipServerProperties withProxy(ProxyLimits limits) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        limits,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        edge,
        trace,
        trunks,
        parking);
  }

  /** The same with these listeners and addresses. */
  public SipServerProperties withEdge(EdgeProperties its) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        its,
        trace,
        trunks,
        parking);
  }

  /** The same with this rule for other domains. */
  public SipServerProperties withFederation(Federation rule) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        rule,
        location,
        edge,
        trace,
        trunks,
        parking);
  }

  /** The same with so much memory for traces. */
  public SipServerProperties withTrace(TraceProperties limits) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        edge,
        limits,
        trunks,
        parking);
  }

  /** The same with these limits of the registrar. */
  public SipServerProperties withRegistrar(RegistrarProperties limits) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        limits,
        federation,
        location,
        edge,
        trace,
        trunks,
        parking);
  }

  /** The same with trunks as patient as this. */
  public SipServerProperties withTrunks(TrunkProperties patience) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        edge,
        trace,
        patience,
        parking);
  }

  /** The same with calls that wait so long. */
  public SipServerProperties withParking(ParkLimits limits) {
    return new SipServerProperties(
        listen,
        realm,
        sha256First,
        secret,
        lanes,
        laneCapacity,
        transactionsPerLane,
        timers,
        proxy,
        nonceValidity,
        callLimit,
        registrar,
        federation,
        location,
        edge,
        trace,
        trunks,
        limits);
  }
}
