package org.belfry.pbx.sip.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket that takes connections in, for TCP, TLS, WebSocket or secure WebSocket. */
final class StreamListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamListener.class);
  private static final int BACKLOG = 1024;

  private final Channel channel;
  private final Listening listening;

  private StreamListener(Transport transport, Channel channel) {
    this.channel = channel;
    this.listening = new Listening(transport, (InetSocketAddress) channel.localAddress());
  }

  /** Binds; nobody is let in before {@link #start}. */
  static StreamListener open(Listening wanted, EventLoop loop, Connections connections) {
    EventLoops loops = connections.loops();
    InetSocketAddress address = wanted.address();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop, loops.all())
            .channelFactory(() -> loops.serverChannel(address.getAddress()))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new AcceptFailures(wanted))
            .childHandler(new NewConnection(wanted, connections));
    if (loops.epoll() && address.getAddress() instanceof Inet6Address) {
      bootstrap.option(EventLoops.IPV6_ONLY, 1);
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      bound.channel().close().awaitUninterruptibly();
      throw new PortTaken(wanted.transport(), address, bound.cause());
    }
    return new StreamListener(wanted.transport(), bound.channel());
  }

  /** Begins to let peers in. */
  void start() {
    channel.config().setAutoRead(true);
  }

  Listening listening() {
    return listening;
  }

  ChannelFuture close() {
    return channel.close();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
  private static final class NewConnection extends ChannelInitializer<Channel> {
    private final Listening listener;
    private final Connections connections;

    NewConnection(Listening listener, Connections connections) {
      this.listener = listener;
      this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
      // Our end is named by the listener's address: it is what goes into Via and Record-Route.
      InetSocketAddress address = listener.address();
      InetSocketAddress local =
          address.getAddress().isAnyLocalAddress() || address.getPort() == 0
              ? (InetSocketAddress) channel.localAddress()
              : address;
      InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
      if (remote == null
          || local == null
          || !connections.input().admits(remote.getAddress())
          || !connections.accepted(channel, listener.transport(), local, remote)) {
        channel.close();
      }
    }
  }

  /** The kernel could not give us a connection: out of file descriptors, or the peer left again. */
  private static final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private final Listening listener;

    AcceptFailures(Listening listener) {
      this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.warn("A connection to {} was lost: {}", listener.shown(), Failure.phrase(cause));
    }
  }
}
