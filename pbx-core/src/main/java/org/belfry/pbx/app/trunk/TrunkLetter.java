package org.belfry.pbx.app.trunk;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** What happens to the trunks of a lane. */
public sealed interface TrunkLetter extends Event {
  /** The time has come that a trunk waited for. */
  record Happened(TrunkLines.Line line, TrunkEvent event) implements TrunkLetter {}

  /** A trunk's server has answered a request of its machine. */
  record Answered(TrunkLines.Line line, SipRequest sent, Hop to, SipResponse response)
      implements TrunkLetter {}

  /** A trunk's server said nothing, or could not be reached. */
  record Silent(TrunkLines.Line line, SipRequest sent, Hop to, String why) implements TrunkLetter {}

  /** The connection to a trunk's server is closed. */
  record FlowClosed(Hop hop) implements TrunkLetter {}

  /** The lane that owns the trunk asks its server at once. */
  record Tried(String trunk) implements TrunkLetter {}

  /** Trunks may have come, gone or changed. */
  record Changed() implements TrunkLetter {}

  /** All trunks end; {@code done} is run when they have. */
  record Stopped(Runnable done) implements TrunkLetter {}
}
