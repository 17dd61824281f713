package org.belfry.pbx.proxy;

import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a forked request (RFC 3261 §16.7).
 *
 * @param index its place among all attempts of the request
 * @param group its place in the series; groups are tried one after the other
 * @param depth how many redirects led here
 * @param breadth how many of the request's places it has got; 0 for one that leads nowhere on
 * @param ringing true once a provisional response came, so that CANCEL may be sent (§9.1)
 * @param cancelAsked true once we no longer want it
 * @param replaced true when something else was tried in its place, so that its answer is no longer
 *     of interest to the caller: a redirect that was followed, a flow that was dead
 * @param answer its final response, real or made up by us (408, 503), or null while it runs
 */
record Branch(
    int index,
    Target target,
    int group,
    int depth,
    int breadth,
    boolean ringing,
    boolean cancelAsked,
    boolean replaced,
    @Nullable SipResponse answer) {

  static Branch started(int index, Target target) {
    return started(index, target, 0, 0, 1);
  }

  static Branch started(int index, Target target, int group, int depth, int breadth) {
    return new Branch(index, target, group, depth, breadth, false, false, false, null);
  }

  boolean running() {
    return answer == null;
  }

  Branch withRinging() {
    return ringing
        ? this
        : new Branch(index, target, group, depth, breadth, true, cancelAsked, replaced, answer);
  }

  Branch withCancelAsked() {
    return new Branch(index, target, group, depth, breadth, ringing, true, replaced, answer);
  }

  Branch answered(SipResponse response) {
    return new Branch(
        index, target, group, depth, breadth, ringing, cancelAsked, replaced, response);
  }

  Branch replacedBy(SipResponse response) {
    return new Branch(index, target, group, depth, breadth, ringing, cancelAsked, true, response);
  }
}
