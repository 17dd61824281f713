package org.belfry.pbx.routing;

import org.belfry.pbx.routing.CallPlan.SideNote;

/** Who is told what a plan says beside the call. Returns at once. */
public interface SideNotes {

  /**
   * @param callId of the call
   */
  void say(SideNote note, String callId);
}
