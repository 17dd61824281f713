package org.belfry.pbx.app.ivr;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of an {@link Act}. A caller who hangs up needs no walk any more. */
public sealed interface Heard {
  record Said() implements Heard {}

  /**
   * @param keys at least one of {@code 0} to {@code 9}, {@code *}, {@code #}
   */
  record Keys(String keys) implements Heard {}

  /** Nothing was pressed. */
  record Silence() implements Heard {}

  record Recorded() implements Heard {}

  /**
   * A web server has answered.
   *
   * @param next the node it names, or null
   * @param set values it sets
   */
  record Answer(@Nullable String next, Map<String, String> set) implements Heard {}

  /**
   * @param why a few words for the log
   */
  record NoAnswer(String why) implements Heard {}

  /** Nobody took the call that was handed on. */
  record Untaken() implements Heard {}
}
