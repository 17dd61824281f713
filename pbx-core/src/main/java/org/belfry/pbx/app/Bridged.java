package org.belfry.pbx.app;

import java.time.Duration;

/** What {@link VoiceCall#bridge} came to. */
public sealed interface Bridged {

  /**
   * They talked, and the other one has hung up; the caller is still there.
   *
   * @param destination who it was, as given
   */
  record Talked(String destination, Duration length) implements Bridged {}

  /** All are busy. */
  record Busy() implements Bridged {}

  /** Nobody answered in time, or nobody confirmed. */
  record NoAnswer() implements Bridged {}

  /** The best of the answers, when none of the above. */
  record Refused(int status, String reason) implements Bridged {}

  /**
   * The caller is gone.
   *
   * @param destination with whom it talked until then; empty when it had not
   * @param length how long
   */
  record Gone(String destination, Duration length) implements Bridged {
    /** True when the two had talked. */
    public boolean talked() {
      return !destination.isEmpty();
    }
  }
}
