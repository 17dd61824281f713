package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Onward;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.ivr.Lines;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/** One caller from the greeting to the end: does what the desk says, and says what came of it. */
final class Waiting {
  private static final Duration LONG = Duration.ofHours(4);

  /** What was told longer ago than this, while the program did something else, is out of date. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final String CALL_BACK_KEY = "1";

  private final VoiceCall call;
  private final Queue queue;
  private final CallDistributor desk;
  private final String domain;
  private final @Nullable String callBackTo;
  private boolean callBackOffered;

  /**
   * @param callBackTo what is dialled to call the caller back; null when that cannot be
   */
  Waiting(
      VoiceCall call,
      Queue queue,
      CallDistributor desk,
      String domain,
      @Nullable String callBackTo) {
    this.call = call;
    this.queue = queue;
    this.desk = desk;
    this.domain = domain;
    this.callBackTo = callBackTo;
  }

  void run() {
    music(Lines.prompts(queue.greeting()));
    boolean waiting = true;
    while (waiting) {
      waiting =
          switch (call.await(Await.upTo(LONG).keys(callBackOffered ? CALL_BACK_KEY : ""))) {
            case Awaited.Told told when told.message() instanceof QueueNews news -> told(news);
            case Awaited.Pressed pressed -> !callBack();
            case Awaited.Gone gone -> false;
            default -> true;
          };
    }
  }

  /** Says this, and music after it. */
  private void music(List<Prompt> first) {
    List<Prompt> all = new ArrayList<>(first);
    all.add(new Prompt.Music(queue.music()));
    call.background(all);
  }

  /** Whether the caller goes on waiting. */
  private boolean told(QueueNews news) {
    boolean fresh = news.at().plus(FRESH).isAfter(call.now());
    switch (news) {
      case QueueNews.Ring ring -> {
        return ring(ring, fresh);
      }
      case QueueNews.Announce announce -> {
        if (fresh) {
          boolean offered = announce.callBack() && callBackTo != null;
          callBackOffered |= offered;
          music(QueueCalls.announcement(queue, announce.position(), announce.estimate(), offered));
        }
        return true;
      }
      case QueueNews.Overflow overflow -> {
        overflow(overflow);
        return false;
      }
      case QueueNews.StopRinging done -> {
        return true;
      }
      case QueueNews.CallBack forAgents -> {
        return true;
      }
      case QueueNews.NotNeeded forAgents -> {
        return true;
      }
    }
  }

  private boolean ring(QueueNews.Ring ring, boolean fresh) {
    List<String> agents = ring.agents().stream().map(Queue.Member::agent).toList();
    if (!fresh) {
      refused(agents, QueueEvent.Why.NO_ANSWER);
      return true;
    }
    call.step("rings " + String.join(" ", agents));
    AtomicReference<@Nullable String> talking = new AtomicReference<>();
    Bridge bridge =
        Bridge.to(agents.getFirst())
            .together(agents)
            .paidBy(new Payer.Site("agents of the queue " + queue.name()))
            .ringing(ring.time())
            .meanwhile(List.of()) // the music goes on
            .onAnswered(agent -> {
              talking.set(agent);
              desk.happened(queue.name(), new QueueEvent.Answered(agent, call.id()));
            });
    List<String> confirming =
        ring.agents().stream().filter(Queue.Member::confirm).map(Queue.Member::agent).toList();
    if (!confirming.isEmpty()) {
      bridge =
          bridge.confirmedAfter(
              List.of(
                  Prompt.phrase("queue-confirm"),
                  Prompt.text(queue.name()),
                  Prompt.phrase("press-1-to-accept")),
              confirming);
    }
    Bridged bridged = call.bridge(bridge);
    String agent = talking.get();
    if (agent != null) {
      desk.happened(queue.name(), new QueueEvent.Ended(agent));
      return false;
    }
    switch (bridged) {
      case Bridged.Busy busy -> refused(agents, QueueEvent.Why.BUSY);
      case Bridged.Refused refused ->
          refused(
              agents,
              refused.status() == 603 ? QueueEvent.Why.DECLINED : QueueEvent.Why.UNREACHABLE);
      case Bridged.Gone gone -> {
        return false;
      }
      default -> refused(agents, QueueEvent.Why.NO_ANSWER);
    }
    call.step("queue " + queue.name());
    return true;
  }

  private void refused(List<String> agents, QueueEvent.Why why) {
    for (String agent : agents) {
      desk.happened(queue.name(), new QueueEvent.Refused(agent, call.id(), why));
    }
  }

  private void overflow(QueueNews.Overflow overflow) {
    Destination to = overflow.to();
    String dialled = to == null ? null : Onward.dialled(to, domain);
    if (dialled != null) {
      call.step("overflow");
      if (to instanceof Destination.Dial) {
        call.transfer(dialled, new Payer.Site("overflow of the queue " + queue.name()));
      } else {
        // Two programs are joined, keys and all.
        call.bridge(
            Bridge.to(dialled).paidBy(new Payer.Site("overflow of the queue " + queue.name())));
        call.hangUp();
      }
      return;
    }
    call.play(
        Prompt.phrase(overflow.why() == QueueEffect.Outcome.FULL ? "queue-full" : "queue-late"));
    call.hangUp();
  }

  /** True when the caller hangs up now and is called later. */
  private boolean callBack() {
    String number = callBackTo;
    if (number == null) {
      return false;
    }
    // The caller hears the number, and must want it.
    Collected said =
        call.collect(
            Collect.key(
                    Prompt.phrase("queue-call-back-number"),
                    new Prompt.Digits(number),
                    Prompt.phrase("press-1-to-accept"))
                .fresh());
    if (!(said instanceof Collected.Digits digits) || !digits.digits().equals(CALL_BACK_KEY)) {
      music(List.of());
      return false;
    }
    desk.happened(queue.name(), new QueueEvent.CallBackWanted(call.id(), number));
    call.play(Prompt.phrase("goodbye"));
    return true;
  }
}
