package org.belfry.pbx.proxy;

import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a forked request (RFC 3261 §16.7).
 *
 * @param index its place in the target set
 * @param ringing true once a provisional response came, so that CANCEL may be sent (§9.1)
 * @param cancelAsked true once we no longer want it
 * @param answer its final response, real or made up by us (408, 503), or null while it runs
 */
record Branch(
    int index, Target target, boolean ringing, boolean cancelAsked, @Nullable SipResponse answer) {

  static Branch started(int index, Target target) {
    return new Branch(index, target, false, false, null);
  }

  boolean running() {
    return answer == null;
  }

  Branch withRinging() {
    return ringing ? this : new Branch(index, target, true, cancelAsked, answer);
  }

  Branch withCancelAsked() {
    return new Branch(index, target, ringing, true, answer);
  }

  Branch answered(SipResponse response) {
    return new Branch(index, target, ringing, cancelAsked, response);
  }
}
