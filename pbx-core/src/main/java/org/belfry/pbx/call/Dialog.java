package org.belfry.pbx.call;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * What two user agents know of each other while they talk (RFC 3261 §12).
 *
 * @param local our From, with our tag
 * @param remote their To, with their tag once they have one
 * @param target the URI that requests are for: their latest Contact
 * @param route the Routes that requests carry
 * @param localSequence CSeq of our latest request
 * @param remoteSequence CSeq of their latest request; -1 before the first
 */
public record Dialog(
    String callId,
    String local,
    String localTag,
    String remote,
    String remoteTag,
    String target,
    List<String> route,
    long localSequence,
    long remoteSequence) {

  public Dialog {
    route = List.copyOf(route);
  }

  /** As the one who was called (§12.1.1). */
  static Dialog called(SipRequest invite, String localTag) {
    String remoteTag = invite.fromTag();
    return new Dialog(
        invite.callId(),
        Grammar.withTag(invite.mandatory(HeaderName.TO), localTag),
        localTag,
        invite.mandatory(HeaderName.FROM),
        remoteTag == null ? "" : remoteTag,
        target(invite, Grammar.nameAddr(invite.mandatory(HeaderName.FROM)).uri().text()),
        invite.values(HeaderName.RECORD_ROUTE),
        0,
        invite.cseq().number());
  }

  /** As the one who calls, by a response with a To tag (§12.1.2). */
  static Dialog calling(SipRequest invite, SipResponse response, long localSequence) {
    String localTag = invite.fromTag();
    String remoteTag = response.toTag();
    return new Dialog(
        invite.callId(),
        invite.mandatory(HeaderName.FROM),
        localTag == null ? "" : localTag,
        response.mandatory(HeaderName.TO),
        remoteTag == null ? "" : remoteTag,
        readable(response, invite.uriText()),
        response.values(HeaderName.RECORD_ROUTE).reversed(),
        localSequence,
        -1);
  }

  /** The Contact of a message, or the target known before (§12.2.1.2). */
  private static String target(SipMessage message, String before) {
    List<String> contacts = message.values(HeaderName.CONTACT);
    return contacts.isEmpty() ? before : Grammar.nameAddr(contacts.getFirst()).uri().text();
  }

  /**
   * The same of a response, which nobody can refuse: a Contact that cannot be read is none.
   * Requests go on where the first one went, so that the far end is acknowledged and released.
   */
  private static String readable(SipResponse response, String before) {
    try {
      return target(response, before);
    } catch (MalformedHeader e) {
      return before;
    }
  }

  /** The same after a target refresh (§12.2). */
  Dialog refreshed(SipMessage message) {
    String now =
        message instanceof SipResponse response
            ? readable(response, target)
            : target(message, target);
    return now.equals(target) ? this : with(now, localSequence, remoteSequence);
  }

  Dialog heard(long sequence) {
    return with(target, localSequence, Math.max(sequence, remoteSequence));
  }

  Dialog next() {
    return with(target, localSequence + 1, remoteSequence);
  }

  /** The dialog of another branch of ours: the same but for our tag. */
  Dialog forked(String tag) {
    return new Dialog(
        callId,
        local.replace(";tag=" + localTag, ";tag=" + tag),
        tag,
        remote,
        remoteTag,
        target,
        route,
        localSequence,
        remoteSequence);
  }

  private Dialog with(String newTarget, long ours, long theirs) {
    return new Dialog(callId, local, localTag, remote, remoteTag, newTarget, route, ours, theirs);
  }
}
