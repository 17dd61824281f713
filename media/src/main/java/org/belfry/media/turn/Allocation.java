package org.belfry.media.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.belfry.media.ice.stun.TransactionId;
import org.belfry.media.turn.RelayPorts.RelayPort;
import org.jspecify.annotations.Nullable;

/** One client's relayed port with its permissions and channels (RFC 8656 §3.2). */
public final class Allocation {

  /** That packets of an address may come in (RFC 8656 §9). */
  static final class Permission {
    private Instant expiresAt;
    private boolean live = true;

    Permission(Instant expiresAt) {
      this.expiresAt = expiresAt;
    }

    /**
     * Looked at with each packet, so kept up to date by the sweep and not computed from a clock.
     */
    boolean live() {
      return live;
    }
  }

  /** A number of two bytes that stands for a peer (RFC 8656 §12). */
  static final class Channel {
    private final int number;
    private final InetSocketAddress peer;
    private final Permission permission;
    private Instant expiresAt;

    Channel(int number, InetSocketAddress peer, Permission permission, Instant expiresAt) {
      this.number = number;
      this.peer = peer;
      this.permission = permission;
      this.expiresAt = expiresAt;
    }

    int number() {
      return number;
    }

    InetSocketAddress peer() {
      return peer;
    }

    boolean usable() {
      return permission.live;
    }
  }

  private static final Channel[] NONE = new Channel[0];

  private final ClientLink link;
  private final String username;
  private final String user;
  private final RelayPort relay;
  private final TransactionId madeBy;
  private final Map<InetAddress, Permission> permissions = new HashMap<>();
  private final Map<InetSocketAddress, Channel> channelsByPeer = new HashMap<>();
  // A client has a few: looking through them is faster than hashing a boxed number.
  private Channel[] channels = NONE;
  private Instant expiresAt;
  private byte[] answer = new byte[0];
  private long toPeersAllowance;
  private long toClientAllowance;

  Allocation(
      ClientLink link,
      String username,
      String user,
      RelayPort relay,
      TransactionId madeBy,
      Instant expiresAt,
      long allowance) {
    this.link = link;
    this.username = username;
    this.user = user;
    this.relay = relay;
    this.madeBy = madeBy;
    this.expiresAt = expiresAt;
    this.toPeersAllowance = allowance;
    this.toClientAllowance = allowance;
  }

  ClientLink link() {
    return link;
  }

  /** The name the client gave, which all its requests have to give (441). */
  String username() {
    return username;
  }

  /** Whose quota it counts against. */
  String user() {
    return user;
  }

  RelayPort relay() {
    return relay;
  }

  TransactionId madeBy() {
    return madeBy;
  }

  /** What the request that made it was answered, for its retransmissions (RFC 8656 §7.2). */
  byte[] answer() {
    return answer;
  }

  void answer(byte[] bytes) {
    answer = bytes;
  }

  boolean expired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  void refresh(Instant until) {
    expiresAt = until;
  }

  // ---- permissions and channels
  // ------------------------------------------------------------------

  int permissions() {
    return permissions.size();
  }

  boolean hasPermission(InetAddress peer) {
    return permissions.containsKey(peer);
  }

  boolean permits(InetAddress peer) {
    Permission permission = permissions.get(peer);
    return permission != null && permission.live;
  }

  Permission permit(InetAddress peer, Instant now) {
    Instant until = now.plus(TurnSettings.PERMISSION);
    Permission permission = permissions.computeIfAbsent(peer, p -> new Permission(until));
    permission.expiresAt = until;
    permission.live = true;
    return permission;
  }

  int channels() {
    return channels.length;
  }

  /** The channel with this number, or null. */
  @Nullable Channel channel(int number) {
    for (Channel channel : channels) {
      if (channel.number == number) {
        return channel;
      }
    }
    return null;
  }

  /** The channel of a peer, or null. */
  @Nullable Channel channel(InetSocketAddress peer) {
    return channelsByPeer.get(peer);
  }

  /** Binds a number that is free to a peer that has none, or binds the two anew. */
  void bind(int number, InetSocketAddress peer, Instant now) {
    Permission permission = permit(peer.getAddress(), now);
    Channel channel = channelsByPeer.get(peer);
    if (channel == null) {
      channel = new Channel(number, peer, permission, now);
      channelsByPeer.put(peer, channel);
      keep(channelsByPeer.values());
    }
    channel.expiresAt = now.plus(TurnSettings.CHANNEL);
  }

  private void keep(Iterable<Channel> those) {
    List<Channel> all = new ArrayList<>();
    those.forEach(all::add);
    channels = all.toArray(NONE);
  }

  /** Forgets what has expired. */
  void sweep(Instant now) {
    if (channelsByPeer.values().removeIf(channel -> !now.isBefore(channel.expiresAt))) {
      keep(channelsByPeer.values());
    }
    for (Iterator<Map.Entry<InetAddress, Permission>> it = permissions.entrySet().iterator();
        it.hasNext(); ) {
      Map.Entry<InetAddress, Permission> entry = it.next();
      Permission permission = entry.getValue();
      permission.live = now.isBefore(permission.expiresAt);
      // A channel outlives its permission, and a new ChannelBind has to revive the one it knows.
      if (!permission.live
          && channelsByPeer.values().stream().noneMatch(c -> c.permission == permission)) {
        it.remove();
      }
    }
  }

  // ---- bandwidth
  // ---------------------------------------------------------------------------------

  /** Gives what time allows, up to one second's worth at once. */
  void allow(long bytesPerSecond, Duration elapsed) {
    long more = bytesPerSecond * elapsed.toMillis() / 1000;
    toPeersAllowance = Math.min(bytesPerSecond, toPeersAllowance + more);
    toClientAllowance = Math.min(bytesPerSecond, toClientAllowance + more);
  }

  boolean spendToPeers(int bytes) {
    toPeersAllowance -= bytes;
    if (toPeersAllowance < 0) {
      toPeersAllowance += bytes;
      return false;
    }
    return true;
  }

  boolean spendToClient(int bytes) {
    toClientAllowance -= bytes;
    if (toClientAllowance < 0) {
      toClientAllowance += bytes;
      return false;
    }
    return true;
  }
}
