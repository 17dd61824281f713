package org.belfry.pbx.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Flaw;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One UDP socket: datagrams in, datagrams out (RFC 3261 §18). */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told by Outgoing
final class UdpListener extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
  private static final int BATCH = 8;
  private static final int LARGEST = 65_536;
  private static final int WAITING_BYTES = 8 * 1024 * 1024;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(WAITING_BYTES / 2, WAITING_BYTES);

  private final MessageInput input;
  private final int maxDatagram;
  private final Channel channel;
  private final Outbox outbox;
  private final InetSocketAddress address;
  private final boolean wildcard;
  private final KnownHops hops = new KnownHops();
  private @Nullable Reach reach;

  private UdpListener(Channel channel, EventLoop loop, int maxDatagram, MessageInput input) {
    this.channel = channel;
    this.maxDatagram = maxDatagram;
    this.input = input;
    this.address = (InetSocketAddress) channel.localAddress();
    this.wildcard = address.getAddress().isAnyLocalAddress();
    this.outbox = new Outbox(channel, loop, input, WAITING_BYTES, () -> {}, Outbox.DATAGRAM);
  }

  /** Binds; nothing is read before {@link #start}. */
  static UdpListener open(
      InetSocketAddress address,
      EventLoops loops,
      EventLoop loop,
      TransportProperties properties,
      MessageInput input) {
    int datagram = Math.min(LARGEST, properties.maxDatagram() + 1); // one more tells a longer one
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(() -> loops.datagramChannel(address.getAddress()))
            .handler(new ChannelInboundHandlerAdapter())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(ChannelOption.SO_RCVBUF, properties.receiveBufferBytes())
            .option(ChannelOption.SO_SNDBUF, properties.sendBufferBytes())
            .option(ChannelOption.IP_TOS, properties.trafficClass());
    DatagramSlab slab = null;
    if (loops.epoll()) {
      slab = new DatagramSlab(loops.allocator(), datagram, BATCH);
      bootstrap
          .option(ChannelOption.RECVBUF_ALLOCATOR, slab)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, datagram);
      if (address.getAddress() instanceof Inet6Address) {
        bootstrap.option(EventLoops.IPV6_ONLY, 1);
      }
    } else {
      bootstrap.option(
          ChannelOption.RECVBUF_ALLOCATOR,
          new FixedRecvByteBufAllocator(datagram).maxMessagesPerRead(BATCH * BATCH));
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    DatagramSlab used = slab;
    if (used != null) {
      bound.channel().closeFuture().addListener(closed -> used.release());
    }
    if (!bound.isSuccess()) {
      bound.channel().close().awaitUninterruptibly();
      throw new PortTaken(Transport.UDP, address, bound.cause());
    }
    UdpListener listener = new UdpListener(bound.channel(), loop, properties.maxDatagram(), input);
    listener.tellBufferSize(properties.receiveBufferBytes());
    return listener;
  }

  /** Begins to read. */
  void start(Reach itsReach) {
    reach = itsReach;
    channel.pipeline().addLast(this);
    channel.eventLoop().execute(outbox::opened);
    channel.config().setAutoRead(true);
  }

  InetSocketAddress address() {
    return address;
  }

  /** Sends from any thread. */
  void send(byte[] message, Hop hop) {
    if (!outbox.send(message, hop)) {
      input.sendFailed(hop, message, "the listener is closed");
    }
  }

  ChannelFuture close() {
    outbox.closed("the server is stopping");
    return channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    try {
      received(datagram.sender(), datagram.content());
    } finally {
      datagram.release();
    }
  }

  private void received(InetSocketAddress remote, ByteBuf content) {
    TransportCounters counters = input.counters();
    int length = content.readableBytes();
    if (length == 0 || remote.getPort() == 0) {
      counters.empty.increment();
      return;
    }
    if (length > maxDatagram) {
      counters.tooLarge.increment();
      byte[] beginning = new byte[maxDatagram];
      content.getBytes(content.readerIndex(), beginning);
      input.refuse(beginning, hops.of(local(remote), remote), Flaw.TOO_LARGE);
      return;
    }
    if (content.getByte(content.readerIndex()) < ' ' && wasKeepAlive(content, remote)) {
      return;
    }
    byte[] bytes = new byte[length];
    content.getBytes(content.readerIndex(), bytes);
    input.take(bytes, hops.of(local(remote), remote));
  }

  /** Line ends and NULs end here, and STUN, which is answered (RFC 5626 §8). */
  private boolean wasKeepAlive(ByteBuf content, InetSocketAddress remote) {
    if (isKeepAlive(content)) {
      input.counters().keepAlives.increment();
      return true;
    }
    if (content.readableBytes() > Stun.LONGEST || !Stun.is(content.nioBuffer())) {
      return false;
    }
    input.counters().stun.increment();
    byte[] request = new byte[content.readableBytes()];
    content.getBytes(content.readerIndex(), request);
    byte[] answer = Stun.answer(request, remote);
    if (answer != null && channel.isWritable()) {
      channel.write(
          new DatagramPacket(Unpooled.wrappedBuffer(answer), remote), channel.voidPromise());
      outbox.planFlush();
    }
    return true;
  }

  /** Nothing but line ends or NULs: what phones send to keep a NAT binding open. */
  private static boolean isKeepAlive(ByteBuf content) {
    return content.forEachByte(b -> b == '\r' || b == '\n' || b == 0) < 0;
  }

  /** Our end, concrete: it is what goes into Via and Record-Route. */
  private InetSocketAddress local(InetSocketAddress remote) {
    if (!wildcard || reach == null) {
      return address;
    }
    InetSocketAddress concrete = reach.localFor(remote.getAddress());
    return concrete == null ? address : concrete;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.warn("Reading from udp:{} failed: {}", address, Failure.phrase(cause));
  }

  private void tellBufferSize(int asked) {
    Integer given = channel.config().getOption(ChannelOption.SO_RCVBUF);
    if (given != null && given < asked) {
      LOG.info(
          "The kernel gives udp:{} a receive buffer of {} KiB instead of {}; net.core.rmem_max"
              + " limits it",
          address,
          given / 1024,
          asked / 1024);
    }
  }
}
