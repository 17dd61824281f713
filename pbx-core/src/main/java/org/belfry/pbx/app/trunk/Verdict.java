package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.app.trunk.TrunkState.Problem;
import org.jspecify.annotations.Nullable;

/** What a final response means for a trunk. */
sealed interface Verdict {

  /**
   * @param lasts how long it is good for; zero without a registration
   */
  record Good(Duration lasts, List<String> serviceRoute) implements Verdict {}

  /** Credentials are asked for. */
  record Challenge() implements Verdict {}

  /** 423: ask for this long. */
  record Longer(Duration least) implements Verdict {}

  /** This server cannot now; another one perhaps, or this one later. */
  record TryElsewhere(Problem problem, @Nullable Duration retryAfter) implements Verdict {}

  /** It will say the same again until somebody changes something. */
  record Refused(Problem problem, @Nullable Duration retryAfter) implements Verdict {}
}
