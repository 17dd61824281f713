package org.belfry.pbx.proxy.plan;

import java.util.List;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.sip.route.TargetGroup;

/** What the plan of a call does next. */
public sealed interface PlanStep {
  /**
   * @param groups not empty
   * @param many whether they are the phones of different people
   */
  record Try(List<TargetGroup> groups, boolean many) implements PlanStep {}

  record Refuse(int status, String reason) implements PlanStep {}

  record Redirect(CallPlan.Redirect where) implements PlanStep {}

  /** The plan is over: the best of the answers counts. */
  record Over() implements PlanStep {}
}
