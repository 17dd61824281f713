package org.belfry.pbx.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** What a phone watches: sends SUBSCRIBE, takes each NOTIFY once and in order. */
public final class PhoneSubscription {
  private final SimulatedPhone phone;
  private final String uri;
  private final String event;
  private final String callId;
  private final String tag;
  private final List<SipRequest> notifies = new ArrayList<>();
  private String remoteTag;
  private String target;
  private int status;
  private SipResponse answer;
  private long heard;
  private int answersWith = 200;
  private boolean silent;

  PhoneSubscription(SimulatedPhone phone, String uri, String event, String callId) {
    this.phone = phone;
    this.uri = uri;
    this.event = event;
    this.callId = callId;
    this.tag = phone.newTag();
  }

  // ---- what tests ask

  /** The latest final status of its SUBSCRIBE requests, 0 before. */
  public int status() {
    return status;
  }

  /** The latest final answer. */
  public SipResponse answer() {
    return answer;
  }

  public List<SipRequest> notifies() {
    return notifies;
  }

  /** The latest notification's body, empty before. */
  public String body() {
    return notifies.isEmpty() ? "" : new String(notifies.getLast().body(), StandardCharsets.UTF_8);
  }

  /** The latest Subscription-State, empty before. */
  public String state() {
    return notifies.isEmpty() ? "" : notifies.getLast().header(HeaderName.SUBSCRIPTION_STATE);
  }

  public boolean isOver() {
    return state().startsWith("terminated");
  }

  /** State of the lamp it would show: on, blinking or dark. */
  public String lamp() {
    if (body().contains("<state>confirmed</state>") || body().contains("<state>trying</state>")) {
      return "on";
    }
    return body().contains("<state>early</state>") ? "blinking" : "dark";
  }

  // ---- what it does

  PhoneSubscription begins(int expires, String... fields) {
    send(uri, "<" + uri + ">", expires, fields);
    return this;
  }

  /** Refreshes, or ends with 0. */
  public void refreshes(int expires) {
    if (remoteTag == null) {
      throw new AssertionError("it has no dialog to refresh\n" + phone.net().ladder());
    }
    send(target, "<" + uri + ">;tag=" + remoteTag, expires);
  }

  /** Answers its notifications so from now on. */
  public void answersWith(int code) {
    answersWith = code;
  }

  /** Answers its notifications no more. */
  public void fallsSilent() {
    silent = true;
  }

  boolean owns(SipRequest request) {
    return request.callId().equals(callId) && tag.equals(request.toTag());
  }

  void received(SipRequest notify) {
    if (silent) {
      return;
    }
    long number = notify.cseq().number();
    boolean stale = number <= heard; // §12.2.2 of RFC 3261
    if (!stale) {
      heard = number;
      remoteTag = notify.fromTag();
      target = Grammar.nameAddr(notify.header(HeaderName.CONTACT)).uri().text();
    }
    int code = stale ? 500 : answersWith;
    if (code == 200) {
      notifies.add(notify);
    }
    Edit<SipResponse> response = notify.respond(code, "So", null);
    if (code == 503) {
      response.add(HeaderName.RETRY_AFTER, "7");
    }
    phone.respond(notify, response.done());
  }

  private void send(String requestUri, String to, int expires, String... fields) {
    SipRequest subscribe =
        phone.build(
            Method.SUBSCRIBE,
            requestUri,
            to,
            callId,
            tag,
            phone.nextCseq(),
            e -> {
              e.add(HeaderName.CONTACT, "<" + phone.contact() + ">")
                  .add(HeaderName.EVENT, event)
                  .add(HeaderName.EXPIRES, "" + expires);
              for (String field : fields) {
                int colon = field.indexOf(':');
                e.add(HeaderName.of(field.substring(0, colon)), field.substring(colon + 1).strip());
              }
            });
    phone.sendChallenged(
        subscribe,
        r -> {},
        r -> {
          status = r.status();
          answer = r;
          if (r.success()) {
            remoteTag = r.toTag();
            target = Grammar.nameAddr(r.header(HeaderName.CONTACT)).uri().text();
          }
        },
        true);
  }
}
