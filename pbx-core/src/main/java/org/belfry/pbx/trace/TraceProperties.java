package org.belfry.pbx.trace;

import java.time.Duration;

/**
 * How much is remembered of calls. Everything is bounded; a trace is never a reason to refuse a
 * call.
 *
 * @param bytes all messages of one lane's calls together, 0 to keep no traces; a quarter of it on
 *     top is for INVITEs that never became a call
 * @param calls traces of one lane, 1 or more
 * @param messagesPerCall above it the middle of a call is left out, {@code firstMessages} + 1 or
 *     more
 * @param firstMessages how a call began; kept until the trace goes, 0 or more
 * @param bytesPerCall above it the oldest of the later messages go
 * @param bytesPerMessage a longer message is cut off
 * @param keptFor how long a trace stays after its call's last message
 */
public record TraceProperties(
    long bytes,
    int calls,
    int messagesPerCall,
    int firstMessages,
    int bytesPerCall,
    int bytesPerMessage,
    Duration keptFor) {

  /** For {@code bytes} in a lane: 200 messages a call, the first 20 of them for good, an hour. */
  public static TraceProperties of(long bytes) {
    return new TraceProperties(bytes, 20_000, 200, 20, 512 << 10, 16 << 10, Duration.ofHours(1));
  }

  public TraceProperties {
    if (bytes < 0 || calls < 1 || firstMessages < 0 || messagesPerCall <= firstMessages) {
      throw new IllegalArgumentException("a trace needs room for a message");
    }
  }
}
