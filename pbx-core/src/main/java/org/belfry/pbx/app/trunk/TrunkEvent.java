package org.belfry.pbx.app.trunk;

import java.util.List;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** What can happen to a trunk's own side. */
public sealed interface TrunkEvent extends Event {

  /** The trunk is there from now on. */
  record Started() implements TrunkEvent {}

  /**
   * Its servers were found.
   *
   * @param hops best first, each with its local end; empty when none of them can be reached from
   *     here
   */
  record Located(List<Hop> hops) implements TrunkEvent {
    public Located {
      hops = List.copyOf(hops);
    }
  }

  /**
   * They were not.
   *
   * @param why a phrase
   */
  record NotLocated(String why) implements TrunkEvent {}

  /**
   * A response came.
   *
   * @param sent the request that it answers
   */
  record Answered(SipRequest sent, SipResponse response) implements TrunkEvent {}

  /**
   * None came, or the request could not be sent.
   *
   * @param why a phrase
   */
  record Silent(SipRequest sent, String why) implements TrunkEvent {}

  /** The connection to the server in use is closed. */
  record FlowClosed() implements TrunkEvent {}

  /** Somebody wants to know at once whether it works. */
  record Tried() implements TrunkEvent {}

  /** The time that was asked for has come. */
  record Woken() implements TrunkEvent {}

  /** The trunk is there no more, or is another one from now on. */
  record Stopped() implements TrunkEvent {}
}
