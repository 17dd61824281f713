package org.belfry.pbx.app.trunk;

import java.time.Instant;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;

/** What a trunk's own side wants done. */
public sealed interface TrunkEffect extends Effect {

  /** Find the servers of this URI (RFC 3263) and say {@link TrunkEvent.Located}. */
  record Locate(SipUri uri) implements TrunkEffect {}

  /** Send in a client transaction. */
  record Send(SipRequest request, Hop to) implements TrunkEffect {}

  /** Say {@link TrunkEvent.Woken} then; replaces what was asked for before. */
  record WakeAt(Instant at) implements TrunkEffect {}

  /** Nothing more comes. */
  record End() implements TrunkEffect {}
}
