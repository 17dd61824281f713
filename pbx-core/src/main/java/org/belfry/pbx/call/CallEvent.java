package org.belfry.pbx.call;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** What happens to a call of ours. */
public sealed interface CallEvent extends Event {

  /**
   * It begins.
   *
   * @param invite what leg 0 was called with, or null for a call that we make ourselves
   */
  record Began(@Nullable SipRequest invite) implements CallEvent {}

  /** One of its legs has something to say. */
  record Heard(int leg, LegNews news) implements CallEvent {}

  /**
   * What {@link CallEffect.Sound} came to.
   *
   * @param offer the leg's
   * @param answer empty when it cannot sound
   */
  record Sounded(int leg, Content offer, Content answer) implements CallEvent {}

  /**
   * What {@link CallEffect.Describe} came to.
   *
   * @param ours what we say to it; empty when nothing has to be said
   * @param refused why it leads to no sound, or null
   */
  record Described(CallEffect.Describe asked, Content ours, LegSound.@Nullable Unusable refused)
      implements CallEvent {}

  /** A timer that the program started. */
  record TimerFired(String timer) implements CallEvent {}

  /**
   * Somebody calls to take the place of one of its legs (RFC 3891); the newcomer is leg {@code
   * newcomer}, called and not answered.
   *
   * @param earlyOnly true when an answered leg must not be replaced (RFC 3891 §3)
   */
  record Replaced(int leg, int newcomer, SipRequest invite, boolean earlyOnly)
      implements CallEvent {}

  /** An administrator or a user wants something of it. */
  sealed interface CallCommand extends CallEvent {}

  /** The call is to end, for everybody. */
  record HangUp(String why) implements CallCommand {}

  /** Everybody but the far end waits, with music; or they talk again. */
  record Hold(boolean held) implements CallCommand {}

  /**
   * Another takes the place of leg {@code leg}.
   *
   * @param uri whom the call goes to
   */
  record Transfer(int leg, String uri) implements CallCommand {}

  /**
   * A thread that leads a call says something; nothing to a program without one.
   *
   * @param speaker whose thread; other programs of the same Call-ID hear it too
   */
  record ProgramCommand(Object speaker, Object word) implements CallCommand {}
}
