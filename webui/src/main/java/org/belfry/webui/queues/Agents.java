package org.belfry.webui.queues;

import java.util.Comparator;
import java.util.List;
import org.belfry.pbx.admin.QueueMonitor.AgentState;
import org.belfry.pbx.admin.QueueMonitor.LiveAgent;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Pill;

/** What agents do, in words. */
final class Agents {
  private Agents() {}

  static Pill pill(Inputs inputs, LiveAgent agent) {
    return new Pill(inputs.word("agent", agent.state()), tone(agent.state()));
  }

  static Pill.Tone tone(AgentState state) {
    return switch (state) {
      case IDLE -> Pill.Tone.GOOD;
      case RINGING, WRAP_UP, TALKING -> Pill.Tone.BUSY;
      case PAUSED, LOGGED_OUT -> Pill.Tone.QUIET;
    };
  }

  /** Those at work first, by name within. */
  static List<LiveAgent> sorted(List<LiveAgent> agents, Destinations destinations) {
    return agents.stream()
        .sorted(
            Comparator.comparing((LiveAgent a) -> a.state() == AgentState.LOGGED_OUT)
                .thenComparing(a -> destinations.nameOf(a.agent())))
        .toList();
  }
}
