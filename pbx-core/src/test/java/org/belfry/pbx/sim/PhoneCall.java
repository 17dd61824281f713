package org.belfry.pbx.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.message.TokenValue;

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
  private final Set<String> earlyTags = new HashSet<>();
  private String referredBy;
  private String replaces;
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
  private java.util.function.IntConsumer onAnswer = status -> {};
  private final Set<Long> acked = new HashSet<>();
  private final List<String> heard = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private int changes;
  private boolean changing;
  private int changed;

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
    return outgoing(phone, callId, phone.newTag(), number);
  }

  static PhoneCall outgoing(SimulatedPhone phone, String callId, String tag, String number) {
    return new PhoneCall(phone, callId, true, tag, number, null);
  }

  void onAnswer(java.util.function.IntConsumer told) {
    onAnswer = told;
  }

  static PhoneCall incoming(SimulatedPhone phone, SipRequest invite) {
    PhoneCall call =
        new PhoneCall(phone, invite.callId(), false, phone.newTag(), phone.extension(), invite);
    call.remoteTag = invite.fromTag();
    call.target = Grammar.nameAddr(invite.header(HeaderName.CONTACT)).uri().text();
    call.route = invite.values(HeaderName.RECORD_ROUTE);
    return call;
  }

  /** Who sent the phone there (RFC 3892 §2), or null. */
  PhoneCall referredBy(String by) {
    referredBy = by;
    return this;
  }

  /** It is to take the place of another call (RFC 3891). */
  PhoneCall replacing(String dialog) {
    replaces = dialog;
    return this;
  }

  /**
   * Gives its place to a call that names it: nobody but the caller may give up an early dialog (RFC
   * 3891 §3).
   */
  boolean isReplacedBy(SipRequest invite) {
    TokenValue named = TokenValue.of(invite.header(HeaderName.REPLACES));
    return outgoing
        && !answered
        && !ended
        && !cancelled
        && named.token().equalsIgnoreCase(callId)
        && localTag.equals(named.param("to-tag"))
        && earlyTags.contains(named.param("from-tag"));
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

  /** How often the far end has changed the session. */
  public int changes() {
    return changes;
  }

  /** Final statuses of session changes of its own: the latest, or 0 while one waits. */
  public int changed() {
    return changing ? 0 : changed;
  }

  /** What the far end said of a transfer: {@code "SIP/2.0 200 OK"}. */
  public List<String> told() {
    return told;
  }

  /** Requests that came besides those that begin, change and end calls: {@code "INFO hello"}. */
  public List<String> heard() {
    return heard;
  }

  /** Its dialog as a Replaces field names it to the far end (RFC 3891 §6.1), escaped for a URI. */
  public String replaces() {
    return callId.replace("@", "%40") + "%3Bto-tag%3D" + remoteTag + "%3Bfrom-tag%3D" + localTag;
  }

  /** The far end's Contact. */
  public String target() {
    return target;
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
            e -> {
              phone.preloaded(e).add(HeaderName.CONTACT, "<" + phone.contact() + ">");
              if (replaces != null) {
                e.add(HeaderName.REPLACES, replaces).add(HeaderName.REQUIRE, "replaces");
              }
              if (referredBy != null) {
                e.add(HeaderName.REFERRED_BY, referredBy);
              }
              if (phone.parts().length > 0) {
                e.body("multipart/mixed;boundary=b", phone.parts());
              } else {
                e.body("application/sdp", offer());
              }
            });
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

  /** Changes the session: puts the far end on hold, say. */
  public void changes(String description) {
    changes(description, e -> {});
  }

  /** The same with a Min-SE (RFC 4028 §5). */
  public void changes(String description, String minSe) {
    changes(description, e -> e.add(HeaderName.MIN_SE, minSe));
  }

  private void changes(String description, java.util.function.Consumer<Edit<SipRequest>> fill) {
    changing = true;
    SipRequest reinvite =
        phone.build(
            Method.INVITE,
            target,
            remote(),
            callId,
            localTag,
            phone.nextCseq(),
            e -> {
              routed(e).add(HeaderName.CONTACT, "<" + phone.contact() + ">");
              fill.accept(e);
              if (!description.isEmpty()) {
                e.body("application/sdp", description.getBytes(StandardCharsets.US_ASCII));
              }
            });
    phone.sendChallenged(
        reinvite,
        r -> {},
        r -> {
          changing = false;
          changed = r.status();
          if (r.success()) {
            answer = r;
            SipRequest itsAck =
                phone.build(
                    Method.ACK,
                    target,
                    remote(),
                    callId,
                    localTag,
                    (int) r.cseq().number(),
                    e -> {
                      routed(e);
                      if (description.isEmpty()) {
                        e.body("application/sdp", SDP);
                      }
                    });
            phone.transmit(itsAck);
          }
        },
        false);
  }

  /** Sends the far end elsewhere (RFC 3515). */
  public void refers(String to) {
    asks(Method.REFER, e -> e.add(HeaderName.REFER_TO, "<" + to + ">"));
  }

  /** From now on it sends requests of the call there. */
  public void moves(String uri) {
    target = uri;
  }

  /** Sends an INFO. */
  public void informs(String text) {
    informs("text/plain", text);
  }

  public void informs(String type, String text) {
    asks(Method.INFO, e -> e.body(type, text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Refreshes the session by an UPDATE with this Min-SE (RFC 4028 §7.4). */
  public void refreshes(String minSe) {
    asks(Method.UPDATE, e -> e.add(HeaderName.MIN_SE, minSe));
  }

  /** Presses a key, and says so by INFO. */
  public void dials(char key) {
    byte[] body = ("Signal=" + key + "\r\nDuration=160\r\n").getBytes(StandardCharsets.US_ASCII);
    asks(Method.INFO, e -> e.body("application/dtmf-relay", body));
  }

  /** Presses the record key, as Yealink's phones say it. */
  public void recordKey(boolean on) {
    asks(Method.INFO, e -> e.add(HeaderName.of("Record"), on ? "on" : "off"));
  }

  private void asks(Method method, java.util.function.Consumer<Edit<SipRequest>> fill) {
    if (target == null) {
      throw new AssertionError(method + ": the far end has told no Contact, so there is no dialog");
    }
    SipRequest request =
        phone.build(
            method,
            target,
            remote(),
            callId,
            localTag,
            phone.nextCseq(),
            e -> {
              routed(e).add(HeaderName.CONTACT, "<" + phone.contact() + ">");
              fill.accept(e);
            });
    phone.sendChallenged(request, r -> {}, r -> heard.add(method + " " + r.status()), false);
  }

  private Edit<SipRequest> routed(Edit<SipRequest> request) {
    route.forEach(r -> request.add(HeaderName.ROUTE, r));
    return request;
  }

  private String remote() {
    return outgoing ? "<" + dialledUri() + ">;tag=" + remoteTag : invite.header(HeaderName.FROM);
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

  /** A BYE that whoever gets it must refuse (RFC 3261 §8.2.2.3): for that side the call goes on. */
  public void hangsUpInVain() {
    asks(Method.BYE, e -> e.add(HeaderName.REQUIRE, "what-is-unknown"));
  }

  // ---- what arrives

  private void asksForPassword(String realm) {
    ended = true;
    status = 407;
    repeat(
        invite
            .respond(407, "Proxy Authentication Required", localTag)
            .add(
                HeaderName.PROXY_AUTHENTICATE,
                "Digest realm=\"" + realm + "\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"")
            .done(),
        T1,
        Duration.ZERO);
  }

  void comesIn(SimulatedPhone.Reaction reaction) {
    cameAt = phone.net().clock().instant();
    switch (reaction) {
      case CHALLENGE -> {
        if (invite.has(HeaderName.PROXY_AUTHORIZATION)) {
          comesIn(SimulatedPhone.Reaction.RING);
          return;
        }
        asksForPassword("itsp");
      }
      case PHISH -> asksForPassword("belfry");
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
        ? !outgoing && request.topVia().branch().equals(invite.topVia().branch())
        : request.toTag() != null && request.toTag().equals(localTag);
  }

  void received(SipRequest request) {
    switch (request.method().name()) {
      case "ACK" -> {
        acked.add(request.cseq().number());
        if (invite != null && request.cseq().number() == invite.cseq().number()) {
          acknowledged = true;
        }
      }
      case "INVITE" -> changedByThem(request);
      case "UPDATE" -> {
        changes++;
        var ok = request.respond(200, "OK", null);
        ok.add(HeaderName.CONTACT, "<" + phone.contact() + ">");
        phone.respond(
            request, (request.bodyLength() > 0 ? ok.body("application/sdp", SDP) : ok).done());
      }
      case "NOTIFY" -> {
        told.add(new String(request.body(), StandardCharsets.UTF_8).strip());
        phone.respond(request, request.respond(200, "OK", null).done());
      }
      case "REFER" -> {
        phone.respond(request, request.respond(202, "Accepted", null).done());
        phone.follows(this, request);
      }
      case "INFO", "OPTIONS", "MESSAGE" -> {
        heard.add(request.method() + " " + new String(request.body(), StandardCharsets.UTF_8));
        phone.respond(request, request.respond(200, "OK", null).done());
      }
      case "CANCEL" -> {
        phone.respond(request, request.respond(200, "OK", localTag).done());
        if (!answered && !ended) {
          cancelled = true;
          refuse(487);
        }
      }
      case "BYE" -> {
        boolean refused = request.has(HeaderName.REQUIRE);
        int code = refused ? 420 : 200;
        phone.respond(
            request, request.respond(code, refused ? "Bad Extension" : "OK", null).done());
        if (!ended && !refused) {
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
      earlyTags.add(String.valueOf(response.toTag()));
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
      onAnswer.accept(status);
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
      onAnswer.accept(200);
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

  private void changedByThem(SipRequest request) {
    changes++;
    target = Grammar.nameAddr(request.header(HeaderName.CONTACT)).uri().text();
    Edit<SipResponse> ok = request.respond(200, "OK", null);
    request.headers(HeaderName.RECORD_ROUTE).forEach(v -> ok.add(HeaderName.RECORD_ROUTE, v));
    ok.add(HeaderName.CONTACT, "<" + phone.contact() + ">").body("application/sdp", SDP);
    repeatChange(request, ok.done(), T1, Duration.ZERO);
  }

  private void repeatChange(SipRequest request, SipResponse ok, Duration interval, Duration total) {
    if (acked.contains(request.cseq().number())
        || ended
        || phone.hasVanished()
        || total.compareTo(T1.multipliedBy(64)) >= 0) {
      return;
    }
    phone.respond(request, ok);
    Duration twice = interval.multipliedBy(2);
    Duration next = twice.compareTo(Duration.ofSeconds(4)) > 0 ? Duration.ofSeconds(4) : twice;
    phone.net().later(interval, () -> repeatChange(request, ok, next, total.plus(interval)));
  }

  /** Tells whoever referred it how it goes (RFC 3515 §2.4.4). */
  void tells(String status, boolean goesOn) {
    asks(
        Method.NOTIFY,
        e ->
            e.add(HeaderName.EVENT, "refer")
                .add(
                    HeaderName.SUBSCRIPTION_STATE,
                    goesOn ? "active;expires=60" : "terminated;reason=noresource")
                .body(
                    "message/sipfrag",
                    ("SIP/2.0 " + status + "\r\n").getBytes(StandardCharsets.US_ASCII)));
  }

  /** Takes the call at once, in the place of another of its calls (RFC 3891 §3). */
  void takesThePlaceOf(PhoneCall other) {
    ringing = true;
    answers();
    other.hangsUp();
  }

  boolean isNamed(String replaces) {
    return replaces.startsWith(callId + ";")
        && replaces.contains("to-tag=" + localTag)
        && replaces.contains("from-tag=" + remoteTag);
  }

  private Edit<SipResponse> withRecordRoute(Edit<SipResponse> response) {
    invite.headers(HeaderName.RECORD_ROUTE).forEach(v -> response.add(HeaderName.RECORD_ROUTE, v));
    return response;
  }
}
