package org.belfry.pbx.sip.route;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Targets that are tried together; groups are tried one after the other (RFC 3261 §16.6).
 *
 * @param targets not empty
 * @param ringTime after this the next group's turn comes, or null to wait for final responses
 * @param joins whether they ring beside those of the group before, instead of in their place
 */
public record TargetGroup(List<Target> targets, @Nullable Duration ringTime, boolean joins) {
  public TargetGroup {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a group has targets");
    }
  }

  /** A group that takes the place of the one before. */
  public TargetGroup(List<Target> targets, @Nullable Duration ringTime) {
    this(targets, ringTime, false);
  }

  /** A single group: everything at once, for as long as it takes. */
  public static List<TargetGroup> together(List<Target> targets) {
    return List.of(new TargetGroup(targets, null));
  }
}
