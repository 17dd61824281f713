package org.belfry.appliance.callcontrol;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.sip.transport.WebSocketPolicy;

/**
 * {@code /ws} on the HTTPS port: the door for SIP over WebSocket (RFC 7118). Looks at the request
 * and hands the socket to {@link WebSocketPhone}.
 */
final class SipWebSocket extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient SipServer server;

  SipWebSocket(SipServer server) {
    this.server = server;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    WebSocketPolicy.Refusal refusal =
        server
            .webSockets()
            .judge(
                new WebSocketPolicy.Offer(
                    request.getMethod(),
                    request.getHeader("Upgrade"),
                    request.getHeader("Sec-WebSocket-Version"),
                    String.join(
                        ",", Collections.list(request.getHeaders("Sec-WebSocket-Protocol"))),
                    request.getHeader("Origin"),
                    request.getHeader("Host")));
    if (refusal != null) {
      refuse(response, refusal);
      return;
    }
    ServerContainer container =
        (ServerContainer) getServletContext().getAttribute(ServerContainer.class.getName());
    WebSocketPhone phone =
        new WebSocketPhone(
            server,
            address(request.getLocalAddr(), request.getLocalPort()),
            address(request.getRemoteAddr(), request.getRemotePort()));
    ServerEndpointConfig config =
        ServerEndpointConfig.Builder.create(WebSocketPhone.class, "/ws")
            .subprotocols(List.of(WebSocketPolicy.SUBPROTOCOL))
            .configurator(new OnlyThis(phone))
            .build();
    try {
      container.upgradeHttpToWebSocket(request, response, config, Map.of());
    } catch (jakarta.websocket.DeploymentException e) {
      throw new ServletException(e);
    }
  }

  private static void refuse(HttpServletResponse response, WebSocketPolicy.Refusal refusal)
      throws IOException {
    response.setStatus(refusal.status());
    if (refusal.status() == 426) { // RFC 9110 §15.5.22
      response.setHeader("Upgrade", "websocket");
      response.setHeader("Sec-WebSocket-Version", "13");
    }
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().println(refusal.sentence());
  }

  private static InetSocketAddress address(String host, int port) {
    int zone = host.indexOf('%');
    return new InetSocketAddress(
        InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone)), port);
  }

  /** Each socket has an object of its own, made before the upgrade. */
  private static final class OnlyThis extends ServerEndpointConfig.Configurator {
    private final Endpoint endpoint;

    OnlyThis(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }

    @Override
    public boolean checkOrigin(String origin) {
      return true; // the policy has looked at it
    }
  }
}
