package org.belfry.webui.base;

import com.vaadin.flow.server.HandlerHelper;
import com.vaadin.flow.server.HandlerHelper.RequestType;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import java.io.IOException;
import java.util.List;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.websocket.WebSocket;
import org.atmosphere.websocket.protocol.SimpleHttpProtocol;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The connection by which a page hears what is new, where it only listens: what browsers say goes
 * by requests of their own, which are limited. Vaadin would take messages here too, from strangers
 * as well, and keep their parts until they are as long as their first part promises.
 */
@Component
public class PushDoor implements VaadinServiceInitListener {
  /** RFC 9110 §15.5.6: 405 Method Not Allowed. */
  private static final int NOT_ALLOWED = 405;

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.addRequestHandler(PushDoor::refusePosts);
  }

  private static boolean refusePosts(
      VaadinSession session, VaadinRequest request, VaadinResponse response) throws IOException {
    if (!HandlerHelper.isRequestType(request, RequestType.PUSH)
        || !"POST".equals(request.getMethod())) {
      return false;
    }
    response.setStatus(NOT_ALLOWED);
    response.setHeader(HttpHeaders.ALLOW, "GET");
    return true;
  }

  /** Reads nothing. Made by Atmosphere, by the name of its class. */
  public static final class Listening extends SimpleHttpProtocol {
    private static final long serialVersionUID = 1L;

    /** Signs of life are shorter. */
    private static final int MOST = 64;

    @Override
    public List<AtmosphereRequest> onMessage(WebSocket socket, String message) {
      return onMessage(socket, message.length());
    }

    @Override
    public List<AtmosphereRequest> onMessage(
        WebSocket socket, byte[] message, int offset, int length) {
      return onMessage(socket, length);
    }

    private static List<AtmosphereRequest> onMessage(WebSocket socket, int length) {
      if (length > MOST) {
        socket.close();
      }
      return List.of();
    }
  }
}
