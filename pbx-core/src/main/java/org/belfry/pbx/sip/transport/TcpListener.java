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

/** One TCP socket that takes connections in. */
final class TcpListener {
  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
  private static final int BACKLOG = 1024;

  private final Channel channel;
  private final InetSocketAddress address;

  private TcpListener(Channel channel) {
    this.channel = channel;
    this.address = (InetSocketAddress) channel.localAddress();
  }

  /** Binds; nobody is let in before {@link #start}. */
  static TcpListener open(InetSocketAddress address, EventLoop loop, Connections connections) {
    EventLoops loops = connections.loops();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop, loops.all())
            .channelFactory(() -> loops.serverChannel(address.getAddress()))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new AcceptFailures(address))
            .childHandler(new NewConnection(address, connections));
    if (loops.epoll() && address.getAddress() instanceof Inet6Address) {
      bootstrap.option(EventLoops.IPV6_ONLY, 1);
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      bound.channel().close().awaitUninterruptibly();
      throw new PortTaken(Transport.TCP, address, bound.cause());
    }
    return new TcpListener(bound.channel());
  }

  /** Begins to let peers in. */
  void start() {
    channel.config().setAutoRead(true);
  }

  InetSocketAddress address() {
    return address;
  }

  ChannelFuture close() {
    return channel.close();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
  private static final class NewConnection extends ChannelInitializer<Channel> {
    private final InetSocketAddress address;
    private final Connections connections;

    NewConnection(InetSocketAddress address, Connections connections) {
      this.address = address;
      this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
      // Our end is named by the listener's address: it is what goes into Via and Record-Route.
      InetSocketAddress local =
          address.getAddress().isAnyLocalAddress() || address.getPort() == 0
              ? (InetSocketAddress) channel.localAddress()
              : address;
      InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
      if (remote == null
          || local == null
          || connections.accepted(channel, channel.eventLoop(), local, remote) == null) {
        channel.close();
      }
    }
  }

  /** The kernel could not give us a connection: out of file descriptors, or the peer left again. */
  private static final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private final InetSocketAddress address;

    AcceptFailures(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.warn("A connection to tcp:{} was lost: {}", address, Failure.phrase(cause));
    }
  }
}
