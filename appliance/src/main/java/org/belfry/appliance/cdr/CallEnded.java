package org.belfry.appliance.cdr;

import org.belfry.pbx.cdr.CallRecord;

/** Who wants to know of each call that has ended. */
@FunctionalInterface
public interface CallEnded {

  /** Returns at once; on a thread of the call path. */
  void ended(CallRecord call);
}
