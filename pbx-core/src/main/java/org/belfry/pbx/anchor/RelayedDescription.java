package org.belfry.pbx.anchor;

import org.jspecify.annotations.Nullable;

/**
 * A session description that passes from one side of a call to the other.
 *
 * @param towards who gets it
 * @param branch which branch of the first INVITE, or null inside a dialog
 * @param calleeTag the callee's tag, or null as long as the callee has not answered
 * @param kind what RFC 3264 it is
 * @param from who says it
 * @param to who gets it
 */
public record RelayedDescription(
    String callId,
    Side towards,
    @Nullable String branch,
    @Nullable String calleeTag,
    Kind kind,
    FarEnd from,
    FarEnd to,
    byte[] body) {

  public enum Side {
    CALLER,
    CALLEE;

    public Side other() {
      return this == CALLER ? CALLEE : CALLER;
    }
  }

  public enum Kind {
    OFFER,
    ANSWER,
    /** In PRACK, an answer when an offer is open, else an offer (RFC 3262 §5). */
    EITHER
  }
}
