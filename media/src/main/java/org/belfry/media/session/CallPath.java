package org.belfry.media.session;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.Agreement;
import org.belfry.media.sdp.negotiation.CallNegotiation;
import org.belfry.media.sdp.negotiation.CallNegotiation.Where;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.SideProfile;
import org.jspecify.annotations.Nullable;

/** One way from the caller to a callee: a branch before its answer, one of its dialogs after. */
final class CallPath {
  static final Where HERE = new Where("", null);

  final String branch;
  final SessionSide callee;
  final Map<Integer, Bridge> bridges = new HashMap<>();
  final Map<Side, SessionDescription> offers = new EnumMap<>(Side.class);
  final Map<Side, byte[]> told = new EnumMap<>(Side.class);
  final long sessionOfA;
  final long sessionOfB;
  @Nullable CallNegotiation negotiation;
  @Nullable SideProfile profileA;
  @Nullable SideProfile profileB;
  @Nullable Side lastFrom;
  boolean lastAnswered;
  byte[] lastIn = {};
  byte[] lastOut = {};

  CallPath(String branch, SessionSide callee, long sessionOfA, long sessionOfB) {
    this.branch = branch;
    this.callee = callee;
    this.sessionOfA = sessionOfA;
    this.sessionOfB = sessionOfB;
  }

  /**
   * Another dialog of the same branch goes on from the same offer. For the caller it is a session
   * of its own, or it would take the second answer for the first one again.
   */
  CallPath fork(long sessionForCaller) {
    CallPath path = new CallPath(branch, callee, sessionForCaller, sessionOfB);
    path.negotiation = negotiation;
    path.profileA = profileA;
    path.profileB = profileB;
    path.offers.putAll(offers);
    return path;
  }

  SideProfile profile(Side side) {
    SideProfile profile = side == Side.A ? profileA : profileB;
    if (profile == null) {
      throw new IllegalStateException("nothing was offered yet");
    }
    return profile;
  }

  long session(Side side) {
    return side == Side.A ? sessionOfA : sessionOfB;
  }

  boolean awaitsAnswer(Side from) {
    return negotiation != null && negotiation.awaitsAnswer(HERE, from);
  }

  @Nullable Agreement agreement() {
    return negotiation == null ? null : negotiation.agreement(HERE);
  }
}
