package org.belfry.media.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Relayed ports as sockets (RFC 8656 §7.2): their numbers are random within the range. */
final class RelayPool implements RelayPorts {
  private static final int TRIES = 32;
  private static final int RECEIVE_BUFFER = 256 * 1024;

  private final Selector selector;
  private final TurnSockets.Listening listening;
  private final RandomGenerator random;
  private final PeerReader reader;
  private final Set<Integer> used = new HashSet<>();

  /** What is done with the packets that peers send. */
  @FunctionalInterface
  interface PeerReader {
    void read(DatagramChannel channel, Allocation owner) throws IOException;
  }

  RelayPool(
      Selector selector,
      TurnSockets.Listening listening,
      RandomGenerator random,
      PeerReader reader) {
    this.selector = selector;
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
      DatagramChannel channel = bind(address.local(), number);
      try {
        return new Socket(channel, address, number, key);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      // Somebody else's port, or no descriptors: the caller tries another, and says 508 in the end.
      used.remove(key);
      return null;
    }
  }

  private static DatagramChannel bind(InetAddress address, int number) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            address instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.bind(new InetSocketAddress(address, number));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private final class Socket implements RelayPort, TurnSockets.Ready {
    private final DatagramChannel channel;
    private final TurnSockets.RelayAddress address;
    private final InetSocketAddress advertised;
    private final int key;
    private final SelectionKey selection;
    private @Nullable Allocation owner;

    Socket(DatagramChannel channel, TurnSockets.RelayAddress address, int number, int key)
        throws IOException {
      this.channel = channel;
      this.address = address;
      this.advertised = new InetSocketAddress(address.advertised(), number);
      this.key = key;
      // While it is only reserved, what comes waits in the socket or is dropped by it.
      this.selection = channel.register(selector, 0, this);
    }

    @Override
    public InetSocketAddress advertised() {
      return advertised;
    }

    @Override
    public int family() {
      return RelayPool.family(address.local());
    }

    @Override
    public void serve(@Nullable Allocation of) {
      owner = of;
      selection.interestOps(of == null ? 0 : SelectionKey.OP_READ);
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress peer) {
      try {
        return channel.send(packet, peer) > 0 || !packet.hasRemaining();
      } catch (IOException e) {
        return false; // no route, or the peer's host said that nobody is there
      }
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
      Allocation of = owner;
      if (of != null) {
        reader.read(channel, of);
      }
    }

    @Override
    public void failed(IOException e) {
      // An ICMP error of a peer shows here; the socket is as good as before.
    }

    @Override
    public void close() {
      owner = null;
      used.remove(key);
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("closing a UDP socket does not fail", e);
      }
    }
  }
}
