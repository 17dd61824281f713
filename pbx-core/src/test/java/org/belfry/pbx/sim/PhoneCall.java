package org.belfry.pbx.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** One call as a phone sees it. */
public final class PhoneCall {
  private static final Duration T1 = Duration.ofMillis(500);
  private static final byte[] SDP =
      "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final SimulatedPhone phone;
  private final String callId;
  private final boolean outgoing;
  private final String localTag;
  private final String dialled;
  private final SipRequest invite;
  private final Map<String, SipRequest> acks = new HashMap<>();
  private String remoteTag;
  private String target;
  private List<String> route = List.of();
  private int status;
  private boolean ringing;
  private boolean silent;
  private Instant cameAt = Instant.EPOCH;
  private Instant answeredAt = Instant.EPOCH;
  private boolean answered;
  private boolean acknowledged;
  private boolean ended;
  private boolean cancelled;
  private String endedBy = "";
  private int twoHundreds;
  private SipResponse answer;

  private PhoneCall(
      SimulatedPhone phone,
      String callId,
      boolean outgoing,
      String localTag,
      String dialled,
      SipRequest invite) {
    this.phone = phone;
    this.callId = callId;
    this.outgoing = outgoing;
    this.localTag = localTag;
    this.dialled = dialled;
    this.invite = invite;
  }

  static PhoneCall outgoing(SimulatedPhone phone, String callId, String number) {
    return new PhoneCall(phone, callId, true, phone.newTag(), number, null);
  }

  static PhoneCall incoming(SimulatedPhone phone, SipRequest invite) {
    PhoneCall call =
        new PhoneCall(phone, invite.callId(), false, phone.newTag(), phone.extension(), invite);
    call.remoteTag = invite.fromTag();
    call.target = Grammar.nameAddr(invite.header(HeaderName.CONTACT)).uri().text();
    call.route = invite.values(HeaderName.RECORD_ROUTE);
    return call;
  }

  // ---- what tests ask

  public String callId() {
    return callId;
  }

  /** The final status the caller heard, or 0. */
  public int status() {
    return status;
  }

  public boolean isRinging() {
    return ringing && !answered && !ended;
  }

  public boolean isAnswered() {
    return answered && !ended;
  }

  public boolean isEnded() {
    return ended;
  }

  public boolean wasCancelled() {
    return cancelled;
  }

  public String endedBy() {
    return endedBy;
  }

  /** The latest final response the caller heard, or null. */
  public SipResponse answer() {
    return answer;
  }

  public int twoHundreds() {
    return twoHundreds;
  }

  private byte[] offer() {
    return (new String(SDP, StandardCharsets.US_ASCII) + phone.pictures())
        .getBytes(StandardCharsets.US_ASCII);
  }

  public SipRequest invite() {
    if (!outgoing) {
      return invite;
    }
    SipRequest request =
        phone.build(
            Method.INVITE,
            dialledUri(),
            "<" + dialledUri() + ">",
            callId,
            localTag,
            phone.nextCseq(),
            e ->
                phone
                    .preloaded(e)
                    .add(HeaderName.CONTACT, "<" + phone.contact() + ">")
                    .body("application/sdp", offer()));
    phone.sendChallenged(request, this::provisional, this::finalResponse, true);
    return request;
  }

  /** The INVITE that came in. */
  public SipRequest received() {
    return invite;
  }

  // ---- what people do

  public void answers() {
    if (answered || ended) {
      return;
    }
    answered = true;
    answeredAt = phone.net().clock().instant();
    Edit<SipResponse> ok = invite.respond(200, "OK", localTag);
    invite.headers(HeaderName.RECORD_ROUTE).forEach(v -> ok.add(HeaderName.RECORD_ROUTE, v));
    ok.add(HeaderName.CONTACT, "<" + phone.contact() + ">").body("application/sdp", SDP);
    ok.add(HeaderName.USER_AGENT, "SimulatedPhone/" + phone.extension());
    repeat(ok.done(), T1, Duration.ZERO);
  }

  /**
   * Answers a call that has come in and waits; nothing otherwise. One that was never told of
   * (§17.1.1.2: no provisional) is long given up by the other side when it waits too long.
   */
  public void answersIfRinging() {
    boolean givenUp =
        silent && phone.net().clock().instant().isAfter(cameAt.plus(T1.multipliedBy(40)));
    if (!outgoing && ringing && !givenUp) {
      answers();
    }
  }

  /** Declines a call that has come in and waits; nothing otherwise. */
  public void declinesIfRinging(int code) {
    if (!outgoing && ringing) {
      refuse(code);
    }
  }

  public void declines(int code) {
    refuse(code);
  }

  /** The caller hangs up before anybody answered. */
  public void cancels() {
    cancelled = true;
    Exchange exchange = phone.latestInvite(callId);
    if (!exchange.finals().isEmpty() || exchange.timedOut()) {
      return;
    }
    if (!exchange.provisional()) {
      phone.net().later(Duration.ofMillis(200), this::cancels); // §9.1: not before a provisional
      return;
    }
    SipRequest request = exchange.request();
    SipRequest cancel =
        SipRequest.create(Method.CANCEL, request.uriText())
            .add(HeaderName.VIA, request.header(HeaderName.VIA))
            .add(HeaderName.MAX_FORWARDS, "70")
            .add(HeaderName.FROM, request.header(HeaderName.FROM))
            .add(HeaderName.TO, request.header(HeaderName.TO))
            .add(HeaderName.CALL_ID, callId)
            .add(HeaderName.CSEQ, request.cseq().number() + " CANCEL")
            .done();
    // Same branch as the INVITE: the exchange is found by it, so the CANCEL's own answers are not
    // awaited apart.
    phone.transmit(cancel);
    phone.net().later(Duration.ofSeconds(1), () -> againUnlessOver(cancel, exchange, 6));
  }

  public void hangsUp() {
    if (outgoing && !answered) {
      cancels();
    } else if (!ended && answered) {
      ended = true;
      endedBy = "self";
      bye(remoteTag, target, route);
    }
  }

  // ---- what arrives

  void comesIn(SimulatedPhone.Reaction reaction) {
    cameAt = phone.net().clock().instant();
    switch (reaction) {
      case RING -> {
        ringing = true;
        phone.respond(
            invite,
            withRecordRoute(invite.respond(180, "Ringing", localTag))
                .add(HeaderName.CONTACT, "<" + phone.contact() + ">")
                .done());
      }
      case BUSY -> refuse(486);
      case UNAVAILABLE -> refuse(503);
      case DECLINE -> refuse(603);
      case REDIRECT -> redirect();
      case SILENT -> {
        ringing = true;
        silent = true;
      }
    }
  }

  boolean owns(SipRequest request) {
    if (!request.callId().equals(callId)) {
      return false;
    }
    return request.method().equals(Method.CANCEL)
        ? !outgoing
        : request.toTag() != null && request.toTag().equals(localTag);
  }

  void received(SipRequest request) {
    switch (request.method().name()) {
      case "ACK" -> acknowledged = true;
      case "CANCEL" -> {
        phone.respond(request, request.respond(200, "OK", localTag).done());
        if (!answered && !ended) {
          cancelled = true;
          refuse(487);
        }
      }
      case "BYE" -> {
        phone.respond(request, request.respond(200, "OK", null).done());
        if (!ended) {
          ended = true;
          endedBy = "other";
        }
      }
      default -> phone.respond(request, request.respond(501, "Not Implemented", null).done());
    }
  }

  /** True when it was answered so late that the other side may have given up (Timer B). */
  boolean wasAnsweredLate() {
    return answeredAt.isAfter(cameAt.plus(T1.multipliedBy(40)));
  }

  /** True for the caller's side of a call that failed. */
  boolean hasFailed() {
    return outgoing && status >= 300;
  }

  boolean awaitsAck() {
    return !outgoing && answered && !acknowledged;
  }

  private String dialledUri() {
    return "sip:" + dialled + (dialled.contains("@") ? "" : "@" + World.DOMAIN);
  }

  private void provisional(SipResponse response) {
    if (response.status() > 100) {
      ringing = true;
    }
  }

  private void finalResponse(SipResponse response) {
    answer = response;
    if (!response.success()) {
      if (status != 0 && status != response.status() && !ended) {
        throw phone
            .world()
            .broken("a second final response: " + status + ", then " + response.status(), callId);
      }
      status = response.status();
      ended = true;
      return;
    }
    String tag = response.toTag();
    if (!acks.containsKey(tag)) {
      twoHundreds++;
      String itsTarget = Grammar.nameAddr(response.header(HeaderName.CONTACT)).uri().text();
      List<String> itsRoute = new ArrayList<>(response.values(HeaderName.RECORD_ROUTE));
      Collections.reverse(itsRoute);
      SipRequest itsAck = ack(tag, itsTarget, itsRoute, response.cseq().number());
      acks.put(tag, itsAck);
      phone.transmit(itsAck);
      if (answered || cancelled) {
        // §13.2.2.4: a second dialog, or one that was no longer wanted, is acknowledged and ended.
        bye(tag, itsTarget, itsRoute);
        if (!answered) {
          status = 200;
          ended = true;
        }
        return;
      }
      status = 200;
      answered = true;
      remoteTag = tag;
      target = itsTarget;
      route = itsRoute;
    } else {
      phone.transmit(acks.get(tag)); // §13.2.2.4: again for each retransmission of its 2xx
    }
  }

  // ---- helpers

  private SipRequest ack(String tag, String itsTarget, List<String> itsRoute, long number) {
    return phone.build(
        Method.ACK,
        itsTarget,
        "<" + dialledUri() + ">;tag=" + tag,
        callId,
        localTag,
        (int) number,
        e -> itsRoute.forEach(r -> e.add(HeaderName.ROUTE, r)));
  }

  private void bye(String tag, String itsTarget, List<String> itsRoute) {
    String to = outgoing ? "<" + dialledUri() + ">;tag=" + tag : invite.header(HeaderName.FROM);
    SipRequest bye =
        phone.build(
            Method.BYE,
            itsTarget,
            to,
            callId,
            localTag,
            phone.nextCseq(),
            e -> itsRoute.forEach(r -> e.add(HeaderName.ROUTE, r)));
    phone.sendChallenged(bye, r -> {}, r -> {}, false);
  }

  private void refuse(int code) {
    if (answered || ended) {
      return;
    }
    ended = true;
    status = code;
    repeat(invite.respond(code, "No", localTag).done(), T1, Duration.ZERO);
  }

  private void redirect() {
    ended = true;
    status = 302;
    repeat(
        invite
            .respond(302, "Moved Temporarily", localTag)
            .add(HeaderName.CONTACT, phone.forwardTo())
            .done(),
        T1,
        Duration.ZERO);
  }

  /** A final response is sent again until its ACK comes (§13.3.1.4, §17.2.1). */
  private void repeat(SipResponse response, Duration interval, Duration total) {
    if (acknowledged || total.compareTo(T1.multipliedBy(64)) >= 0 || phone.hasVanished()) {
      return;
    }
    phone.respond(invite, response);
    Duration next =
        interval.multipliedBy(2).compareTo(Duration.ofSeconds(4)) > 0
            ? Duration.ofSeconds(4)
            : interval.multipliedBy(2);
    phone.net().later(interval, () -> repeat(response, next, total.plus(interval)));
  }

  private void againUnlessOver(SipRequest cancel, Exchange exchange, int left) {
    if (left > 0 && exchange.finals().isEmpty()) {
      phone.transmit(cancel);
      phone.net().later(Duration.ofSeconds(2), () -> againUnlessOver(cancel, exchange, left - 1));
    }
  }

  private Edit<SipResponse> withRecordRoute(Edit<SipResponse> response) {
    invite.headers(HeaderName.RECORD_ROUTE).forEach(v -> response.add(HeaderName.RECORD_ROUTE, v));
    return response;
  }
}
