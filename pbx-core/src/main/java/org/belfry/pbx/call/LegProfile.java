package org.belfry.pbx.call;

import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * How a leg presents itself.
 *
 * @param agent User-Agent and Server
 * @param contact the URI that the far end sends its requests to
 * @param allow the methods we take (RFC 3261 §20.5)
 * @param reliable true to say that we know reliable provisionals (RFC 3262)
 * @param signer answers challenges, or null when there is no password
 * @param marks parameters of our Contact that say what we are (RFC 3840 §9), each with its
 *     semicolon; empty for none
 */
public record LegProfile(
    String agent,
    String contact,
    String allow,
    boolean reliable,
    @Nullable Signer signer,
    LegLimits limits,
    String marks) {

  /** One that says nothing of what it is. */
  public LegProfile(
      String agent,
      String contact,
      String allow,
      boolean reliable,
      @Nullable Signer signer,
      LegLimits limits) {
    this(agent, contact, allow, reliable, signer, limits, "");
  }

  /** What a B2BUA's legs take. */
  public static final String EVERYTHING =
      "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY, MESSAGE";

  /** The same towards those who shall not transfer our calls: a provider. */
  public static final String NO_TRANSFER = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO";

  /** The Contact field's value. */
  public String contactField() {
    return "<" + contact + ">" + marks;
  }

  /** Answers challenges (RFC 3261 §22). */
  @FunctionalInterface
  public interface Signer {
    /**
     * The request with credentials for this challenge.
     *
     * @param request the one that was challenged, with the CSeq it is to have now
     * @return null when there is no answer: no password, or this one is wrong
     */
    @Nullable SipRequest sign(SipRequest request, SipResponse challenge);
  }
}
