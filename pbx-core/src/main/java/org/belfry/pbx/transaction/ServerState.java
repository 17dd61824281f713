package org.belfry.pbx.transaction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * States of both server machines. They hold bytes, not messages: a message would pin the buffer it
 * came in.
 */
public sealed interface ServerState {

  /** Non-INVITE: nothing has been answered yet (§17.2.2). */
  record Trying() implements ServerState {}

  /**
   * INVITE from the start, non-INVITE after a provisional.
   *
   * @param lastProvisional what a retransmitted request gets; null when nothing was sent yet
   */
  record Proceeding(byte @Nullable [] lastProvisional) implements ServerState {}

  /**
   * A final response was sent: for INVITE a non-2xx that waits for its ACK.
   *
   * @param nextInterval Timer G's next interval; zero when it does not run
   */
  record Completed(byte[] response, Duration nextInterval) implements ServerState {}

  /** INVITE: the ACK has come (§17.2.1). */
  record Confirmed() implements ServerState {}

  /** INVITE: a 2xx was sent (RFC 6026 §7.1). */
  record Accepted() implements ServerState {}

  record Terminated() implements ServerState {}
}
