package org.belfry.appliance.queue;

import org.belfry.pbx.app.queue.QueueMachine;
import org.belfry.pbx.routing.LiveState;
import org.springframework.stereotype.Component;

/** Whether agents' phones are free: one is registered, and its user is in no call. */
@Component
public class AgentPhones implements QueueMachine.Phones {
  private volatile LiveState live = LiveState.QUIET;

  /** From now on this knows. */
  public void knownBy(LiveState state) {
    live = state;
  }

  @Override
  public boolean free(String agent) {
    return agent.startsWith("+") || (live.registered(agent) && live.calls(agent) == 0);
  }
}
