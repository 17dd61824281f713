package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * What we keep of a call between two phones while it goes on: enough to tell which side speaks and
 * to end it for both, for example when its media has gone. Of the messages only a few values are
 * kept: transactions hold on to this for 32 s after the call's end.
 */
final class CallDialog {
  final String callId;
  final String callerTag;
  final Hop callerHop;
  final @Nullable Aor callerAor;
  final @Nullable Aor calleeAor;

  /** Who is behind the application on a side, or null: that is where its media goes. */
  @Nullable Hop callerBeyond;

  @Nullable Hop calleeBeyond;

  /** The trunk by which it came, or null. */
  @Nullable String fromTrunk;

  /** The user of ours who took the call, or null. */
  @Nullable Aor answeredBy;

  /** The first INVITE as long as it is being forwarded. */
  @Nullable ProxyEntry inviting;

  /** So many callees may speak in one call; further ones change nothing here. */
  private static final int CALLEES_MAX = 100;

  private final @Nullable String callerContact;
  private final Set<String> calleeTags = new HashSet<>(2);
  private final Set<String> answeringTags = new HashSet<>(2);
  private boolean answered;
  private @Nullable String answeringTag;
  private byte @Nullable [] answer;
  private @Nullable Hop calleeHop;
  private @Nullable String hopeless;
  private @Nullable String callerTarget;
  private @Nullable String calleeTarget;
  private long callerSequence;
  private long calleeSequence;

  CallDialog(
      SipRequest invite,
      String callerTag,
      Hop callerHop,
      @Nullable Aor callerAor,
      @Nullable Aor calleeAor) {
    this.callId = invite.callId();
    this.callerContact = firstContact(invite);
    this.callerTag = callerTag;
    this.callerHop = callerHop;
    this.callerAor = callerAor;
    this.calleeAor = calleeAor;
    this.callerSequence = invite.cseq().number();
  }

  /** A callee has spoken: a response to the first INVITE came, which makes a dialog (§12.1). */
  void heard(SipResponse response) {
    String tag = response.toTag();
    if (tag != null
        && response.status() > 100
        && response.status() < 300
        && calleeTags.size() < CALLEES_MAX) {
      calleeTags.add(tag);
      if (response.success()) {
        answeringTags.add(tag);
      }
    }
  }

  /**
   * True for a request with the tags of a dialog of this call (RFC 3261 §12): of any callee while
   * it rings, then of the one that has answered.
   */
  boolean has(SipRequest request) {
    String tag = calleeTag(request);
    return tag != null && (answered ? tag.equals(answeringTag) : calleeTags.contains(tag));
  }

  /** True for the tags of an early dialog that ended when another callee answered (§13.2.2.4). */
  boolean onlyRang(SipRequest request) {
    String tag = calleeTag(request);
    return answered && tag != null && calleeTags.contains(tag) && !answeringTags.contains(tag);
  }

  /** The callee's tag, of a request that has the caller's; null for another. */
  private @Nullable String calleeTag(SipRequest request) {
    if (callerTag.equals(request.fromTag())) {
      return request.toTag();
    }
    return callerTag.equals(request.toTag()) ? request.fromTag() : null;
  }

  void answered(SipResponse success, @Nullable Hop from) {
    if (!answered) {
      answered = true;
      answeringTag = success.toTag();
      answer = success.encoded(); // shared with what was sent
      calleeHop = from;
    }
  }

  /** The call is over: nobody will have to be told so any more. */
  void over() {
    answer = null;
  }

  /** Its answer cannot be used: it is to end as soon as it may. */
  void isHopeless(String why) {
    hopeless = why;
  }

  /** Why it is to end, or null. */
  @Nullable String hopeless() {
    return hopeless;
  }

  boolean isAnswered() {
    return answered;
  }

  /** Where the callee that answered is, or null before. */
  @Nullable Hop calleeHop() {
    return calleeHop;
  }

  /** Who gets a request of this dialog. */
  Side towards(SipRequest request) {
    return callerTag.equals(request.fromTag()) ? Side.CALLEE : Side.CALLER;
  }

  /** The user of ours who has sent a request of this dialog, by both tags; null for none. */
  @Nullable Aor sender(SipRequest request) {
    if (callerTag.equals(request.fromTag())) {
      return callerAor;
    }
    return callerTag.equals(request.toTag()) ? answeredBy : null;
  }

  /** The user of ours whom a request of this dialog is for, or null. */
  @Nullable Aor receiver(SipRequest request) {
    return userOf(towards(request));
  }

  /** The user of ours whose side it is, or null. */
  @Nullable Aor userOf(Side side) {
    return side == Side.CALLER ? callerAor : answeredBy;
  }

  /** A side has said where it is now (target refresh, RFC 3261 §12.2). */
  void moved(Side side, SipUri target) {
    if (side == Side.CALLER) {
      callerTarget = NextHop.key(target);
    } else {
      calleeTarget = NextHop.key(target);
    }
  }

  /** True when the side is there, as far as it has said so. */
  boolean isAt(Side side, SipUri target) {
    return NextHop.key(target).equals(side == Side.CALLER ? callerTarget : calleeTarget);
  }

  /** Where the messages of a side come from; null for a callee that has not answered. */
  @Nullable Hop hopOf(Side side) {
    return side == Side.CALLER ? callerHop : calleeHop;
  }

  /** A request of the dialog has passed: ours must have higher numbers (RFC 3261 §12.2.1.1). */
  void passed(SipRequest request) {
    long number = request.cseq().number();
    if (towards(request) == Side.CALLEE) {
      callerSequence = Math.max(callerSequence, number);
    } else {
      calleeSequence = Math.max(calleeSequence, number);
    }
  }

  /**
   * The BYE as the other side would send it (RFC 3261 §15.1.1), and where it goes.
   *
   * @param reason a Reason header's value (RFC 3326)
   * @return null when the call was not answered or is over, or a side has not said where it is
   */
  @Nullable NextHop bye(Side to, String reason, DialogRoute routes, Instant now) {
    byte[] bytes = answer;
    SipMessage its = bytes == null ? null : MessageParser.parse(bytes, 0, bytes.length);
    if (its == null) {
      return null;
    }
    boolean toCallee = to == Side.CALLEE;
    String contact = toCallee ? firstContact(its) : callerContact;
    if (contact == null) {
      return null;
    }
    String caller = its.mandatory(HeaderName.FROM);
    String callee = its.mandatory(HeaderName.TO);
    // §12.1: the caller's route set is the recorded one in reverse order.
    List<String> route = new ArrayList<>(its.values(HeaderName.RECORD_ROUTE));
    Edit<SipRequest> bye = SipRequest.create(Method.BYE, Grammar.nameAddr(contact).uri().text());
    for (String each : fromUs(toCallee ? route.reversed() : route, its, routes, now)) {
      bye.add(HeaderName.ROUTE, each);
    }
    bye.add(HeaderName.MAX_FORWARDS, "70")
        .add(HeaderName.FROM, toCallee ? caller : callee)
        .add(HeaderName.TO, toCallee ? callee : caller)
        .add(HeaderName.CALL_ID, callId)
        .add(HeaderName.CSEQ, ((toCallee ? callerSequence : calleeSequence) + 1) + " BYE")
        .add(HeaderName.REASON, reason)
        .add(HeaderName.CONTENT_LENGTH, "0");
    return NextHop.of(bye.done(), routes, now);
  }

  private static @Nullable String firstContact(SipMessage message) {
    List<String> contacts = message.values(HeaderName.CONTACT);
    return contacts.isEmpty() ? null : contacts.getFirst();
  }

  /** The route without the proxies between the other side and us: we are past them. */
  private static List<String> fromUs(
      List<String> route, SipMessage of, DialogRoute routes, Instant now) {
    for (int i = 0; i < route.size(); i++) {
      if (routes.read(Grammar.nameAddr(route.get(i)).uri(), of, now)
          instanceof DialogRoute.Reading.Genuine) {
        return route.subList(i, route.size());
      }
    }
    return route;
  }
}
