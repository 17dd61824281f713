package org.belfry.pbx.app.confirm;

import java.time.Duration;
import java.util.function.Consumer;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Awaited;
import org.belfry.pbx.app.Bridged;
import org.belfry.pbx.app.CallingParty;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Diverted;
import org.belfry.pbx.app.OutgoingCall;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Room;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.VoiceCalls;

/**
 * Calls the number that is its argument on behalf of who forwards there, and takes the caller's
 * call when 1 was pressed; until then the caller hears others ring, and they may take it. Both talk
 * in a room of two.
 */
public final class Confirm implements VoiceApplication {
  public static final String NAME = "confirm";

  private static final Duration RINGS = Duration.ofMinutes(2);
  private static final Duration KEY = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(12);

  private final VoiceCalls calls;
  private final Consumer<String> ends;

  /**
   * @param ends ends a call that was made, by its id, also when it only rings
   */
  public Confirm(VoiceCalls calls, Consumer<String> ends) {
    this.calls = calls;
    this.ends = ends;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** What the call to the number says to the caller's. */
  private enum Word {
    ACCEPTED,
    ENDED
  }

  private record NotTaken(int status, String reason) {}

  @Override
  public void run(VoiceCall caller) {
    Diverted by = caller.diverted();
    if (by == null) {
      caller.refuse(403, "Nobody Has Arranged This");
      return;
    }
    caller.ring();
    caller.step("asks " + caller.argument());
    Room room = calls.room("confirm " + caller.id(), 2);
    CallingParty who = caller.caller();
    String number = who.number();
    String asked =
        calls.call(
            new Asked(caller, room),
            new OutgoingCall(
                caller.argument(),
                number == null ? by.extension() : number,
                who.name(),
                caller.payer(),
                RINGS,
                caller.language(),
                ""),
            failed -> caller.tell(notTaken(failed)));
    Awaited first = caller.await(Await.upTo(RINGS.plus(KEY)));
    switch (first) {
      case Awaited.Told t when t.message() == Word.ACCEPTED -> talk(caller, room);
      case Awaited.Told t when t.message() instanceof NotTaken no ->
          caller.refuse(no.status(), no.reason());
      case Awaited.TimedOut t -> caller.refuse(408, "Nobody Confirmed");
      default -> caller.refuse(480, "Nobody Confirmed");
    }
    ends.accept(asked);
  }

  private static void talk(VoiceCall caller, Room room) {
    if (!caller.answer()) {
      return;
    }
    caller.step("talks");
    Room.Seat seat = caller.enter(room, "caller", false);
    if (seat != null) {
      untilEnded(caller);
      seat.leave();
    }
  }

  private static void untilEnded(VoiceCall call) {
    Awaited news = call.await(Await.upTo(LONGEST));
    while (news instanceof Awaited.Pressed) {
      news = call.await(Await.upTo(LONGEST));
    }
  }

  private static NotTaken notTaken(Bridged failed) {
    return switch (failed) {
      case Bridged.Busy b -> new NotTaken(486, "Busy Here");
      case Bridged.NoAnswer n -> new NotTaken(408, "No Answer");
      case Bridged.Refused r -> new NotTaken(r.status(), r.reason());
      case Bridged.Talked t -> new NotTaken(480, "Nobody Confirmed");
      case Bridged.Gone g -> new NotTaken(480, "Nobody Confirmed");
    };
  }

  /** The call to the number. */
  private record Asked(VoiceCall caller, Room room) implements VoiceApplication {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void run(VoiceCall call) {
      call.step("asks");
      Collected pressed =
          call.collect(Collect.key(Prompt.phrase("press-1-to-accept")).within(KEY, KEY));
      boolean yes = pressed instanceof Collected.Digits d && d.digits().equals("1");
      if (!yes) {
        caller.tell(new NotTaken(call.gone() ? 480 : 603, "Not Taken"));
        return;
      }
      Room.Seat seat = call.enter(room, "callee", false);
      caller.tell(Word.ACCEPTED);
      if (seat != null) {
        untilEnded(call);
        seat.leave();
      }
      caller.tell(Word.ENDED);
    }
  }
}
