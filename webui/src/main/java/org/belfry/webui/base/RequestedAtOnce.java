package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.communication.ServerRpcHandler;
import com.vaadin.flow.server.communication.UidlRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Limits what a page may want by one request. A browser sends some clicks and keys at a time; a
 * program could send ten thousand clicks that open a dialog each, and nothing would stop it before
 * the memory is full.
 */
@Component
class RequestedAtOnce implements VaadinServiceInitListener {
  /** Events of one request. */
  static final int MAX = 500;

  private static final Logger LOG = LoggerFactory.getLogger(RequestedAtOnce.class);

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.addRequestHandler(new Requests());
  }

  private static final class Requests extends UidlRequestHandler {
    private static final long serialVersionUID = 1L;

    @Override
    protected ServerRpcHandler createRpcHandler() {
      return new Few();
    }
  }

  private static final class Few extends ServerRpcHandler {
    private static final long serialVersionUID = 1L;

    @Override
    protected void handleRpc(UI page, String text, VaadinRequest request, RpcRequest wanted)
        throws MessageIdSyncException {
      int count = wanted.getRpcInvocationsData().size();
      if (count > MAX) {
        LOG.warn("a page of {} wants {} things at once", request.getRemoteAddr(), count);
        throw new MessageIdSyncException(-1, wanted.getClientToServerId()); // it has to load anew
      }
      super.handleRpc(page, text, request, wanted);
    }
  }
}
