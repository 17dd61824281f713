package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.Flaw;

/** One TCP connection, with or without TLS, whoever opened it (RFC 3261 §18.2, §18.3). */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told by Outgoing and the close future
final class StreamConnection extends ChannelConnection {
  private static final byte[] PONG = {'\r', '\n'};

  private static final String NO_SIP = "it sent what is not SIP";
  private static final String ABOVE_LIMITS = "it sent a message above the limits";
  private static final long LAST_WORD_MS = 1000;
  private static final int DROPPED_MAX = 320 * 1024; // after which nobody reads our answer anyway

  private final StreamFramer framer;
  private boolean broken;
  private int dropped;

  StreamConnection(
      Channel channel, EventLoop loop, Hop hop, boolean accepted, Connections connections) {
    super(channel, loop, hop, accepted, connections, Outbox.STREAM);
    TransportProperties properties = connections.properties();
    this.framer = new StreamFramer(properties.maxHeaderBytes(), properties.maxBodyBytes());
    channel.pipeline().addLast(this);
  }

  @Override
  void connected() {
    opened();
  }

  @Override
  public boolean send(byte[] message, Hop to) {
    boolean taken = super.send(message, to);
    if (taken) {
      patience.said();
    }
    return taken;
  }

  @Override
  public void tick(Ticks limits) {
    String overdue = patience.tick(limits, limits.idle());
    if (overdue != null) {
      timedOut(overdue);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    try {
      if (broken) {
        dropped += bytes.readableBytes();
        if (dropped > DROPPED_MAX) {
          close(ABOVE_LIMITS);
        }
        return;
      }
      framer.feed(bytes.nioBuffer());
    } finally {
      bytes.release();
    }
    patience.heard();
    boolean fresh = false;
    StreamFramer.Frame frame;
    while ((frame = framer.next()) != StreamFramer.Mark.MORE_NEEDED) {
      fresh = true;
      if (!took(frame)) {
        broken = true;
        return;
      }
    }
    patience.read(framer.insideMessage(), fresh);
  }

  /** False when the stream cannot be read on. */
  private boolean took(StreamFramer.Frame frame) {
    TransportCounters counters = input.counters();
    return switch (frame) {
      case StreamFramer.Message message -> {
        boolean sip = take(message.bytes());
        if (!sip) {
          close(NO_SIP);
        }
        yield sip;
      }
      case StreamFramer.Binding binding -> {
        byte[] answer = Stun.answer(binding.bytes(), hop().remote());
        counters.stun.increment();
        if (answer != null) {
          reply(answer);
        }
        yield true;
      }
      case StreamFramer.Mark mark ->
          switch (mark) {
            case PING -> {
              counters.keepAlives.increment();
              reply(PONG);
              yield true;
            }
            case MORE_NEEDED -> true;
            case GARBAGE -> {
              counters.garbage.increment();
              close(NO_SIP);
              yield false;
            }
            case BAD_LENGTH -> {
              counters.garbage.increment();
              refuse(Flaw.BAD_LENGTH, NO_SIP);
              yield false;
            }
            case HEADER_TOO_LARGE -> {
              counters.tooLarge.increment();
              refuse(Flaw.TOO_LARGE, ABOVE_LIMITS);
              yield false;
            }
            case BODY_TOO_LARGE -> {
              counters.tooLarge.increment();
              refuse(Flaw.BODY_TOO_LARGE, ABOVE_LIMITS);
              yield false;
            }
          };
    };
  }

  /**
   * Nobody knows where the next message begins: the peer is told what was wrong with this one, and
   * has some time to read it. What it sends meanwhile is read and dropped, since closing with
   * unread bytes would throw the answer away on its side.
   */
  private void refuse(Flaw flaw, String why) {
    if (input.refuse(framer.brokenHeader(), hop(), flaw)) {
      channel.eventLoop().schedule(() -> close(why), LAST_WORD_MS, TimeUnit.MILLISECONDS);
    } else {
      close(why);
    }
  }

  /** Answers a keep-alive, unless the peer does not read: then it need not be told any more. */
  private void reply(byte[] bytes) {
    if (channel.isWritable()) {
      channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
      outbox.planFlush();
    }
  }
}
