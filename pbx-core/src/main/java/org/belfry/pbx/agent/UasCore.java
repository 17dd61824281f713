package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;

/**
 * What our user agents do with requests (RFC 3261 §8.2): those of a dialog go to its leg (§12.2.2),
 * an INVITE without a To tag to an application, a CANCEL to the leg whose INVITE it names (§9.2).
 * Each waits until the lane is done with what it does.
 */
final class UasCore {
  private final LegTable table;
  private final LegTransport transport;
  private final InviteUsages usages;
  private final IncomingCalls calls;
  private final AgentLane lane;

  UasCore(
      LegTable table,
      LegTransport transport,
      InviteUsages usages,
      IncomingCalls calls,
      AgentLane lane) {
    this.table = table;
    this.transport = transport;
    this.usages = usages;
    this.calls = calls;
    this.lane = lane;
  }

  void request(SipRequest request, Requester requester, Hop from) {
    lane.later(
        request.callId(),
        now -> answering(request, requester, at -> dispatch(request, requester, from, at), now));
  }

  /** An INVITE for an application, whatever its URI says. */
  void invite(InviteReceived invite) {
    SipRequest request = invite.request();
    lane.later(
        request.callId(),
        now -> answering(request, invite.requester(), at -> calls.invited(invite, at), now));
  }

  /** The ACK of a 2xx (§13.3.1.4): that is not repeated any more. */
  void ack(SipRequest ack) {
    lane.later(
        ack.callId(),
        now -> {
          LegEntry leg = table.legOf(ack);
          if (leg != null) {
            leg.asked.remove(new CSeq(ack.cseq().number(), Method.INVITE));
            usages.step(leg, new LegEvent.Received(ack), now);
          }
        });
  }

  /** The CANCEL of a call that came without our proxy; the CANCEL itself has been answered. */
  void cancelled(ServerEntry invite, SipRequest cancel) {
    lane.later(
        cancel.callId(),
        now -> {
          for (LegEntry leg : table.of(cancel.callId())) {
            if (leg.asked.containsValue(new Requester.Direct(invite))) {
              usages.step(leg, new LegEvent.Received(cancel), now);
              return;
            }
          }
        });
  }

  /**
   * Works on a request that waits for an answer. What cannot be read, or what our own fault breaks,
   * is answered here: nobody else would end its transaction. Then the lane counts it.
   */
  private void answering(
      SipRequest request, Requester requester, AgentEvent.LaneTask work, Instant now) {
    try {
      work.run(now);
    } catch (MalformedHeader e) {
      fails(request, requester, 400, e.phrase(), now);
      throw e;
    } catch (RuntimeException e) {
      fails(request, requester, 500, "Server Internal Error", now);
      throw e;
    }
  }

  /** A final answer, unless it has had one: that of a leg is given once. */
  private void fails(
      SipRequest request, Requester requester, int status, String reason, Instant now) {
    LegEntry leg = table.legOf(request);
    if (leg == null || leg.asked.remove(request.cseq()) != null) {
      transport.answer(requester, request.respond(status, reason, lane.tag()).done(), now);
    }
  }

  private void dispatch(SipRequest request, Requester requester, Hop from, Instant now) {
    if (request.method().equals(Method.CANCEL)) {
      cancelledByProxy(request, now);
      return;
    }
    LegEntry leg = request.toTag() == null ? null : table.legOf(request);
    if (leg != null) {
      leg.asked.put(request.cseq(), requester);
      usages.step(leg, new LegEvent.Received(request), now);
    } else if (request.toTag() != null) {
      transport.answer(
          requester, request.respond(481, "Call/Transaction Does Not Exist", null).done(), now);
    } else if (request.method().equals(Method.INVITE)) {
      String application = from.remote().getHostString();
      calls.invited(new InviteReceived(application, request, requester, from), now);
    } else {
      transport.answer(
          requester,
          request
              .respond(405, "Method Not Allowed", lane.tag())
              .add(HeaderName.ALLOW, "INVITE")
              .done(),
          now);
    }
  }

  /** §9.2: the leg whose INVITE has the CANCEL's branch. */
  private void cancelledByProxy(SipRequest cancel, Instant now) {
    for (LegEntry leg : table.of(cancel.callId())) {
      for (Requester requester : leg.asked.values()) {
        if (requester instanceof Requester.Proxied by
            && by.viaBranch().equals(cancel.topVia().branch())) {
          usages.step(leg, new LegEvent.Received(cancel), now);
          return;
        }
      }
    }
  }
}
