package org.belfry.pbx.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import jdk.net.ExtendedSocketOptions;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on a socket of ours, with or without TLS. What a peer does wrong, from a bad
 * handshake to a broken record, closes it and is counted; it is never a line in the log.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told by Outgoing and the close future
abstract class ChannelConnection extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelConnection.class);

  /** What a peer that does not read may make us keep. */
  static final int BACKLOG = 1024 * 1024;

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(BACKLOG / 2, BACKLOG);

  // A peer that vanished without a word is found after about two minutes, or 30 s after a message.
  private static final int KEEP_IDLE_S = 60;
  private static final int KEEP_INTERVAL_S = 15;
  private static final int KEEP_COUNT = 4;
  private static final int UNACKNOWLEDGED_MS = 30_000;

  final Channel channel;
  final Outbox outbox;
  final MessageInput input;
  final ConnectionTimeouts patience;
  private final EventLoop loop;
  private final Hop hop;
  private final boolean accepted;
  private final Connections connections;
  private boolean receivedAny;

  ChannelConnection(
      Channel channel,
      EventLoop loop,
      Hop hop,
      boolean accepted,
      Connections connections,
      Outbox.Wrapping wrapping) {
    this.channel = channel;
    this.loop = loop;
    this.hop = hop;
    this.accepted = accepted;
    this.connections = connections;
    this.input = connections.input();
    this.patience = new ConnectionTimeouts(accepted);
    this.outbox = new Outbox(channel, loop, input, BACKLOG, this::overrun, wrapping);
    configure(channel.config(), connections.properties(), connections.loops());
    channel.closeFuture().addListener(closed -> gone());
  }

  private static void configure(
      ChannelConfig config, TransportProperties properties, EventLoops loops) {
    config.setAllocator(loops.allocator());
    config.setWriteBufferWaterMark(WATER_MARK);
    config.setConnectTimeoutMillis((int) properties.connectTimeout().toMillis());
    config.setOption(ChannelOption.TCP_NODELAY, true);
    config.setOption(ChannelOption.SO_KEEPALIVE, true);
    config.setOption(ChannelOption.IP_TOS, properties.trafficClass());
    if (loops.epoll()) {
      config.setOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_IDLE_S);
      config.setOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_INTERVAL_S);
      config.setOption(EpollChannelOption.TCP_KEEPCNT, KEEP_COUNT);
      config.setOption(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS);
    } else {
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_IDLE_S);
      config.setOption(
          NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_INTERVAL_S);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_COUNT);
    }
  }

  @Override
  public Hop hop() {
    return hop;
  }

  @Override
  public boolean accepted() {
    return accepted;
  }

  /** Opens the connection; what was sent meanwhile waits. */
  void connect(@Nullable InetSocketAddress source) {
    loop.register(channel)
        .addListener(registered -> {
          if (!registered.isSuccess()) {
            close(Failure.phrase(registered.cause()));
            return;
          }
          channel
              .connect(hop.remote(), source)
              .addListener(connected -> {
                if (!connected.isSuccess()) {
                  close(Failure.phrase(connected.cause()));
                }
              });
        });
  }

  /** Throws away a connection that was never opened; what waits in it is forgotten. */
  void discard() {
    channel.unsafe().closeForcibly();
  }

  @Override
  public boolean send(byte[] message, Hop to) {
    patience.talked();
    return outbox.send(message, to);
  }

  @Override
  public long quietFor() {
    return patience.quietFor();
  }

  @Override
  public ChannelFuture close(String why) {
    outbox.closing(why);
    return channel.close();
  }

  void timedOut(String why) {
    input.counters().connectionsTimedOut.increment();
    close(why);
  }

  /** Hands a whole message on; false when it is no SIP. */
  final boolean take(byte[] message) {
    receivedAny = true;
    patience.talked();
    return input.take(message, hop);
  }

  /** Messages can come and go from now on; on the loop. */
  final void opened() {
    patience.opened();
    outbox.opened();
  }

  /** The socket is connected, and TLS is agreed where there is TLS. */
  abstract void connected();

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (context.pipeline().get(SslHandler.class) == null) {
      connected();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        connected();
      } else {
        input.counters().handshakesFailed.increment();
        close(Failure.phrase(handshake.cause()));
      }
    } else if (event instanceof SslCloseCompletionEvent) {
      channel.close(); // the peer says that nothing more will come
    }
  }

  private void overrun() {
    input.counters().connectionsOverrun.increment();
    close("the peer does not read what it is sent");
  }

  private void gone() {
    connections.gone(this);
    outbox.closed("the peer closed the connection");
    if (receivedAny) {
      input.connectionClosed(hop);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException) && !(cause instanceof CodecException)) {
      LOG.error("{} failed by our own fault", hop.shown(), cause);
    }
    close(Failure.phrase(cause));
  }
}
