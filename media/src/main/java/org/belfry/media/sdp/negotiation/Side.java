package org.belfry.media.sdp.negotiation;

/** One of the two dialogs that a call's media connects. A is the one that called. */
public enum Side {
  A,
  B;

  public Side other() {
    return this == A ? B : A;
  }
}
