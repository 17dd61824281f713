package org.belfry.appliance.callcontrol;

import java.time.Instant;
import org.belfry.pbx.admin.PlanExplainer;
import org.springframework.stereotype.Component;

/** Where calls would go, for people. */
@Component
class Plans implements PlanExplainer {
  private final CallControl control;

  Plans(CallControl control) {
    this.control = control;
  }

  @Override
  public Explanation explain(String from, String to, Instant at) {
    return control.server().planExplainer().explain(from, to, at);
  }
}
