package org.belfry.appliance.callcontrol;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.tomcat.websocket.Constants;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.sip.transport.CarriedWebSocket;
import org.belfry.pbx.sip.transport.ExternalWebSocket;
import org.belfry.pbx.sip.transport.TransportProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A phone on a WebSocket of the web server: carries its messages to the SIP server and back. What
 * may block, and on this socket every write may, is done on a virtual thread.
 */
final class WebSocketPhone extends Endpoint implements ExternalWebSocket {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketPhone.class);
  private static final int LONGEST = TransportProperties.DEFAULT.maxMessageBytes();

  /** Who does not answer our closing is cut off after these milliseconds (RFC 6455 §7.1.1). */
  private static final Long CLOSING = 5_000L;

  private static final int REASON_MAX = 120; // bytes of a close frame, RFC 6455 §5.5

  private final SipServer server;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private volatile @Nullable Session session;
  private volatile @Nullable CarriedWebSocket carried;
  private boolean cutOff; // only where things are read, as the two below
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

  WebSocketPhone(SipServer server, InetSocketAddress local, InetSocketAddress remote) {
    this.server = server;
    this.local = local;
    this.remote = remote;
  }

  @Override
  public void onOpen(Session opened, EndpointConfig config) {
    session = opened;
    CarriedWebSocket ours = server.carried(local, remote, this);
    if (ours == null) {
      close("there are too many connections");
      return;
    }
    carried = ours;
    opened.getUserProperties().put(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, CLOSING);
    opened.setMaxIdleTimeout(0); // the SIP server pings, and closes who does not answer
    opened.addMessageHandler(
        String.class, (MessageHandler.Partial<String>) (part, last) -> took(ours, part, last));
    opened.addMessageHandler(
        ByteBuffer.class,
        (MessageHandler.Partial<ByteBuffer>) (part, last) -> took(ours, part, last));
    opened.addMessageHandler(
        PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> ours.heard());
  }

  private void took(CarriedWebSocket ours, String part, boolean last) {
    if (tooLong(ours, text.length() + part.length())) {
      return;
    }
    if (last && text.isEmpty()) {
      ours.received(part.getBytes(StandardCharsets.UTF_8));
      return;
    }
    text.append(part);
    if (!last) {
      ours.begun();
    } else {
      ours.received(text.toString().getBytes(StandardCharsets.UTF_8));
      text.setLength(0);
    }
  }

  private void took(CarriedWebSocket ours, ByteBuffer part, boolean last) {
    if (tooLong(ours, binary.size() + part.remaining())) {
      return;
    }
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    binary.writeBytes(bytes);
    if (!last) {
      ours.begun();
    } else {
      ours.received(binary.toByteArray());
      binary.reset();
    }
  }

  /**
   * Whether a message is above the limits, which ends the connection. Here, on the thread that
   * reads: as long as more comes it keeps the socket, and another would have to wait.
   */
  private boolean tooLong(CarriedWebSocket ours, int length) {
    Session open = session;
    if (cutOff || open == null) {
      return true;
    }
    if (length <= LONGEST) {
      return false;
    }
    cutOff = true;
    close(open, "it sent a message above the limits");
    ours.closed();
    text.setLength(0);
    binary.reset();
    return true;
  }

  @Override
  public void onClose(Session closed, CloseReason reason) {
    CarriedWebSocket ours = carried;
    if (ours != null) {
      ours.closed();
    }
  }

  /** What a peer does to its connection is no news; it is closed next. */
  @Override
  public void onError(Session failed, Throwable problem) {
    LOG.debug("a WebSocket from {} failed: {}", remote, problem.toString());
  }

  @Override
  public void send(byte[] message, boolean asText, Consumer<@Nullable Throwable> done) {
    Session open = session;
    if (open == null) {
      done.accept(new IOException("the socket is not open"));
      return;
    }
    Thread.startVirtualThread(() -> {
      try {
        if (asText) {
          open.getBasicRemote().sendText(new String(message, StandardCharsets.UTF_8));
        } else {
          open.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
        }
        done.accept(null);
      } catch (IOException | RuntimeException e) {
        done.accept(e);
      }
    });
  }

  @Override
  public void ping() {
    Session open = session;
    if (open != null) {
      Thread.startVirtualThread(() -> ping(open));
    }
  }

  private void ping(Session open) {
    try {
      open.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      onError(open, e); // its silence will close it
    }
  }

  @Override
  public void close(String why) {
    Session open = session;
    if (open != null) {
      Thread.startVirtualThread(() -> close(open, why));
    }
  }

  private void close(Session open, String why) {
    try {
      String phrase = why.length() > REASON_MAX ? why.substring(0, REASON_MAX) : why;
      open.close(new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, phrase));
    } catch (IOException | RuntimeException e) {
      onError(open, e);
    }
  }
}
