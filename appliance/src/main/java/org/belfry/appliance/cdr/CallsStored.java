package org.belfry.appliance.cdr;

import java.util.List;
import org.belfry.pbx.cdr.CallRecord;

/** Who wants to know when calls that have ended are in the database. */
@FunctionalInterface
interface CallsStored {

  /** Returns soon; on the thread that writes records. Some may have been there before. */
  void stored(List<CallRecord> calls);
}
