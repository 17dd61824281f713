package org.belfry.media.ice;

import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.StunMessage;

/**
 * Who nominates, and how a conflict about it ends (RFC 8445 §7.3.1.1): whose tie-breaker is larger
 * controls.
 */
final class Role {
  private final boolean fixed;
  private final long tieBreaker;
  private boolean controlling;

  /** What a request's role attribute means for us. */
  enum Verdict {
    AGREED,
    /** We have changed sides. */
    SWITCHED,
    /** The far end has to: 487. */
    CONFLICT
  }

  private Role(boolean controlling, boolean fixed, long tieBreaker) {
    this.controlling = controlling;
    this.fixed = fixed;
    this.tieBreaker = tieBreaker;
  }

  static Role of(boolean controlling, long tieBreaker) {
    return new Role(controlling, false, tieBreaker);
  }

  /** A lite agent's: whoever checks controls (RFC 8445 §6.1.1). */
  static Role controlledForGood() {
    return new Role(false, true, 0);
  }

  boolean controlling() {
    return controlling;
  }

  /** The far end is lite, so the checks are ours. */
  void control() {
    controlling = true;
  }

  Verdict judge(StunMessage request) {
    AttributeType ours = controlling ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED;
    if (!request.has(ours)) {
      return Verdict.AGREED;
    }
    boolean larger = Long.compareUnsigned(tieBreaker, request.number(ours, 0)) >= 0;
    boolean weControl = larger && !fixed;
    if (weControl == controlling) {
      return Verdict.CONFLICT;
    }
    controlling = weControl;
    return Verdict.SWITCHED;
  }

  /**
   * The far end answered 487 (RFC 8445 §7.2.5.1).
   *
   * @param then the role we had when we asked
   */
  void refused(boolean then) {
    if (!fixed && controlling == then) {
      controlling = !then;
    }
  }

  StunMessage sign(StunMessage request) {
    return request.with(
        controlling ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED, tieBreaker);
  }
}
