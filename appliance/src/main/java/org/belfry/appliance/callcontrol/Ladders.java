package org.belfry.appliance.callcontrol;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.CallLadders;
import org.belfry.pbx.ladder.Ladder;
import org.belfry.pbx.ladder.LadderDrawing;
import org.belfry.pbx.trace.TracedMessage;
import org.springframework.stereotype.Component;

/** The ladders of calls, made of what the SIP server remembers when somebody asks. */
@Component
class Ladders implements CallLadders {
  private final CallControl control;

  Ladders(CallControl control) {
    this.control = control;
  }

  @Override
  public Optional<LadderView> ladder(String callId) {
    List<TracedMessage> messages = control.server().trace(callId);
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(Ladder.of(callId, messages, control.server().notes(callId)));
  }

  @Override
  public String drawing(LadderView ladder) {
    return LadderDrawing.svg(ladder);
  }
}
