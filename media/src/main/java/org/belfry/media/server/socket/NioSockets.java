package org.belfry.media.server.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.function.Consumer;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/** Sockets by NIO: for systems other than Linux. */
public final class NioSockets implements Sockets {
  @Override
  public UdpSocket open(TransportAddress local, int trafficClass, int buffers) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            local.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.IP_TOS, trafficClass);
      if (buffers > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, buffers);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, buffers);
      }
      channel.bind(local.socketAddress());
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new NioSocket(channel, local.withPort(port));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Poller poller() throws IOException {
    return new NioPoller(Selector.open());
  }

  private static final class NioSocket implements UdpSocket {
    private final DatagramChannel channel;
    private final TransportAddress local;
    private final boolean six;
    private @Nullable Packet wrapped;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private @Nullable SocketAddress lastSource;
    private @Nullable TransportAddress lastSender;

    NioSocket(DatagramChannel channel, TransportAddress local) {
      this.channel = channel;
      this.local = local;
      this.six = local.isIpv6();
    }

    @Override
    public TransportAddress local() {
      return local;
    }

    @Override
    public boolean receive(Packet packet, Sender sender) {
      ByteBuffer into = wrap(packet);
      into.limit(Packet.HEADROOM + Packet.MAX_LENGTH + 1).position(Packet.HEADROOM);
      try {
        SocketAddress source = channel.receive(into);
        if (source == null) {
          return false;
        }
        int length = into.position() - Packet.HEADROOM;
        packet.set(Packet.HEADROOM, length > Packet.MAX_LENGTH ? 0 : length);
        sender.set(address(source));
        return true;
      } catch (IOException e) {
        return false; // a socket in error tells nothing more; its leg times out
      }
    }

    /** The channel gives the same object as long as the sender is the same. */
    private TransportAddress address(SocketAddress source) {
      TransportAddress known = lastSender;
      if (known == null || source != lastSource) {
        known = TransportAddress.of((InetSocketAddress) source);
        lastSource = source;
        lastSender = known;
      }
      return known;
    }

    @Override
    public boolean send(Packet packet, TransportAddress to) {
      if (to.isIpv6() != six) {
        return false;
      }
      ByteBuffer from = wrap(packet);
      from.limit(packet.offset() + packet.length()).position(packet.offset());
      try {
        return channel.send(from, to.socketAddress()) > 0;
      } catch (IOException e) {
        return false;
      }
    }

    /**
     * Does nothing: a connected channel throws an exception for each packet that a phone has
     * refused, and that would be a way to make us slow.
     */
    @Override
    public void narrow(@Nullable TransportAddress peer) {}

    private ByteBuffer wrap(Packet packet) {
      if (packet != wrapped) {
        wrapped = packet;
        buffer = ByteBuffer.wrap(packet.bytes());
      }
      return buffer.clear();
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean hurry() {
    return false;
  }

  private static final class NioPoller implements Poller {
    private final Selector selector;
    private final Consumer<SelectionKey> collect = this::collect;
    private @Nullable Object[] ready = new Object[64];
    private int count;

    NioPoller(Selector selector) {
      this.selector = selector;
    }

    private void collect(SelectionKey key) {
      if (count == ready.length) {
        ready = Arrays.copyOf(ready, count * 2);
      }
      ready[count++] = key.attachment();
    }

    @Override
    public void add(UdpSocket socket, Object owner) throws IOException {
      ((NioSocket) socket).channel.register(selector, SelectionKey.OP_READ, owner);
    }

    @Override
    public void remove(UdpSocket socket) {
      SelectionKey key = ((NioSocket) socket).channel.keyFor(selector);
      if (key != null) {
        key.attach(null);
        key.cancel();
      }
    }

    @Override
    public int await(int millis) {
      count = 0;
      try {
        if (millis == 0) {
          selector.selectNow(collect);
        } else {
          selector.select(collect, millis);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return count;
    }

    @Override
    public @Nullable Object owner(int index) {
      return ready[index];
    }

    @Override
    public void wake() {
      selector.wakeup();
    }

    @Override
    public void close() {
      try {
        selector.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
