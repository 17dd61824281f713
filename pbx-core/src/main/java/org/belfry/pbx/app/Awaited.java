package org.belfry.pbx.app;

/** What {@link VoiceCall#await} came to. */
public sealed interface Awaited {

  /** A key was pressed. What plays goes on. */
  record Pressed(char key) implements Awaited {}

  /** All is played. */
  record Played() implements Awaited {}

  /** Somebody said this by {@link VoiceCall#tell}. */
  record Told(Object message) implements Awaited {}

  record TimedOut() implements Awaited {}

  /** The caller is gone. */
  record Gone() implements Awaited {}
}
