package org.belfry.media.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.turn.Allocation.Channel;
import org.belfry.media.turn.Authenticator.Verdict.Known;
import org.belfry.media.turn.RelayPorts.RelayPort;
import org.jspecify.annotations.Nullable;

/**
 * The requests of clients whose credentials are good, and what they change (RFC 8656 §7 to §12).
 * Each returns its answer; one that refuses has changed nothing.
 */
final class AllocationTable {
  private static final int UDP = 17;
  private static final int CHANNEL_MIN = 0x4000;
  // DEVIATION RFC 8656 §12: it ends at 0x4fff, so that a client may speak DTLS on the same port.
  // Clients of RFC 5766 take numbers up to 0x7fff, and nothing else is spoken on our ports.
  private static final int CHANNEL_MAX = 0x7fff;
  private static final int RESERVE_NEXT = 0x80;
  private static final int PAIR_TRIES = 16;

  private final TurnSettings settings;
  private final PeerPolicy policy;
  private final RelayPorts ports;
  private final TurnCounters counters;
  private final Reservations reservations;
  private final Set<Allocation> allocations = new HashSet<>();
  private final Map<String, Integer> perUser = new HashMap<>();

  AllocationTable(
      TurnSettings settings,
      PeerPolicy policy,
      RelayPorts ports,
      TurnCounters counters,
      RandomGenerator random) {
    this.settings = settings;
    this.policy = policy;
    this.ports = ports;
    this.counters = counters;
    this.reservations = new Reservations(random);
  }

  int size() {
    return allocations.size();
  }

  int ofUser(String user) {
    return perUser.getOrDefault(user, 0);
  }

  StunMessage answer(StunMessage request, ClientLink link, Known who, Instant now) {
    Allocation allocation = link.allocation();
    if (allocation != null && !allocation.username().equals(who.username())) {
      return request.error(441, "Wrong Credentials");
    }
    return switch (request.method()) {
      case ALLOCATE ->
          allocation != null
              ? request.error(437, "Allocation Mismatch")
              : allocate(request, link, who, now);
      case REFRESH -> allocation == null ? mismatch(request) : refresh(request, allocation, now);
      case CREATE_PERMISSION ->
          allocation == null ? mismatch(request) : createPermission(request, allocation, now);
      case CHANNEL_BIND ->
          allocation == null ? mismatch(request) : channelBind(request, allocation, now);
      case BINDING, SEND, DATA -> request.error(400, "Bad Request");
    };
  }

  private static StunMessage mismatch(StunMessage request) {
    return request.error(437, "Allocation Mismatch");
  }

  // ---- Allocate (RFC 8656 §7.2)
  // ------------------------------------------------------------------

  private StunMessage allocate(StunMessage request, ClientLink link, Known who, Instant now) {
    long transport = request.number(AttributeType.REQUESTED_TRANSPORT, -1);
    byte[] token = request.bytes(AttributeType.RESERVATION_TOKEN);
    boolean hasFamily = request.has(AttributeType.REQUESTED_ADDRESS_FAMILY);
    boolean hasEven = request.has(AttributeType.EVEN_PORT);
    if (transport < 0 || (token != null && (hasEven || hasFamily))) {
      return request.error(400, "Bad Request");
    }
    if (transport != UDP) {
      return request.error(442, "Unsupported Transport Protocol");
    }
    if (request.has(AttributeType.DONT_FRAGMENT)) {
      // §7.2 step 5: who cannot set the bit on what is relayed says that it does not know the word.
      return request
          .error(420, "Unknown Attribute")
          .with(new StunAttribute.UnknownTypes(List.of(AttributeType.DONT_FRAGMENT.code())));
    }
    long family = request.number(AttributeType.REQUESTED_ADDRESS_FAMILY, RelayPorts.IPV4);
    if (token == null && !ports.has((int) family)) {
      return request.error(440, "Address Family not Supported");
    }
    String user = who.credential().user();
    boolean reserve = (request.number(AttributeType.EVEN_PORT, 0) & RESERVE_NEXT) != 0;
    int wanted = token != null ? 0 : reserve ? 2 : 1; // ports; a reserved one is the user's already
    if (ofUser(user) + reservations.of(user) + wanted > settings.maxAllocationsPerUser()) {
      return request.error(486, "Allocation Quota Reached");
    }
    if (allocations.size() + reservations.size() >= settings.maxAllocations()) {
      return request.error(508, "Insufficient Capacity");
    }
    RelayPort port;
    RelayPort next = null;
    if (token != null) {
      port = reservations.take(token, user);
    } else if (reserve) {
      port = ports.open((int) family, true);
      next = port == null ? null : ports.openNext(port);
      for (int i = 1; i < PAIR_TRIES && port != null && next == null; i++) {
        port.close(); // somebody has the port behind it
        port = ports.open((int) family, true);
        next = port == null ? null : ports.openNext(port);
      }
    } else {
      port = ports.open((int) family, hasEven);
    }
    if (port == null || (reserve && next == null)) {
      if (port != null) {
        port.close();
      }
      return request.error(508, "Insufficient Capacity");
    }
    return allocated(request, link, who, port, next, now);
  }

  private StunMessage allocated(
      StunMessage request,
      ClientLink link,
      Known who,
      RelayPort port,
      @Nullable RelayPort next,
      Instant now) {
    Duration lifetime = lifetime(request);
    String user = who.credential().user();
    long allowance = settings.bytesPerSecond() == 0 ? Long.MAX_VALUE : settings.bytesPerSecond();
    Allocation allocation =
        new Allocation(
            link, who.username(), user, port, request.id(), now.plus(lifetime), allowance);
    allocations.add(allocation);
    perUser.merge(user, 1, Integer::sum);
    port.serve(allocation);
    link.allocation(allocation);
    counters.count(TurnCounter.ALLOCATED);
    StunMessage success =
        request
            .success()
            .with(AttributeType.XOR_RELAYED_ADDRESS, port.advertised())
            .with(AttributeType.LIFETIME, lifetime.toSeconds());
    if (next != null) {
      byte[] token = reservations.keep(next, user, now);
      success = success.with(new StunAttribute.Bytes(AttributeType.RESERVATION_TOKEN, token));
    }
    return success.with(AttributeType.XOR_MAPPED_ADDRESS, link.remote());
  }

  private Duration lifetime(StunMessage request) {
    long asked = request.number(AttributeType.LIFETIME, settings.defaultLifetime().toSeconds());
    long least = settings.defaultLifetime().toSeconds();
    return Duration.ofSeconds(Math.max(least, Math.min(asked, settings.maxLifetime().toSeconds())));
  }

  // ---- Refresh, CreatePermission, ChannelBind
  // ------------------------------------------------------

  private StunMessage refresh(StunMessage request, Allocation allocation, Instant now) {
    long family =
        request.number(AttributeType.REQUESTED_ADDRESS_FAMILY, allocation.relay().family());
    if (family != allocation.relay().family()) {
      return request.error(443, "Peer Address Family Mismatch");
    }
    if (request.number(AttributeType.LIFETIME, 1) == 0) {
      release(allocation);
      return request.success().with(AttributeType.LIFETIME, 0);
    }
    Duration lifetime = lifetime(request);
    allocation.refresh(now.plus(lifetime));
    return request.success().with(AttributeType.LIFETIME, lifetime.toSeconds());
  }

  private StunMessage createPermission(StunMessage request, Allocation allocation, Instant now) {
    List<InetSocketAddress> peers = request.addresses(AttributeType.XOR_PEER_ADDRESS);
    if (peers.isEmpty()) {
      return request.error(400, "Bad Request");
    }
    Set<InetAddress> fresh = new HashSet<>();
    for (InetSocketAddress peer : peers) {
      InetAddress address = peer.getAddress();
      StunMessage refusal = unsuitable(request, allocation, address);
      if (refusal != null) {
        return refusal;
      }
      if (!allocation.hasPermission(address)) {
        fresh.add(address);
      }
    }
    if (allocation.permissions() + fresh.size() > settings.maxPermissions()) {
      return request.error(508, "Insufficient Capacity");
    }
    for (InetSocketAddress peer : peers) {
      allocation.permit(peer.getAddress(), now);
    }
    return request.success();
  }

  private StunMessage channelBind(StunMessage request, Allocation allocation, Instant now) {
    int number = (int) request.number(AttributeType.CHANNEL_NUMBER, 0);
    InetSocketAddress peer = request.address(AttributeType.XOR_PEER_ADDRESS);
    if (peer == null || number < CHANNEL_MIN || number > CHANNEL_MAX) {
      return request.error(400, "Bad Request");
    }
    StunMessage refusal = unsuitable(request, allocation, peer.getAddress());
    if (refusal != null) {
      return refusal;
    }
    if (!policy.allows(peer)) {
      return forbidden(request);
    }
    Channel ofNumber = allocation.channel(number);
    TransportAddress to = TransportAddress.of(peer);
    Sender from = new Sender();
    from.set(to);
    Channel ofPeer = allocation.channel(from);
    if (ofNumber != ofPeer) {
      return request.error(400, "Bad Request");
    }
    boolean newPermission = !allocation.hasPermission(peer.getAddress());
    if ((ofPeer == null && allocation.channels() >= settings.maxChannels())
        || (newPermission && allocation.permissions() >= settings.maxPermissions())) {
      return request.error(508, "Insufficient Capacity");
    }
    allocation.bind(number, to, now);
    return request.success();
  }

  private @Nullable StunMessage unsuitable(
      StunMessage request, Allocation allocation, InetAddress peer) {
    int family = peer instanceof Inet4Address ? RelayPorts.IPV4 : RelayPorts.IPV6;
    if (family != allocation.relay().family()) {
      return request.error(443, "Peer Address Family Mismatch");
    }
    return policy.allows(peer) ? null : forbidden(request);
  }

  private StunMessage forbidden(StunMessage request) {
    counters.count(TurnCounter.FORBIDDEN_PEER);
    return request.error(403, "Forbidden");
  }

  // ---- the end of allocations
  // ----------------------------------------------------------------------

  void release(Allocation allocation) {
    if (allocations.remove(allocation)) {
      perUser.computeIfPresent(allocation.user(), (user, n) -> n == 1 ? null : n - 1);
      allocation.relay().close();
      allocation.link().allocation(null);
      counters.count(TurnCounter.RELEASED);
    }
  }

  void sweep(Instant now) {
    reservations.sweep(now);
    List<Allocation> expired = new ArrayList<>();
    for (Allocation allocation : allocations) {
      if (allocation.expired(now)) {
        expired.add(allocation);
      } else {
        allocation.sweep(now);
      }
    }
    for (Allocation allocation : expired) {
      counters.count(TurnCounter.EXPIRED);
      release(allocation);
    }
  }

  void allowBandwidth(Duration elapsed) {
    for (Allocation allocation : allocations) {
      allocation.allow(settings.bytesPerSecond(), elapsed);
    }
  }

  void closeAll() {
    new ArrayList<>(allocations).forEach(this::release);
    reservations.closeAll();
  }
}
