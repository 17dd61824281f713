package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket that a browser or phone has opened (RFC 7118): HTTP until the upgrade, then one SIP
 * message in each WebSocket message, text or binary, in as many frames as the peer likes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told by Outgoing and the close future
final class WebSocketConnection extends ChannelConnection {
  private static final int MAX_REQUEST_LINE = 2048;
  private static final int MAX_HTTP_HEADER = 8192;
  private static final int MAX_HTTP_BODY = 1024; // a GET has none

  private final int maxMessage;
  private final WebSocketPolicy policy;
  private boolean upgraded;
  private boolean completed; // a message, since the last read of the socket

  WebSocketConnection(Channel channel, EventLoop loop, Hop hop, Connections connections) {
    super(channel, loop, hop, true, connections, WebSocketConnection::frame);
    this.maxMessage = connections.properties().maxMessageBytes();
    this.policy = connections.policy();
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(MAX_REQUEST_LINE, MAX_HTTP_HEADER, MAX_HTTP_HEADER),
            new HttpObjectAggregator(MAX_HTTP_BODY),
            this);
  }

  private static Object frame(ByteBuf bytes, Outgoing outgoing) {
    return WebSocketText.fits(outgoing.message())
        ? new TextWebSocketFrame(bytes)
        : new BinaryWebSocketFrame(bytes);
  }

  /** Not open yet: the upgrade has to come. */
  @Override
  void connected() {}

  @Override
  public void tick(Ticks limits) {
    String overdue = patience.tick(limits, limits.pong());
    if (overdue != null) {
      timedOut(overdue);
    } else if (patience.silentFor() > 0 && patience.silentFor() % limits.ping() == 0) {
      channel.eventLoop().execute(this::ping);
    }
  }

  private void ping() {
    if (upgraded && channel.isWritable()) {
      channel.writeAndFlush(new PingWebSocketFrame());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    try {
      if (read instanceof WebSocketFrame frame) {
        patience.heard();
        completed = true;
        took(frame);
      } else if (read instanceof FullHttpRequest request && !upgraded) {
        upgrade(request);
      }
    } finally {
      ReferenceCountUtil.release(read);
    }
  }

  /** Bytes that made no whole message are a part of one. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (upgraded) {
      patience.read(!completed, completed);
      completed = false;
    }
    context.fireChannelReadComplete();
  }

  private void took(WebSocketFrame frame) {
    switch (frame) {
      case TextWebSocketFrame text -> message(text.content());
      case BinaryWebSocketFrame binary -> message(binary.content());
      case PingWebSocketFrame ping -> {
        input.counters().keepAlives.increment();
        if (channel.isWritable()) {
          channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
      }
      case CloseWebSocketFrame close ->
          channel.writeAndFlush(new CloseWebSocketFrame()).addListener(ChannelFutureListener.CLOSE);
      default -> {} // a pong: it was heard, and that is all
    }
  }

  private void message(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.readBytes(bytes);
    if (WebSocketText.isKeepAlive(bytes)) {
      input.counters().keepAlives.increment();
      if (WebSocketText.isPing(bytes) && channel.isWritable()) {
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(WebSocketText.PONG)));
      }
    } else if (!take(bytes)) {
      closeTelling(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "it sent what is not SIP");
    }
  }

  /** Closes with a reason that the peer can show (RFC 6455 §7.4). */
  private void closeTelling(WebSocketCloseStatus status, String why) {
    outbox.closing(why);
    channel
        .writeAndFlush(new CloseWebSocketFrame(status, why))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** A message above the limits, or frames that are none: the peer is told, counted and closed. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException
        || (cause instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG))) {
      input.counters().tooLarge.increment();
      if (upgraded && cause instanceof TooLongFrameException) {
        // Many frames of one message; of a single one the decoder has said so.
        closeTelling(WebSocketCloseStatus.MESSAGE_TOO_BIG, "it sent a message above the limits");
        return;
      }
    } else if (cause instanceof CodecException) {
      input.counters().garbage.increment();
    }
    super.exceptionCaught(context, cause);
  }

  private void upgrade(FullHttpRequest request) {
    WebSocketPolicy.Refusal refusal = refusal(request);
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "",
                WebSocketPolicy.SUBPROTOCOL,
                WebSocketDecoderConfig.newBuilder()
                    .allowExtensions(false)
                    .maxFramePayloadLength(maxMessage)
                    .build())
            .newHandshaker(request);
    if (handshaker == null) {
      refuse(new WebSocketPolicy.Refusal(426, "This version of WebSocket is not spoken here."));
      return;
    }
    upgraded = true;
    handshaker
        .handshake(channel, request)
        .addListener(done -> {
          if (done.isSuccess()) {
            channel
                .pipeline()
                .addBefore(
                    channel.pipeline().context(this).name(),
                    "messages",
                    new WebSocketFrameAggregator(maxMessage));
            opened();
          } else {
            input.counters().handshakesFailed.increment();
            close(Failure.phrase(done.cause()));
          }
        });
  }

  private WebSocketPolicy.@Nullable Refusal refusal(FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      return new WebSocketPolicy.Refusal(400, "That is no HTTP.");
    }
    String path = request.uri();
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    if (!bare.equals("/") && !bare.equals("/ws")) {
      return new WebSocketPolicy.Refusal(404, "There is only /ws here.");
    }
    HttpHeaders headers = request.headers();
    return policy.judge(
        new WebSocketPolicy.Offer(
            request.method().name(),
            headers.get(HttpHeaderNames.UPGRADE),
            headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION),
            String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)),
            headers.get(HttpHeaderNames.ORIGIN),
            headers.get(HttpHeaderNames.HOST)));
  }

  private void refuse(WebSocketPolicy.Refusal refusal) {
    input.counters().webSocketsRefused.increment();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(refusal.status()),
            Unpooled.copiedBuffer(refusal.sentence() + "\n", StandardCharsets.UTF_8));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    headers.set(HttpHeaderNames.CONNECTION, "close");
    if (refusal.status() == HttpResponseStatus.UPGRADE_REQUIRED.code()) {
      headers.set(HttpHeaderNames.UPGRADE, "websocket");
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    }
    channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
