package org.belfry.pbx.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.call.BackToBack;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.engine.Step;

/**
 * Somebody whom a program let its caller talk to sends the caller elsewhere (RFC 3515, 5589): it is
 * done as between any two, and when it is done the call is none of the program's any more. Until
 * then the program sees nothing of it, and goes on when nothing comes of it.
 *
 * @param program as it was, and will be when the transfer fails
 * @param going the leg that asked for it
 */
record Transferring(VoiceProgram program, BackToBack pair, int going) implements CallProgram {

  /**
   * @param staying the leg of the program's caller
   * @param address of who asks, as a From value without a tag
   * @param next the number of the next leg
   */
  static Step<CallProgram, CallEffect> begun(
      VoiceProgram program,
      BackToBack.Setup setup,
      int staying,
      int going,
      String address,
      int next,
      LegNews.Asked refer,
      Instant now) {
    BackToBack pair =
        new BackToBack(
            setup,
            staying,
            going,
            Map.of(staying, program.setup().party(), going, address),
            new BackToBack.Stage.Talking(-1),
            next);
    return advanced(program, going, pair.on(new CallEvent.Heard(going, refer), now));
  }

  @Override
  public String shown() {
    return pair.shown();
  }

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return switch (event) {
      case CallEvent.ProgramCommand e ->
          e.speaker() == program.setup().speaker()
                  && (e.word() instanceof VoiceCommand.HangUp
                      || e.word() instanceof VoiceCommand.Finish)
              ? program.on(event, now)
              : Step.to(this);
      case CallEvent.HangUp e -> program.on(event, now);
      case CallEvent.Described e -> Step.to(this);
      default -> advanced(program, going, pair.on(event, now));
    };
  }

  private static Step<CallProgram, CallEffect> advanced(
      VoiceProgram program, int going, Step<CallProgram, CallEffect> step) {
    BackToBack next = (BackToBack) step.state();
    List<CallEffect> effects = new ArrayList<>(step.effects());
    if (effects.stream().anyMatch(CallEffect.Over.class::isInstance)) {
      effects.addFirst(program.tell(new VoiceEvent.HungUp("the call ended in a transfer")));
      return Step.to(program, effects);
    }
    if (next.stage() instanceof BackToBack.Stage.Moving) {
      return Step.to(new Transferring(program, next, going), effects);
    }
    if (next.left() == going || next.right() == going) {
      return Step.to(program, effects); // they still talk
    }
    effects.add(new CallEffect.Silence(going));
    effects.add(program.tell(new VoiceEvent.HungUp("sent on by whom it talked to")));
    return Step.to(next, effects);
  }
}
