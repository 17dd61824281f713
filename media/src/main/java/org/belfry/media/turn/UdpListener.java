package org.belfry.media.turn;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A socket that clients send datagrams to. */
final class UdpListener implements TurnSockets.Ready {
  // So many a turn: clients share this socket, and one look at it costs a system call.
  private static final int BATCH = 32;
  private static final int SOCKET_BUFFER = 2 * 1024 * 1024;

  private final DatagramChannel channel;
  private final InetSocketAddress address;
  private final TurnServer server;
  private final ByteBuffer buffer;
  private final Supplier<Instant> now;
  private final Map<InetSocketAddress, Link> links = new HashMap<>();
  // As many as the last turn had, as looking for one more that is not there is a system call too.
  private int expected = 1;

  UdpListener(
      Selector selector,
      InetSocketAddress at,
      TurnServer server,
      ByteBuffer buffer,
      Supplier<Instant> now)
      throws IOException {
    this.server = server;
    this.buffer = buffer;
    this.now = now;
    channel =
        DatagramChannel.open(
            at.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      channel.bind(at);
      address = (InetSocketAddress) channel.getLocalAddress();
      channel.register(selector, SelectionKey.OP_READ, this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    int turn = expected;
    expected = Math.min(BATCH, 2 * turn);
    for (int i = 0; i < turn; i++) {
      buffer.clear().limit(TurnSockets.MAX_PACKET);
      InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
      if (from == null) {
        expected = Math.max(1, i);
        return;
      }
      // Of one that was cut the length does not fit, which its reader sees.
      buffer.flip();
      Link link = links.get(from);
      server.fromClient(link == null ? new Link(from) : link, buffer, now.get());
    }
  }

  @Override
  public void failed(IOException e) {
    server.counters().count(TurnCounter.NOT_SENT);
  }

  /** Remembered only while it has an allocation: anybody can send a datagram. */
  private final class Link extends ClientLink {
    private final InetSocketAddress remote;

    Link(InetSocketAddress remote) {
      this.remote = remote;
    }

    @Override
    public InetSocketAddress remote() {
      return remote;
    }

    @Override
    public boolean stream() {
      return false;
    }

    @Override
    public boolean send(ByteBuffer message) {
      try {
        return channel.send(message, remote) > 0;
      } catch (IOException e) {
        return false; // no route to the client, or source port 0
      }
    }

    @Override
    protected void allocationChanged(boolean has) {
      if (has) {
        links.put(remote, this);
      } else {
        links.remove(remote);
      }
    }
  }
}
