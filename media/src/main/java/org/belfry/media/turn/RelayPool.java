package org.belfry.media.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.belfry.media.server.socket.Poller;
import org.belfry.media.server.socket.Sockets;
import org.belfry.media.server.socket.UdpSocket;
import org.jspecify.annotations.Nullable;

/** Relayed ports as sockets (RFC 8656 §7.2): their numbers are random within the range. */
final class RelayPool implements RelayPorts {
  private static final int TRIES = 32;
  private static final int BUFFERS = 256 * 1024;

  private final Sockets sockets;
  private final Poller poller;
  private final TurnSockets.Listening listening;
  private final RandomGenerator random;
  private final PeerReader reader;
  private final Set<Integer> used = new HashSet<>();
  private final Packet packet = new Packet();
  private final ByteBuffer message = ByteBuffer.wrap(packet.bytes());
  private final Sender sender = new Sender();

  /** What is done with the packets that peers send; they have head- and tailroom. */
  @FunctionalInterface
  interface PeerReader {
    void read(Allocation owner, ByteBuffer packet, Sender peer);
  }

  RelayPool(
      Sockets sockets,
      Poller poller,
      TurnSockets.Listening listening,
      RandomGenerator random,
      PeerReader reader) {
    this.sockets = sockets;
    this.poller = poller;
    this.listening = listening;
    this.random = random;
    this.reader = reader;
  }

  @Override
  public boolean has(int family) {
    return address(family) != null;
  }

  private TurnSockets.@Nullable RelayAddress address(int family) {
    for (TurnSockets.RelayAddress address : listening.relays()) {
      if (family(address.local()) == family) {
        return address;
      }
    }
    return null;
  }

  private static int family(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  @Override
  public @Nullable RelayPort open(int family, boolean even) {
    TurnSockets.RelayAddress address = address(family);
    if (address == null) {
      return null;
    }
    int span = listening.relayPortMax() - listening.relayPortMin() + 1;
    for (int i = 0; i < TRIES; i++) {
      int number = listening.relayPortMin() + random.nextInt(span);
      RelayPort port = open(address, even ? number & ~1 : number);
      if (port != null) {
        return port;
      }
    }
    // Nearly all are taken: look at each.
    for (int number = listening.relayPortMin(); number <= listening.relayPortMax(); number++) {
      RelayPort port = even && (number & 1) == 1 ? null : open(address, number);
      if (port != null) {
        return port;
      }
    }
    return null;
  }

  @Override
  public @Nullable RelayPort openNext(RelayPort before) {
    TurnSockets.RelayAddress address = address(before.family());
    return address == null ? null : open(address, before.advertised().getPort() + 1);
  }

  private @Nullable RelayPort open(TurnSockets.RelayAddress address, int number) {
    int key = family(address.local()) << 16 | number;
    if (number < listening.relayPortMin() || number > listening.relayPortMax() || !used.add(key)) {
      return null;
    }
    try {
      TransportAddress at = TransportAddress.of(address.local(), number);
      return new Socket(sockets.open(at, 0, BUFFERS), address, number, key);
    } catch (IOException e) {
      // Somebody else's port, or no descriptors: the caller tries another, and says 508 in the end.
      used.remove(key);
      return null;
    }
  }

  private final class Socket implements RelayPort, TurnSockets.SocketReader {
    private final UdpSocket socket;
    private final TurnSockets.RelayAddress address;
    private final InetSocketAddress advertised;
    private final int key;
    private @Nullable Allocation owner;

    Socket(UdpSocket socket, TurnSockets.RelayAddress address, int number, int key) {
      this.socket = socket;
      this.address = address;
      this.advertised = new InetSocketAddress(address.advertised(), number);
      this.key = key;
    }

    @Override
    public InetSocketAddress advertised() {
      return advertised;
    }

    @Override
    public int family() {
      return RelayPool.family(address.local());
    }

    /** While it is only reserved, what comes waits in the socket or is dropped by it. */
    @Override
    public void serve(Allocation of) {
      owner = of;
      try {
        poller.add(socket, this);
      } catch (IOException e) {
        throw new UncheckedIOException("epoll takes a socket that is open", e);
      }
    }

    @Override
    public boolean send(ByteBuffer data, TransportAddress peer) {
      return TurnSockets.copy(data, packet) && socket.send(packet, peer);
    }

    /**
     * A peer sends a packet each 20 ms, so that one a turn is enough, and no other waits for it.
     */
    @Override
    public void read() {
      Allocation of = owner;
      if (of == null || !socket.receive(packet, sender)) {
        return;
      }
      message.limit(packet.offset() + packet.length()).position(packet.offset());
      reader.read(of, message, sender);
    }

    @Override
    public void close() {
      if (owner != null) {
        owner = null;
        poller.remove(socket);
      }
      used.remove(key);
      socket.close();
    }
  }
}
