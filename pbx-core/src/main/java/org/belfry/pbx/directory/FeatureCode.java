package org.belfry.pbx.directory;

import java.util.HashMap;
import java.util.Map;

/** What a code that is dialled does; a code may be followed by a number. */
public enum FeatureCode {
  /** Picks up a call of the own pickup group, or of the extension that follows. */
  PICKUP("*8"),
  /** Parks the other party of the own call, or takes the slot that follows. */
  PARK("*5"),
  VOICEMAIL("*97"),
  /** Leaves a message without ringing: followed by an extension. */
  TO_VOICEMAIL("*98"),
  DO_NOT_DISTURB("*78"),
  /** Forwards all calls to the number that follows; without one, ends it. */
  FORWARD_ALWAYS("*72"),
  FORWARD_BUSY("*90"),
  FORWARD_NO_ANSWER("*92"),
  /** The night switch: the schedule's number may follow. */
  NIGHT_SWITCH("*28"),
  /** Speaks through the phone of the extension that follows. */
  INTERCOM("*80"),
  /** Speaks through all phones of the paging group that follows. */
  PAGE("*81"),
  ECHO("*43"),
  /** Hides the caller's number for the number that follows. */
  ANONYMOUS_CALL("*67"),
  CONFERENCE("*88"),
  QUEUE_LOGIN("*45"),
  QUEUE_PAUSE("*46"),
  /** Begins or ends the recording of the call that the own user is in. */
  RECORDING("*47");

  private final String usual;

  FeatureCode(String usual) {
    this.usual = usual;
  }

  /** The code that it has until somebody changes it. */
  public String usual() {
    return usual;
  }

  /** All with their usual codes. */
  public static Map<String, FeatureCode> defaults() {
    Map<String, FeatureCode> all = new HashMap<>();
    for (FeatureCode each : values()) {
      all.put(each.usual, each);
    }
    return all;
  }
}
