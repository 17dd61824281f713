package org.belfry.media.turn;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.belfry.media.ice.stun.TransactionId;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.turn.RelayPorts.RelayPort;
import org.jspecify.annotations.Nullable;

/** One client's relayed port with its permissions and channels (RFC 8656 §3.2). */
public final class Allocation {

  /** That packets of an address may come in (RFC 8656 §9). */
  static final class Permission {
    private final TransportAddress host;
    private Instant expiresAt;
    private boolean live = true;

    Permission(InetAddress host, Instant expiresAt) {
      this.host = TransportAddress.of(host, 0);
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
    private final TransportAddress peer;
    private final Permission permission;
    private Instant expiresAt;

    Channel(int number, TransportAddress peer, Permission permission, Instant expiresAt) {
      this.number = number;
      this.peer = peer;
      this.permission = permission;
      this.expiresAt = expiresAt;
    }

    int number() {
      return number;
    }

    TransportAddress peer() {
      return peer;
    }

    boolean usable() {
      return permission.live;
    }
  }

  private static final Channel[] NO_CHANNELS = new Channel[0];
  private static final Permission[] NO_PERMISSIONS = new Permission[0];

  private final ClientLink link;
  private final String username;
  private final String user;
  private final RelayPort relay;
  private final TransactionId madeBy;
  // A client has a few: looking through them is faster than hashing, and makes no objects.
  private Permission[] permissions = NO_PERMISSIONS;
  private Channel[] channels = NO_CHANNELS;
  private @Nullable TransportAddress lastNamed;
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
    return permissions.length;
  }

  boolean hasPermission(InetAddress peer) {
    return permission(peer) != null;
  }

  private @Nullable Permission permission(InetAddress peer) {
    for (Permission permission : permissions) {
      if (permission.host.address().equals(peer)) {
        return permission;
      }
    }
    return null;
  }

  /** Whether packets may come from there, or go. */
  boolean permits(Sender peer) {
    for (Permission permission : permissions) {
      if (peer.isHost(permission.host)) {
        return permission.live;
      }
    }
    return false;
  }

  /** An address in an indication: its client names the same one again and again. */
  TransportAddress addressOf(Sender named) {
    TransportAddress known = lastNamed;
    if (known == null || !named.is(known)) {
      known = named.toAddress();
      lastNamed = known;
    }
    return known;
  }

  Permission permit(InetAddress peer, Instant now) {
    Instant until = now.plus(TurnSettings.PERMISSION);
    Permission permission = permission(peer);
    if (permission == null) {
      permission = new Permission(peer, until);
      permissions = Arrays.copyOf(permissions, permissions.length + 1);
      permissions[permissions.length - 1] = permission;
    }
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
  @Nullable Channel channel(Sender peer) {
    for (Channel channel : channels) {
      if (peer.is(channel.peer)) {
        return channel;
      }
    }
    return null;
  }

  /** Binds a number that is free to a peer that has none, or binds the two anew. */
  void bind(int number, TransportAddress peer, Instant now) {
    Permission permission = permit(peer.address(), now);
    Channel channel = channel(number);
    if (channel == null) {
      channel = new Channel(number, peer, permission, now);
      channels = Arrays.copyOf(channels, channels.length + 1);
      channels[channels.length - 1] = channel;
    }
    channel.expiresAt = now.plus(TurnSettings.CHANNEL);
  }

  /** Forgets what has expired, which mostly is nothing. */
  void sweep(Instant now) {
    boolean expired = false;
    for (Channel channel : channels) {
      expired |= !now.isBefore(channel.expiresAt);
    }
    for (Permission permission : permissions) {
      permission.live = now.isBefore(permission.expiresAt);
      expired |= !permission.live;
    }
    if (expired) {
      channels =
          Arrays.stream(channels)
              .filter(channel -> now.isBefore(channel.expiresAt))
              .toArray(Channel[]::new);
      // A channel outlives its permission, and a new ChannelBind has to revive the one it knows.
      permissions =
          Arrays.stream(permissions)
              .filter(
                  each -> each.live || Arrays.stream(channels).anyMatch(c -> c.permission == each))
              .toArray(Permission[]::new);
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
