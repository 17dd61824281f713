package org.belfry.pbx.trace;

import java.time.Instant;

/**
 * Something that happened in a call and was no message: why its sound is transcoded, say.
 *
 * @param after how many messages of the call had been noted before it
 * @param text one sentence
 */
public record TraceNote(int after, Instant at, String text) {
  /** How the note of a request begins that was stopped before it was routed. */
  public static final String STOPPED = "stopped by gate ";
}
