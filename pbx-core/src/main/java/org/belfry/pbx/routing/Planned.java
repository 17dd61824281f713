package org.belfry.pbx.routing;

import java.util.List;

/**
 * A plan and how it came about.
 *
 * @param reasons in the order the decisions were taken
 */
public record Planned(CallPlan plan, List<Reason> reasons) {
  public Planned {
    reasons = List.copyOf(reasons);
  }
}
