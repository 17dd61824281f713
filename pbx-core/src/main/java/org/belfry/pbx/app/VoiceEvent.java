package org.belfry.pbx.app;

/** What the thread of a program is told: by the lane of its call, by media, by others. */
sealed interface VoiceEvent {
  /** The one at the other end of the call that the program was begun for. */
  int CALLER = 0;

  /** The call is there. */
  record Began() implements VoiceEvent {}

  /** It is answered, and sounds. */
  record Connected() implements VoiceEvent {}

  /** The caller has gone, or is sent away; whatever the reason, nothing follows. */
  record HungUp(String why) implements VoiceEvent {}

  /**
   * Somebody else is at the other end now (RFC 3891).
   *
   * @param party as a From value without a tag
   */
  record Exchanged(String party) implements VoiceEvent {}

  record Pressed(int leg, char key) implements VoiceEvent {}

  record Played(int leg, long order) implements VoiceEvent {}

  record Silent() implements VoiceEvent {}

  record Recording(Recorded result) implements VoiceEvent {}

  /** Somebody we called has answered, and sounds. */
  record Answered(int leg) implements VoiceEvent {}

  /**
   * Somebody we called does not take it, or has hung up.
   *
   * @param status of the refusal; 0 when it had answered
   */
  record Ended(int leg, int status, String reason) implements VoiceEvent {}

  /** Nobody is to be rung any more. */
  record RungEnough() implements VoiceEvent {}

  record Told(Object message) implements VoiceEvent {}
}
