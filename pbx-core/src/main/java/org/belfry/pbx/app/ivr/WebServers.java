package org.belfry.pbx.app.ivr;

import java.time.Duration;
import java.util.Map;

/** Asks web servers what an attendant is to do: a port. Called on the thread of a call. */
@FunctionalInterface
public interface WebServers {

  /**
   * Waits for the answer, but not longer than {@code patience}.
   *
   * @param values what is known of the call
   * @return {@link Heard.Answer} or {@link Heard.NoAnswer}
   */
  Heard ask(String url, Map<String, String> values, Duration patience);
}
