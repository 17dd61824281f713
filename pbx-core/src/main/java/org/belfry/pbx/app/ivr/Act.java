package org.belfry.pbx.app.ivr;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/** What is done with the caller now; what came of it is {@link Heard}. */
public sealed interface Act {

  /**
   * Say this. {@link Heard.Said} follows.
   *
   * @param language in which this and all later acts are said; null for the one before
   */
  record Say(List<Line> lines, boolean skippable, @Nullable String language) implements Act {
    Say(List<Line> lines, boolean skippable) {
      this(lines, skippable, null);
    }
  }

  /**
   * Say this and take keys meanwhile and afterwards. {@link Heard.Keys} or {@link Heard.Silence}
   * follows.
   *
   * @param max so many are enough
   * @param pound whether {@code #} ends them, and does not count
   * @param patience for the first key, after all is said
   */
  record Gather(List<Line> lines, int max, boolean pound, Duration patience) implements Act {}

  /** Say this, record the caller, put it into the mailbox. {@link Heard.Recorded} follows. */
  record Recording(List<Line> lines, Duration longest, Destination.Mailbox mailbox)
      implements Act {}

  /** Ask a web server. {@link Heard.Answer} or {@link Heard.NoAnswer} follows. */
  record Ask(String url, Map<String, String> values, Duration patience) implements Act {}

  /**
   * Hand the call on.
   *
   * @param last whether nothing comes after it: else {@link Heard.Untaken} follows when nobody
   *     takes the call
   */
  record Send(Destination to, boolean last) implements Act {}

  /** Say this and hang up. */
  record HangUp(List<Line> lines) implements Act {}
}
