package org.belfry.pbx.inbound.gate;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/** Extensions that every proxy must know: 420 to others than privacy (RFC 3261 §16.3 step 5). */
final class ProxyRequire implements RequestGate {
  private final Responder responder;

  ProxyRequire(Responder responder) {
    this.responder = responder;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    SipRequest request = arrival.request();
    if (!request.has(HeaderName.PROXY_REQUIRE)) {
      return GateVerdict.PASS;
    }
    List<String> unknown = new ArrayList<>(request.values(HeaderName.PROXY_REQUIRE));
    unknown.removeIf("privacy"::equalsIgnoreCase); // RFC 3323 §4.3
    if (unknown.isEmpty()) {
      return GateVerdict.PASS;
    }
    String names = String.join(", ", unknown);
    return new GateVerdict.Answer(
        request
            .respond(420, "Bad Extension", responder.tag())
            .add(HeaderName.UNSUPPORTED, names)
            .done(),
        null,
        "it requires extensions that are not known here: " + names);
  }
}
