package org.belfry.pbx.app;

import org.belfry.pbx.call.LegSound;
import org.belfry.pbx.call.Payer;

/** What the thread of a program wants of the lane of its call. */
sealed interface VoiceWord {

  record Ring() implements VoiceWord {}

  record Answer() implements VoiceWord {}

  record Refuse(int status, String reason) implements VoiceWord {}

  record HangUp(String why) implements VoiceWord {}

  /**
   * The call goes there for good.
   *
   * @param payer whose class of service counts
   */
  record Transfer(String destination, Payer payer) implements VoiceWord {}

  /** Call somebody, with this sound. */
  record Call(int leg, String destination, Payer payer, LegSound sound) implements VoiceWord {}

  /** Hang up on somebody we called. */
  record Drop(int leg) implements VoiceWord {}

  /** The caller can no longer be replaced (RFC 3891). */
  record Keep() implements VoiceWord {}

  /** What came of a REFER of the caller's. */
  record Referred(int status, String reason) implements VoiceWord {}

  /** Somebody we called is not heard any more. */
  record Lost(int leg, String why) implements VoiceWord {}

  /**
   * The program is over.
   *
   * @param failed true when it ended by its own fault
   */
  record Finish(boolean failed) implements VoiceWord {}
}
