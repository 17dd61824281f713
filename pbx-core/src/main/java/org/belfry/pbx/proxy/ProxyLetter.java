package org.belfry.pbx.proxy;

import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.message.SipResponse;

/** What happens to forwarded requests and calls beside the requests themselves. */
public sealed interface ProxyLetter extends Event {
  /** Timer C or the ring timer of a forwarded request. */
  record TimerFired(ProxyEntry entry, ProxyEvent event) implements ProxyLetter {}

  /** A branch was answered. */
  record Answered(ProxyBranch branch, SipResponse response) implements ProxyLetter {}

  /**
   * A branch was not answered.
   *
   * @param status 408 for no answer in time, 503 when it could not be sent
   */
  record Silent(ProxyBranch branch, int status) implements ProxyLetter {}

  /** A hop of a branch has said nothing for long enough, and there is another. */
  record HopOverdue(ProxyEntry entry, int index, ProxyEntry.Attempt attempt)
      implements ProxyLetter {}

  /** Nobody waits for the answer to a forwarded request any more. */
  record Overdue(ProxyEntry entry) implements ProxyLetter {}

  /** A call is to be ended by us, for both sides. */
  record CallToEnd(String callId, CallRecord.Cause cause, String why) implements ProxyLetter {}

  /** Time to look for calls that have lasted longer than one may. */
  record CallsSwept() implements ProxyLetter {}
}
