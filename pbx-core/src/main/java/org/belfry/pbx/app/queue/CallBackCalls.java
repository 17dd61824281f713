package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.call.Payer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls agents when it is the turn of somebody who wants to be called back, and from there the
 * caller. Who leaves a number decides what we dial, so the queue's class of service must allow it
 * ({@link CallBackNumbers}), and the agent's own permissions count too.
 */
public final class CallBackCalls {
  private static final Logger LOG = LoggerFactory.getLogger(CallBackCalls.class);
  private static final String NAME = "queue-call-back";
  private static final Duration RING_TIME = Duration.ofSeconds(45);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final VoiceCalls calls;
  private final CallBackNumbers numbers;

  public CallBackCalls(VoiceCalls calls, CallBackNumbers numbers) {
    this.calls = calls;
    this.numbers = numbers;
  }

  /** Lets an agent's phone ring. */
  public void ring(
      CallDistributor desk, Queue queue, Queue.Member agent, Waiter caller, Duration time) {
    String number = caller.callBack() == null ? "" : caller.callBack();
    calls.call(
        new ForAgent(desk, numbers, queue, agent, caller.id()),
        new OutgoingCall(
            agent.agent(),
            number.isEmpty() ? queue.name() : number,
            queue.name(),
            new Payer.Site("agent of the queue " + queue.name()),
            time,
            queue.language() == null ? "" : queue.language(),
            number),
        failed ->
            desk.happened(
                queue.name(), new QueueEvent.Refused(agent.agent(), caller.id(), why(failed))));
  }

  private static QueueEvent.Why why(Bridged failed) {
    return switch (failed) {
      case Bridged.Busy b -> QueueEvent.Why.BUSY;
      case Bridged.Refused r when r.status() == 603 -> QueueEvent.Why.DECLINED;
      case Bridged.Refused r -> QueueEvent.Why.UNREACHABLE;
      default -> QueueEvent.Why.NO_ANSWER;
    };
  }

  /** What an agent who answers hears and gets. */
  record ForAgent(
      CallDistributor desk, CallBackNumbers numbers, Queue queue, Queue.Member agent, String caller)
      implements VoiceApplication {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void run(VoiceCall call) {
      if (agent.confirm() && !confirms(call)) {
        desk.happened(
            queue.name(), new QueueEvent.Refused(agent.agent(), caller, QueueEvent.Why.DECLINED));
        return;
      }
      boolean reached = false;
      desk.ready(queue.name(), agent.agent(), caller, call::tell);
      try {
        Awaited awaited = call.await(Await.upTo(PATIENCE).keys(""));
        if (awaited instanceof Awaited.Told told
            && told.message() instanceof QueueNews.CallBack wanted) {
          reached = callsBack(call, wanted.caller());
        } else {
          call.play(Prompt.phrase("queue-not-needed"));
        }
      } finally {
        desk.calledBack(queue.name(), agent.agent(), caller, reached);
      }
    }

    private static boolean confirms(VoiceCall call) {
      Collected said =
          call.collect(
              Collect.key(Prompt.phrase("queue-confirm"), Prompt.phrase("press-1-to-accept")));
      return said instanceof Collected.Digits digits && digits.digits().equals("1");
    }

    private boolean callsBack(VoiceCall call, Waiter wanted) {
      String number = numbers.dialled(queue, wanted.callBack());
      if (number == null) {
        LOG.info("call={} queue={} does not call {} back", call.id(), queue.name(), wanted);
        call.play(Prompt.phrase("vm-cannot-call-back"));
        return false;
      }
      call.play(List.of(Prompt.phrase("queue-call-back-agent"), new Prompt.Digits(number)));
      Bridged bridged =
          call.bridge(
              Bridge.to(number)
                  .ringing(RING_TIME)
                  .paidBy(
                      agent.outside()
                          ? new Payer.Site("call-back of the queue " + queue.name())
                          : new Payer.User(agent.agent())));
      return switch (bridged) {
        case Bridged.Talked talked -> true;
        case Bridged.Gone gone -> gone.talked();
        default -> {
          call.play(Prompt.phrase("nobody-there"));
          yield false;
        }
      };
    }
  }
}
