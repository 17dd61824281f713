package org.belfry.pbx.agent;

import org.belfry.pbx.call.Payer;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;

/** What a user agent of ours sends into the proxy, as if it came from a phone that we trust. */
public sealed interface AgentRequest extends Event {
  String callId();

  /**
   * A request.
   *
   * @param payer who answers for what it begins
   */
  record Sent(ServerEntry entry, SipRequest request, Hop from, Payer payer)
      implements AgentRequest {
    @Override
    public String callId() {
      return request.callId();
    }
  }

  /** The ACK of a 2xx, which has no transaction. */
  record Acknowledged(SipRequest ack, Hop from) implements AgentRequest {
    @Override
    public String callId() {
      return ack.callId();
    }
  }

  /** A CANCEL. */
  record Cancelled(ServerEntry invite, SipRequest cancel) implements AgentRequest {
    @Override
    public String callId() {
      return cancel.callId();
    }
  }

  /**
   * A ringing call is to ring here as well.
   *
   * @param uri the Request-URI there
   * @param here the way to the application
   * @param by who fetches it
   */
  record Fetched(String callId, String uri, Hop here, String by) implements AgentRequest {}
}
