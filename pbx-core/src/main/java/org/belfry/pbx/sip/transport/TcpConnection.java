package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection, whoever opened it (RFC 3261 §18.2, §18.3). */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told by Outgoing and the close future
final class TcpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
  private static final byte[] PONG = {'\r', '\n'};

  /** What a peer that does not read may make us keep. */
  private static final int BACKLOG = 1024 * 1024;

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(BACKLOG / 2, BACKLOG);

  // A peer that vanished without a word is found after about two minutes, or 30 s after a message.
  private static final int KEEP_IDLE_S = 60;
  private static final int KEEP_INTERVAL_S = 15;
  private static final int KEEP_COUNT = 4;
  private static final int UNACKNOWLEDGED_MS = 30_000;

  private final Channel channel;
  private final EventLoop loop;
  private final Hop hop;
  private final Connections connections;
  private final Reception reception;
  private final StreamFramer framer;
  private final Outbox outbox;
  private boolean receivedAny;
  private boolean broken;
  private int begun; // messages that have begun
  private volatile boolean traffic; // since the last tick
  private volatile int reading; // number of the message that is being read, 0 for none
  private int readingAtTick;
  private int ticksReading;
  private int ticksSilent;

  TcpConnection(Channel channel, EventLoop loop, Hop hop, Connections connections) {
    TransportProperties properties = connections.properties();
    this.channel = channel;
    this.loop = loop;
    this.hop = hop;
    this.connections = connections;
    this.reception = connections.reception();
    this.framer = new StreamFramer(properties.maxHeaderBytes(), properties.maxBodyBytes());
    this.outbox = new Outbox(channel, loop, reception, BACKLOG, this::overrun, false);
    configure(channel.config(), properties, connections.loops());
    channel.pipeline().addLast(this);
    channel.closeFuture().addListener(closed -> gone());
  }

  private static void configure(
      ChannelConfig config, TransportProperties properties, EventLoops loops) {
    config.setAllocator(loops.allocator());
    config.setWriteBufferWaterMark(WATER_MARK);
    config.setConnectTimeoutMillis((int) properties.connectTimeout().toMillis());
    config.setOption(ChannelOption.TCP_NODELAY, true);
    config.setOption(ChannelOption.SO_KEEPALIVE, true);
    if (loops.epoll()) {
      config.setOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_IDLE_S);
      config.setOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_INTERVAL_S);
      config.setOption(EpollChannelOption.TCP_KEEPCNT, KEEP_COUNT);
      config.setOption(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS);
    }
  }

  Hop hop() {
    return hop;
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

  /**
   * Sends from any thread.
   *
   * @return false when the connection is closed
   */
  boolean send(byte[] message, Hop to) {
    boolean taken = outbox.send(message, to);
    if (taken) {
      traffic = true;
    }
    return taken;
  }

  ChannelFuture close(String why) {
    outbox.closing(why);
    return channel.close();
  }

  /**
   * Time passes; called from one thread. What is overdue is closed.
   *
   * @param forMessage ticks that a message may take to come whole
   * @param forSilence ticks without traffic
   */
  void tick(long forMessage, long forSilence) {
    int now = reading;
    ticksReading = now != 0 && now == readingAtTick ? ticksReading + 1 : 0;
    readingAtTick = now;
    ticksSilent = traffic ? 0 : ticksSilent + 1;
    traffic = false;
    if (ticksReading > forMessage) {
      reception.counters().connectionsTimedOut.increment();
      close("a message was not completed in time");
    } else if (ticksSilent > forSilence) {
      reception.counters().connectionsTimedOut.increment();
      close("nothing was said for long");
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    outbox.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    try {
      if (broken) {
        return;
      }
      framer.feed(bytes.nioBuffer());
    } finally {
      bytes.release();
    }
    traffic = true;
    boolean fresh = reading == 0;
    StreamFramer.Frame frame;
    while ((frame = framer.next()) != StreamFramer.Mark.MORE_NEEDED) {
      fresh = true;
      if (!took(frame)) {
        broken = true;
        return;
      }
    }
    if (!framer.insideMessage()) {
      reading = 0;
    } else if (fresh) {
      begun = begun == Integer.MAX_VALUE ? 1 : begun + 1;
      reading = begun;
    }
  }

  /** False when the stream cannot be read on. */
  private boolean took(StreamFramer.Frame frame) {
    TransportCounters counters = reception.counters();
    return switch (frame) {
      case StreamFramer.Message message -> {
        receivedAny = true;
        boolean sip = reception.take(message.bytes(), hop);
        if (!sip) {
          close("it sent what is not SIP");
        }
        yield sip;
      }
      case StreamFramer.Mark mark ->
          switch (mark) {
            case PING -> {
              counters.keepAlives.increment();
              channel.write(Unpooled.wrappedBuffer(PONG), channel.voidPromise());
              outbox.planFlush();
              yield true;
            }
            case MORE_NEEDED -> true;
            case GARBAGE, BAD_LENGTH -> {
              counters.garbage.increment();
              close("it sent what is not SIP");
              yield false;
            }
            case HEADER_TOO_LARGE, BODY_TOO_LARGE -> {
              counters.tooLarge.increment();
              close("it sent a message above the limits");
              yield false;
            }
          };
    };
  }

  private void overrun() {
    reception.counters().connectionsOverrun.increment();
    close("the peer does not read what it is sent");
  }

  private void gone() {
    connections.gone(this);
    outbox.closed("the peer closed the connection");
    if (receivedAny) {
      reception.connectionClosed(hop);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("{} failed by our own fault", hop.shown(), cause);
    }
    close(Failure.phrase(cause));
  }
}
