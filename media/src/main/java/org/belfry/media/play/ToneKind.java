package org.belfry.media.play;

/** The tones that a caller hears (ITU-T E.182), and the beep of a voicemail. */
public enum ToneKind {
  DIAL,
  RINGBACK,
  BUSY,
  /** No line, no circuit; "fast busy". */
  CONGESTION,
  /** Somebody else calls; heard by who is talking. */
  CALL_WAITING,
  /** Three rising tones before an announcement (ITU-T E.180 §7). */
  SPECIAL_INFORMATION,
  /** Speak now. */
  BEEP
}
