package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.directory.Directory;
import org.jspecify.annotations.Nullable;

/** Takes the callers of queues: greeting, music, announcements, and the talk with an agent. */
public final class QueueCalls implements VoiceApplication {
  private final CallDistributor desk;
  private final Supplier<Directory> directory;
  private final CallBackNumbers callBacks;

  public QueueCalls(
      CallDistributor desk, Supplier<Directory> directory, CallBackNumbers callBacks) {
    this.desk = desk;
    this.directory = directory;
    this.callBacks = callBacks;
  }

  @Override
  public String name() {
    return Queue.APPLICATION;
  }

  @Override
  public int callsMax() {
    return 2 * Queue.WAITING_MAX; // waiting and talking
  }

  @Override
  public void run(VoiceCall call) {
    run(call, call.argument());
  }

  /** Leads a call that another program has led until now. */
  public void run(VoiceCall call, String argument) {
    Asked asked = Asked.of(argument);
    Queue queue = queue(asked.queue());
    if (queue == null) {
      call.refuse(404, "Not Found");
      return;
    }
    call.step("queue " + queue.name());
    if (queue.full() == null && isFull(queue)) {
      call.refuse(486, "Busy Here");
      return;
    }
    if (queue.language() != null) {
      call.language(queue.language());
    }
    if (!call.answer()) {
      return;
    }
    String number = call.caller().number();
    QueueEvent.Joined joined =
        new QueueEvent.Joined(
            call.id(),
            number == null ? "" : number,
            call.caller().name(),
            asked.priority(),
            asked.skill());
    if (!desk.join(queue.name(), joined, news -> told(call, news))) {
      call.play(Prompt.phrase("queue-full"));
      return;
    }
    try {
      new Waiting(call, queue, desk, directory.get().domain(), callBacks.dialled(queue, number))
          .run();
    } finally {
      desk.left(queue.name(), call.id());
    }
  }

  /** On the lane, while the program may be waiting for somebody to answer. */
  private static void told(VoiceCall call, QueueNews news) {
    if (news instanceof QueueNews.StopRinging) {
      call.stopRinging();
    } else {
      call.tell(news);
    }
  }

  private @Nullable Queue queue(String name) {
    return directory.get().dialPlan().service(Queue.APPLICATION, name) instanceof Queue q
        ? q
        : null;
  }

  private boolean isFull(Queue queue) {
    QueueState state = desk.state(queue.name());
    return state != null && state.waiters().size() >= queue.waitingMax();
  }

  /** What is said of how things stand. */
  static List<Prompt> announcement(Queue queue, int position, Duration estimate, boolean callBack) {
    List<Prompt> said = new java.util.ArrayList<>();
    if (queue.announcements().position()) {
      if (position == 1) {
        said.add(Prompt.phrase("queue-next"));
      } else {
        said.add(Prompt.phrase("queue-position"));
        said.add(new Prompt.Cardinal(position));
      }
    }
    if (queue.announcements().estimate()) {
      said.add(Prompt.phrase("queue-estimate"));
      said.add(
          new Prompt.Length(Duration.ofMinutes(Math.max(1, (estimate.toSeconds() + 30) / 60))));
    }
    said.addAll(org.belfry.pbx.app.ivr.Lines.prompts(queue.announcements().lines()));
    if (callBack) {
      said.add(Prompt.phrase("queue-call-back-offer"));
    }
    return said;
  }
}
