package org.belfry.pbx.doctor;

import java.util.Arrays;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.doctor.CallFinding.Leg;
import org.belfry.pbx.doctor.Rule.Hit;
import org.jspecify.annotations.Nullable;

/** How providers refuse calls. */
final class TrunkRules {
  static final List<Rule> ALL =
      List.of(
          Rule.error("trunk_full", e -> note(e, "all channels of the trunk")),
          Rule.error("trunk_down", e -> note(e, "the trunk ", " is not available")),
          Rule.error("trunk_password", e -> refused(e, 401, 407)),
          Rule.error("trunk_forbidden", e -> refused(e, 403)),
          Rule.warning("trunk_unknown_number", e -> refused(e, 404, 410, 604)),
          Rule.warning("trunk_incomplete", e -> refused(e, 484)),
          Rule.error("trunk_timeout", e -> refused(e, 408)),
          Rule.warning("trunk_unavailable", e -> refused(e, 480)),
          Rule.note("trunk_busy", e -> refused(e, 486, 600)),
          Rule.error("trunk_media", e -> refused(e, 415, 488, 606)),
          Rule.error("trunk_overloaded", e -> refused(e, 503)),
          Rule.error("trunk_failed", e -> refused(e, 500, 501, 502, 504, 505, 513)),
          Rule.warning("trunk_declined", e -> refused(e, 603, 607, 608)),
          Rule.warning("trunk_loop", e -> refused(e, 482, 483)));

  private TrunkRules() {}

  /** True for a call that a provider refused: the ending says no more than that. */
  static boolean speak(Evidence e) {
    return ALL.stream().anyMatch(rule -> rule.look().at(e) != null);
  }

  private static @Nullable Hit refused(Evidence e, int... statuses) {
    if (note(e, "all channels of the trunk") != null
        || note(e, "the trunk ", " is not available") != null) {
      return null;
    }
    for (Attempt attempt : e.call().attempts()) {
      String step = attempt.step();
      if (step != null
          && step.startsWith("outside ")
          && Arrays.stream(statuses).anyMatch(status -> status == attempt.status())) {
        return new Hit(Leg.TRUNK, attempt.status() + ", " + step);
      }
    }
    return null;
  }

  private static @Nullable Hit note(Evidence e, String... words) {
    String note = e.note(words[words.length - 1]);
    return note != null && note.contains(words[0]) ? new Hit(Leg.TRUNK, note) : null;
  }
}
