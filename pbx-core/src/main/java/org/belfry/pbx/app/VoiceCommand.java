package org.belfry.pbx.app;

import org.belfry.pbx.call.LegSound;
import org.belfry.pbx.call.Payer;

/** What the thread of a program wants of the lane of its call. */
sealed interface VoiceCommand {

  record Ring() implements VoiceCommand {}

  record Answer() implements VoiceCommand {}

  record Refuse(int status, String reason) implements VoiceCommand {}

  record HangUp(String why) implements VoiceCommand {}

  /**
   * The call goes there for good.
   *
   * @param payer whose class of service counts
   */
  record Transfer(String destination, Payer payer) implements VoiceCommand {}

  /** Call somebody, with this sound. */
  record Call(int leg, String destination, Payer payer, LegSound sound) implements VoiceCommand {}

  /** Hang up on somebody we called. */
  record Drop(int leg) implements VoiceCommand {}

  /** The caller can no longer be replaced (RFC 3891). */
  record Keep() implements VoiceCommand {}

  /** What came of a REFER of the caller's. */
  record Referred(int status, String reason) implements VoiceCommand {}

  /** Somebody we called is not heard any more. */
  record Lost(int leg, String why) implements VoiceCommand {}

  /**
   * The program is over.
   *
   * @param failed true when it ended by its own fault
   */
  record Finish(boolean failed) implements VoiceCommand {}
}
