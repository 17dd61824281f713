package org.belfry.media.session;

/** What a description is, as far as signalling can tell. */
public enum Kind {
  OFFER,
  ANSWER,
  /** An answer when the other side's offer waits for one, else an offer (RFC 3262 §5). */
  EITHER
}
