package org.belfry.pbx.app.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.RingGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks through all phones of the ring group that is its argument, until the caller hangs up. */
public final class Page implements VoiceApplication {
  public static final String NAME = "page";

  private static final Logger LOG = LoggerFactory.getLogger(Page.class);

  /** Phones answer within seconds, or nobody is there. */
  private static final Duration RINGS = Duration.ofSeconds(15);

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final VoiceCalls calls;
  private final Consumer<String> ends;
  private final Supplier<Directory> directory;

  /**
   * @param ends ends a call that was made, by its id, also when it only rings
   */
  public Page(VoiceCalls calls, Consumer<String> ends, Supplier<Directory> directory) {
    this.calls = calls;
    this.ends = ends;
    this.directory = directory;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(VoiceCall call) {
    String own = call.caller().extension();
    RingGroup group = directory.get().dialPlan().groups().get(call.argument());
    String code = intercom();
    if (own == null || group == null || code == null) {
      call.refuse(own == null ? 403 : 404, own == null ? "For Users Only" : "Not Found");
      return;
    }
    if (!call.answer()) {
      return;
    }
    call.step("pages " + group.number());
    Room room = calls.room("page " + call.id(), Math.max(2, group.members().size() + 1));
    Room.Seat seat = call.enter(room, own, false);
    List<String> listeners = new ArrayList<>();
    for (RingGroup.Member each : group.members()) {
      if (!each.extension().equals(own)) {
        listeners.add(
            calls.call(
                new Listener(room),
                new OutgoingCall(
                    code + each.extension(),
                    own,
                    call.caller().name(),
                    new Payer.User(own),
                    RINGS,
                    call.language(),
                    ""),
                failed -> LOG.debug("{} is not paged: {}", each.extension(), failed)));
      }
    }
    room.announce(List.of(Prompt.beep()), call.language());
    untilGone(call);
    if (seat != null) {
      seat.leave();
    }
    listeners.forEach(ends);
  }

  private @Nullable String intercom() {
    for (Map.Entry<String, FeatureCode> each : directory.get().dialPlan().features().entrySet()) {
      if (each.getValue() == FeatureCode.INTERCOM) {
        return each.getKey();
      }
    }
    return null;
  }

  private static void untilGone(VoiceCall call) {
    Awaited news = call.await(Await.upTo(LONGEST));
    while (news instanceof Awaited.Pressed) {
      news = call.await(Await.upTo(LONGEST));
    }
  }

  /** A phone that listens. */
  private record Listener(Room room) implements VoiceApplication {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void run(VoiceCall call) {
      call.step("listens");
      Room.Seat seat = call.enter(room, "listener", true);
      if (seat != null) {
        untilGone(call);
        seat.leave();
      }
    }
  }
}
