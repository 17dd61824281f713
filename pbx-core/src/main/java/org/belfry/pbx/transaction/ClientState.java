package org.belfry.pbx.transaction;

import java.time.Duration;
import org.belfry.pbx.sip.message.SipRequest;

/** States of both client machines. */
public sealed interface ClientState {

  /**
   * INVITE: sent, nothing heard (§17.1.1.2).
   *
   * @param nextInterval Timer A's next interval
   */
  record Calling(SipRequest request, Duration nextInterval) implements ClientState {}

  /**
   * Non-INVITE: sent, nothing heard (§17.1.2.2).
   *
   * @param nextInterval Timer E's next interval
   */
  record Trying(byte[] request, Duration nextInterval) implements ClientState {}

  /** INVITE: a provisional came; the request is kept to build the ACK from. */
  record InviteProceeding(SipRequest request) implements ClientState {}

  /** Non-INVITE: a provisional came; the request is kept to be sent again. */
  record Proceeding(byte[] request) implements ClientState {}

  /** INVITE: a non-2xx came and was acknowledged with this. */
  record InviteCompleted(byte[] ack) implements ClientState {}

  /** Non-INVITE: the final response came. */
  record Completed() implements ClientState {}

  /** INVITE: a 2xx came (RFC 6026 §7.2). */
  record Accepted() implements ClientState {}

  record Terminated() implements ClientState {}
}
