package org.belfry.media.turn;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.ice4j.StunCodec.Signature;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunClass;
import org.belfry.media.ice.stun.StunFault;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.turn.Allocation.Channel;
import org.belfry.media.turn.Authenticator.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The server as a machine (RFC 8489 §6.3, RFC 8656 §6 to §12): clients' messages, peers' packets
 * and the time go in; what has to be sent goes out by the links and ports. Belongs to one thread.
 *
 * <p>The packets of channels and indications, which are nearly all, are relayed in the buffer they
 * came in, which is why peers' packets need {@link #HEADROOM} before and {@link #TAILROOM} behind
 * them.
 */
public final class TurnServer {
  /** Bytes of room that a peer's packet needs before it: a Data indication's header over IPv6. */
  public static final int HEADROOM = 48;

  /** Bytes of room that a peer's packet needs behind it: padding. */
  public static final int TAILROOM = 4;

  private static final String SOFTWARE = "Belfry";
  private static final int SEND_INDICATION = Method.SEND.type(StunClass.INDICATION);
  private static final int DATA_INDICATION = Method.DATA.type(StunClass.INDICATION);
  private static final int UNKNOWN_CODES_MAX = 16;
  private static final Duration SWEEP_EACH = Duration.ofSeconds(1);

  private final TurnSettings settings;
  private final PeerPolicy policy;
  private final Authenticator authenticator;
  private final AllocationTable table;
  private final SourceLimits limits;
  private final TurnCounters counters = new TurnCounters();
  private final Sender named = new Sender();
  private long indications;
  private @Nullable Instant tickedAt;
  private Instant sweepAt = Instant.EPOCH;

  /**
   * @param random of nonces' secret and reservations: one that strangers cannot foresee
   */
  public TurnServer(
      TurnSettings settings,
      PeerPolicy policy,
      CredentialSource credentials,
      RelayPorts ports,
      RandomGenerator random) {
    this.settings = settings;
    this.policy = policy;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    Nonces nonces = new Nonces(secret, settings.nonceLifetime());
    this.authenticator = new Authenticator(settings.realm(), credentials, nonces);
    this.table = new AllocationTable(settings, policy, ports, counters, random);
    this.limits = new SourceLimits(settings.answersPerSecond(), settings.answersBurst());
  }

  /** The server's counts, for any thread. */
  public TurnCounters counters() {
    return counters;
  }

  /** How many allocations there are now. */
  public int allocations() {
    return table.size();
  }

  // ---- from clients
  // ------------------------------------------------------------------------------

  /** A whole message of a client: a datagram, or what {@link StreamFraming} has cut out. */
  public void fromClient(ClientLink link, ByteBuffer message, Instant now) {
    if (message.remaining() < 4) {
      counters.count(TurnCounter.MALFORMED);
      return;
    }
    int type = message.getShort(message.position()) & 0xffff;
    if (type >> 14 == 1) {
      channelData(link, message, type);
    } else if (type == SEND_INDICATION) {
      sendIndication(link, message);
    } else {
      control(link, message, now);
    }
  }

  // RFC 8656 §12.6. The client's padding, if any, stays behind the limit.
  private void channelData(ClientLink link, ByteBuffer message, int number) {
    int length = message.getShort(message.position() + 2) & 0xffff;
    Allocation allocation = link.allocation();
    Channel channel = allocation == null ? null : allocation.channel(number);
    if (channel == null || allocation == null || length > message.remaining() - 4) {
      counters.count(TurnCounter.MALFORMED);
      return;
    }
    if (!channel.usable()) {
      counters.count(TurnCounter.NO_PERMISSION);
      return;
    }
    int start = message.position() + 4;
    message.limit(start + length).position(start);
    toPeer(allocation, message, channel.peer());
  }

  private void toPeer(Allocation allocation, ByteBuffer packet, TransportAddress peer) {
    int bytes = packet.remaining();
    if (!allocation.spendToPeers(bytes)) {
      counters.count(TurnCounter.OVER_BANDWIDTH);
    } else if (allocation.relay().send(packet, peer)) {
      counters.count(TurnCounter.PACKETS_TO_PEERS);
      counters.add(TurnCounter.BYTES_TO_PEERS, bytes);
    } else {
      counters.count(TurnCounter.NOT_SENT);
    }
  }

  // RFC 8656 §11.2: read in place, as it carries media. A peer, its data and nothing that we would
  // have to understand; with DONT-FRAGMENT, which we do not know, it is dropped.
  private void sendIndication(ClientLink link, ByteBuffer message) {
    Allocation allocation = link.allocation();
    int start = message.position();
    int end = start + StunCodec.HEADER + (message.getShort(start + 2) & 0xffff);
    if (allocation == null
        || end != message.limit()
        || message.getInt(start + 4) != StunCodec.COOKIE) {
      counters.count(TurnCounter.MALFORMED);
      return;
    }
    TransportAddress peer = null;
    int dataAt = -1;
    int dataLength = 0;
    int at = start + StunCodec.HEADER;
    while (at + 4 <= end) {
      int code = message.getShort(at) & 0xffff;
      int length = message.getShort(at + 2) & 0xffff;
      if (at + 4 + length > end) {
        break;
      }
      if (code == AttributeType.XOR_PEER_ADDRESS.code()) {
        peer = peer(allocation, message, start, at + 4, length);
      } else if (code == AttributeType.DATA.code()) {
        dataAt = at + 4;
        dataLength = length;
      } else if (code < 0x8000) {
        break;
      }
      at += 4 + (length + 3 & ~3);
    }
    if (at != end || peer == null || dataAt < 0) {
      counters.count(TurnCounter.MALFORMED);
    } else if (!allocation.permits(named)) {
      counters.count(TurnCounter.NO_PERMISSION);
    } else if (!policy.allowsPort(peer.address(), peer.port()) || peer.port() == 0) {
      counters.count(TurnCounter.FORBIDDEN_PEER);
    } else {
      message.limit(dataAt + dataLength).position(dataAt);
      toPeer(allocation, message, peer);
    }
  }

  /** The address of an attribute, which is then in {@link #named} too; null when it is none. */
  private @Nullable TransportAddress peer(
      Allocation allocation, ByteBuffer message, int start, int at, int length) {
    int family = length < 8 ? 0 : message.get(at + 1);
    if (!((family == RelayPorts.IPV4 && length == 8)
        || (family == RelayPorts.IPV6 && length == 20))) {
      return null;
    }
    int port = (message.getShort(at + 2) ^ message.getShort(start + 4)) & 0xffff;
    if (length == 8) {
      named.setIpv4(message.getInt(at + 4) ^ message.getInt(start + 4), port);
    } else {
      named.setIpv6(
          message.getLong(at + 4) ^ message.getLong(start + 4),
          message.getLong(at + 12) ^ message.getLong(start + 12),
          port,
          0);
    }
    return allocation.addressOf(named);
  }

  private void control(ClientLink link, ByteBuffer message, Instant now) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    switch (StunCodec.read(bytes)) {
      case StunFault fault -> counters.count(TurnCounter.MALFORMED);
      case ReceivedStun stun when stun.message().stunClass() != StunClass.REQUEST -> {
        // A client has no indications but Send, and a keep-alive wants nothing.
        if (stun.message().method() != Method.BINDING) {
          counters.count(TurnCounter.MALFORMED);
        }
      }
      case ReceivedStun stun -> request(link, stun, now);
    }
  }

  private void request(ClientLink link, ReceivedStun stun, Instant now) {
    if (stun.message().method() == Method.BINDING) {
      binding(link, stun, now);
      return;
    }
    switch (authenticator.judge(stun, link.remote(), now)) {
      case Verdict.Refused refused -> {
        if (refused.wrong()) {
          counters.count(TurnCounter.WRONG_PASSWORD);
        }
        if (!isFlood(link, now)) {
          counters.count(TurnCounter.CHALLENGED);
          send(link, refused.error(), null, stun);
        }
      }
      case Verdict.Known known -> known(link, stun, known, now);
    }
  }

  // Over a connection the source is who it says; it has its own limits there.
  private boolean isFlood(ClientLink link, Instant now) {
    boolean flood = !link.stream() && !limits.allows(link.remote().getAddress(), now);
    if (flood) {
      counters.count(TurnCounter.FLOOD);
    }
    return flood;
  }

  private void binding(ClientLink link, ReceivedStun stun, Instant now) {
    if (isFlood(link, now)) {
      return;
    }
    counters.count(TurnCounter.BINDINGS);
    StunMessage answer =
        stun.unknown().isEmpty()
            ? stun.message().success().with(AttributeType.XOR_MAPPED_ADDRESS, link.remote())
            : unknown(stun);
    send(link, answer, null, stun);
  }

  private static StunMessage unknown(ReceivedStun stun) {
    var codes = stun.unknown().stream().limit(UNKNOWN_CODES_MAX).toList();
    return stun.message()
        .error(420, "Unknown Attribute")
        .with(new StunAttribute.UnknownTypes(codes));
  }

  private void known(ClientLink link, ReceivedStun stun, Verdict.Known known, Instant now) {
    Allocation there = link.allocation();
    StunMessage request = stun.message();
    if (there != null
        && request.method() == Method.ALLOCATE
        && there.madeBy().equals(request.id())) {
      link.send(ByteBuffer.wrap(there.answer())); // a retransmission (RFC 8656 §7.2)
      return;
    }
    StunMessage answer =
        stun.unknown().isEmpty() ? table.answer(request, link, known, now) : unknown(stun);
    int code = answer.errorCode();
    if (code == 486 || code == 508) {
      counters.count(TurnCounter.LIMIT_REACHED);
    } else if (code != 0) {
      counters.count(TurnCounter.REFUSED);
    }
    byte[] bytes = send(link, answer, known.credential().key(), stun);
    Allocation made = link.allocation();
    if (made != null && made != there) {
      made.answer(bytes);
    }
  }

  private byte[] send(
      ClientLink link, StunMessage answer, @Nullable IntegrityKey key, ReceivedStun asked) {
    byte[] bytes =
        StunCodec.write(
            answer.with(AttributeType.SOFTWARE, SOFTWARE),
            key,
            asked.signedWithSha256() ? Signature.SHA256 : Signature.SHA1,
            asked.fingerprinted());
    if (!link.send(ByteBuffer.wrap(bytes))) {
      counters.count(TurnCounter.NOT_SENT);
    }
    return bytes;
  }

  /** The client's connection has ended, and with it its allocation (RFC 8656 §3.2). */
  public void disconnected(ClientLink link) {
    Allocation allocation = link.allocation();
    if (allocation != null) {
      table.release(allocation);
    }
  }

  // ---- from peers
  // --------------------------------------------------------------------------------

  /**
   * A packet that came to a relayed port (RFC 8656 §11.3, §12.7), with its head- and tailroom; the
   * buffer's room is written to.
   */
  public void fromPeer(Allocation allocation, ByteBuffer packet, Sender peer) {
    int bytes = packet.remaining();
    Channel channel = allocation.channel(peer);
    if (channel != null ? !channel.usable() : !allocation.permits(peer)) {
      counters.count(TurnCounter.NO_PERMISSION);
      return;
    }
    if (!allocation.spendToClient(bytes)) {
      counters.count(TurnCounter.OVER_BANDWIDTH);
      return;
    }
    ClientLink link = allocation.link();
    if (channel != null) {
      putChannelHeader(packet, channel.number(), link.stream());
    } else {
      putDataHeader(packet, peer);
    }
    if (link.send(packet)) {
      counters.count(TurnCounter.PACKETS_TO_CLIENTS);
      counters.add(TurnCounter.BYTES_TO_CLIENTS, bytes);
    } else {
      counters.count(TurnCounter.NOT_SENT);
    }
  }

  private static void putChannelHeader(ByteBuffer packet, int number, boolean padded) {
    int length = packet.remaining();
    int start = packet.position() - 4;
    if (padded) {
      pad(packet, length);
    }
    packet.position(start);
    packet.putShort(start, (short) number);
    packet.putShort(start + 2, (short) length);
  }

  private void putDataHeader(ByteBuffer packet, Sender peer) {
    int length = packet.remaining();
    int size = peer.isIpv6() ? 16 : 4;
    int start = packet.position() - 4 - size - 8 - StunCodec.HEADER;
    pad(packet, length);
    packet.position(start);
    int at = start;
    packet.putShort(at, (short) DATA_INDICATION);
    packet.putShort(at + 2, (short) (packet.remaining() - StunCodec.HEADER));
    packet.putInt(at + 4, StunCodec.COOKIE);
    // Nothing is ever joined to an indication by its id, so counting is enough.
    packet.putInt(at + 8, 0);
    packet.putLong(at + 12, ++indications);
    at += StunCodec.HEADER;
    packet.putShort(at, (short) AttributeType.XOR_PEER_ADDRESS.code());
    packet.putShort(at + 2, (short) (4 + size));
    packet.put(at + 4, (byte) 0);
    packet.put(at + 5, (byte) (size == 4 ? RelayPorts.IPV4 : RelayPorts.IPV6));
    packet.putShort(at + 6, (short) (peer.port() ^ StunCodec.COOKIE >>> 16));
    if (size == 4) {
      packet.putInt(at + 8, (int) peer.low() ^ StunCodec.COOKIE);
    } else {
      packet.putLong(at + 8, peer.high() ^ packet.getLong(start + 4));
      packet.putLong(at + 16, peer.low() ^ packet.getLong(start + 12));
    }
    at += 8 + size;
    packet.putShort(at, (short) AttributeType.DATA.code());
    packet.putShort(at + 2, (short) length);
  }

  private static void pad(ByteBuffer packet, int length) {
    int end = packet.limit();
    int padding = -length & 3;
    packet.limit(end + padding);
    for (int i = 0; i < padding; i++) {
      packet.put(end + i, (byte) 0);
    }
  }

  // ---- time
  // --------------------------------------------------------------------------------------

  /** To be called ten times a second or so: forgets what has expired, and allows more bytes. */
  public void tick(Instant now) {
    Instant before = tickedAt;
    tickedAt = now;
    if (before != null && settings.bytesPerSecond() > 0) {
      table.allowBandwidth(Duration.between(before, now));
    }
    if (!now.isBefore(sweepAt)) {
      sweepAt = now.plus(SWEEP_EACH);
      table.sweep(now);
    }
  }

  /** Ends every allocation. */
  public void close() {
    table.closeAll();
  }
}
