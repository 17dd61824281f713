package org.belfry.pbx.app.ivr;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Onward;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Service;
import org.jspecify.annotations.Nullable;

/**
 * Takes the callers of attendants: does what the {@link IvrSession} says and tells it what came of
 * it.
 */
public final class AttendantCalls implements VoiceApplication {
  /** Users' own plans decide how long their phones ring. */
  private static final Duration RING_TIME = Duration.ofMinutes(3);

  /** The application of queues. */
  private static final String QUEUE = "queue";

  /** A call that has been led by more goes round. */
  private static final int ATTENDANTS_MAX = 10;

  /** Callers dial what is inside; where else a menu leads, an administrator has configured. */
  private static final Payer ARRANGED = new Payer.Site("attendant");

  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(3);

  private final Supplier<Directory> directory;
  private final WebServers web;
  private final MailboxRecordings recordings;
  private final IvrStatistics passages;
  private final BiConsumer<VoiceCall, String> queues;

  /**
   * @param queues leads a call through the queue that the argument names, to its end
   */
  public AttendantCalls(
      Supplier<Directory> directory,
      WebServers web,
      MailboxRecordings recordings,
      IvrStatistics passages,
      BiConsumer<VoiceCall, String> queues) {
    this.directory = directory;
    this.web = web;
    this.recordings = recordings;
    this.passages = passages;
    this.queues = queues;
  }

  @Override
  public String name() {
    return Attendant.APPLICATION;
  }

  @Override
  public void run(VoiceCall call) {
    run(call, call.argument(), 0);
  }

  /**
   * @param before attendants that have led the call before
   */
  private void run(VoiceCall call, String name, int before) {
    if (before > ATTENDANTS_MAX
        || !(directory.get().dialPlan().service(Attendant.APPLICATION, name)
            instanceof Attendant attendant)) {
      call.refuse(404, "Not Found");
      return;
    }
    if (attendant.language() != null) {
      call.language(attendant.language());
    }
    String number = call.caller().number();
    IvrSession.Advance turn =
        IvrSession.begin(
            attendant,
            Node.given(
                number == null ? "" : number,
                call.caller().name(),
                call.dialled(),
                attendant.name()),
            world(call));
    while (true) {
      turn.passed().forEach(passed -> passages.passed(attendant.name(), passed));
      call.step(attendant.name() + " " + turn.walk().at());
      Heard heard = act(call, turn.act());
      Destination.Application next = turn.act() instanceof Act.Send send ? inside(send.to()) : null;
      if (next != null && next.name().equals(Attendant.APPLICATION)) {
        run(call, next.argument(), before + 1);
        return;
      }
      if (heard == null) {
        if (call.gone() && !(turn.act() instanceof Act.HangUp || turn.act() instanceof Act.Send)) {
          passages.passed(attendant.name(), turn.walk().hungUp());
        }
        return;
      }
      turn = turn.walk().on(heard, world(call));
    }
  }

  /** Queues and attendants lead the call themselves, without a second one between them. */
  private Destination.@Nullable Application inside(Destination to) {
    Destination.Application app =
        switch (to) {
          case Destination.Application a -> a;
          case Destination.Dial dial ->
              directory.get().dialPlan().services().values().stream()
                  .filter(service -> dial.number().equals(service.number()))
                  .map(Service::destination)
                  .findFirst()
                  .orElse(null);
          default -> null;
        };
    return app != null && (app.name().equals(QUEUE) || app.name().equals(Attendant.APPLICATION))
        ? app
        : null;
  }

  private IvrSession.World world(VoiceCall call) {
    return new IvrSession.World(directory.get(), call.now());
  }

  /** Null when the call is over. */
  private @Nullable Heard act(VoiceCall call, Act act) {
    return switch (act) {
      case Act.Say a -> says(call, a);
      case Act.Gather a -> gathers(call, a);
      case Act.Recording a -> records(call, a);
      case Act.Ask a -> call.gone() ? null : web.ask(a.url(), a.values(), a.patience());
      case Act.Send a -> sends(call, a);
      case Act.HangUp a -> {
        call.play(Lines.prompts(a.lines()));
        call.hangUp();
        yield null;
      }
    };
  }

  private static @Nullable Heard says(VoiceCall call, Act.Say say) {
    String language = say.language();
    if (language != null) {
      call.language(language);
    }
    if (!say.skippable()) {
      return call.play(Lines.prompts(say.lines())) ? new Heard.Said() : null;
    }
    return switch (call.await(Await.played(Lines.prompts(say.lines())))) {
      case Awaited.Gone gone -> null;
      default -> new Heard.Said();
    };
  }

  private static @Nullable Heard gathers(VoiceCall call, Act.Gather gather) {
    Collect collect =
        new Collect(
            Lines.prompts(gather.lines()),
            1,
            gather.max(),
            gather.pound() ? "#" : "",
            gather.patience(),
            BETWEEN_KEYS,
            true,
            false);
    return switch (call.collect(collect)) {
      case Collected.Digits digits -> new Heard.Keys(digits.digits());
      case Collected.TimedOut nothing -> new Heard.Silence();
      case Collected.Gone gone -> null;
    };
  }

  private @Nullable Heard records(VoiceCall call, Act.Recording act) {
    if (!call.play(Lines.prompts(act.lines()))) {
      return null;
    }
    MailboxRecordings.Begun begun = recordings.begin(act.mailbox().extension(), call);
    if (begun == null) {
      call.play(Lines.prompts(Phrases.FAILED));
    } else if (call.record(Recording.of(begun.file(), act.longest()))
        instanceof Recorded.Kept kept) {
      begun.keep(kept); // who hangs up has said what they wanted
    } else {
      begun.discard();
    }
    return call.gone() ? null : new Heard.Recorded();
  }

  private @Nullable Heard sends(VoiceCall call, Act.Send send) {
    Destination.Application next = inside(send.to());
    if (next != null) {
      if (next.name().equals(QUEUE)) {
        queues.accept(call, next.argument());
      }
      return null;
    }
    String dialled = Onward.dialled(send.to(), directory.get().domain());
    if (dialled == null) {
      call.hangUp();
      return null;
    }
    if (send.last() && send.to() instanceof Destination.Dial) {
      call.transfer(dialled, ARRANGED);
      return null;
    }
    return switch (call.bridge(Bridge.to(dialled).ringing(RING_TIME).paidBy(ARRANGED))) {
      case Bridged.Talked talked -> null;
      case Bridged.Gone gone -> null;
      default -> new Heard.Untaken();
    };
  }
}
