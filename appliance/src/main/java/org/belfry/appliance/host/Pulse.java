package org.belfry.appliance.host;

import java.time.Duration;

/** Something that must not hang; whoever has it implements it. */
public interface Pulse {

  /** Whether all of it has done something within this time. Waits so long at most. */
  boolean beats(Duration within) throws InterruptedException;
}
