package org.belfry.pbx.app.queue;

import java.util.List;
import java.util.function.Supplier;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Service;

/**
 * The codes by which agents log in and out ({@code *45}) and pause ({@code *46}). A queue's number
 * or name may follow to log in, a number that says why to pause; without one all queues of the
 * agent are meant.
 */
public final class DutyCodes {
  private final CallDistributor desk;
  private final Supplier<Directory> directory;

  public DutyCodes(CallDistributor desk, Supplier<Directory> directory) {
    this.desk = desk;
    this.directory = directory;
  }

  /** Both applications. */
  public List<VoiceApplication> applications() {
    return List.of(new Code("queue-login", this::login), new Code("queue-pause", this::pause));
  }

  private interface Change {
    /** The phrase that says what was done. */
    String of(String agent, String argument);
  }

  private record Code(String name, Change change) implements VoiceApplication {
    @Override
    public void run(VoiceCall call) {
      // Who may is who is authenticated: numbers can be shown by anybody.
      String agent = call.caller().extension();
      if (agent == null) {
        call.refuse(403, "Forbidden");
        return;
      }
      call.play(Prompt.phrase(change.of(agent, call.argument())));
    }
  }

  private String login(String agent, String argument) {
    List<Queue> queues = queues(agent, argument);
    if (queues.isEmpty()) {
      return "queue-no-member";
    }
    boolean in = queues.stream().noneMatch(queue -> state(queue, agent) != null);
    for (Queue queue : queues) {
      desk.happened(
          queue.name(), in ? new QueueEvent.LoggedIn(agent) : new QueueEvent.LoggedOut(agent));
    }
    return in ? "queue-logged-in" : "queue-logged-out";
  }

  private String pause(String agent, String argument) {
    List<Queue> queues =
        queues(agent, "").stream().filter(queue -> state(queue, agent) != null).toList();
    if (queues.isEmpty()) {
      return "queue-no-member";
    }
    boolean pause =
        queues.stream()
            .allMatch(queue -> {
              Agent known = state(queue, agent);
              return known != null && known.pause() == null;
            });
    for (Queue queue : queues) {
      desk.happened(
          queue.name(),
          pause
              ? new QueueEvent.Paused(agent, argument.isEmpty() ? "paused" : "reason " + argument)
              : new QueueEvent.Resumed(agent));
    }
    return pause ? "queue-paused" : "queue-resumed";
  }

  /** Null when they are not logged in there. */
  private @org.jspecify.annotations.Nullable Agent state(Queue queue, String agent) {
    QueueState state = desk.state(queue.name());
    Agent known = state == null ? null : state.agents().get(agent);
    return known == null || !known.in() ? null : known;
  }

  private List<Queue> queues(String agent, String which) {
    return directory.get().dialPlan().services().values().stream()
        .filter(Queue.class::isInstance)
        .map((Service service) -> (Queue) service)
        .filter(q -> q.members().stream().anyMatch(m -> m.agent().equals(agent)))
        .filter(q -> which.isEmpty() || which.equals(q.number()) || which.equals(q.name()))
        .toList();
  }
}
