package org.belfry.pbx.app.conference;

import org.belfry.pbx.engine.Event;

/** What happens to a conference. */
public sealed interface ConferenceEvent extends Event {

  /** Somebody who may come in is there; whether it is muted and waits is decided by the focus. */
  record Came(Member who) implements ConferenceEvent {}

  /** A call is over. */
  record Left(String id) implements ConferenceEvent {}

  /** A participant pressed * and this key. */
  record Keyed(String id, char key) implements ConferenceEvent {}

  record Mute(String id, boolean on) implements ConferenceEvent {}

  /** Everybody but the moderators. */
  record MuteAll(boolean on) implements ConferenceEvent {}

  record Lock(boolean on) implements ConferenceEvent {}

  record Kick(String id) implements ConferenceEvent {}

  record Recorded(boolean on) implements ConferenceEvent {}

  /** Everybody has to go. */
  record End() implements ConferenceEvent {}
}
