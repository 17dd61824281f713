package org.belfry.appliance.support;

import java.io.IOException;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.CallLadders.LadderView;
import org.belfry.pbx.admin.CallLadders.ParticipantView;
import org.belfry.pbx.admin.CallLadders.StepView;

/** The messages of the last calls that are still kept, each call a text. */
final class SupportTraces {
  /** Calls that are looked at, the newest first. */
  static final int CALLS = 50;

  /** Characters of all messages. */
  private static final int ALL_MAX = 4 * 1024 * 1024;

  private final SupportSources.Calls calls;

  /** Takes one text. */
  @FunctionalInterface
  interface Sink {
    void take(String name, String text) throws IOException;
  }

  SupportTraces(SupportSources.Calls calls) {
    this.calls = calls;
  }

  void each(Sink sink) throws IOException {
    int left = ALL_MAX;
    for (StoredCall call : calls.history().find(Filter.ALL, 0, CALLS).calls()) {
      LadderView ladder = calls.ladders().ladder(call.call().callId()).orElse(null);
      if (ladder == null) {
        continue;
      }
      String text = text(call, ladder);
      left -= text.length();
      if (left < 0) {
        return;
      }
      sink.take("calls/" + call.id() + ".txt", text);
    }
  }

  private static String text(StoredCall stored, LadderView ladder) {
    StringBuilder text =
        new StringBuilder()
            .append(stored.call().startedAt())
            .append("  status ")
            .append(stored.call().status())
            .append("  ")
            .append(stored.call().cause())
            .append("\n\n");
    int column = 0;
    for (ParticipantView each : ladder.participants()) {
      text.append(column++)
          .append("  ")
          .append(each.us() ? "Belfry" : each.address())
          .append("  ")
          .append(each.agent() == null ? "" : each.agent())
          .append('\n');
    }
    for (StepView step : ladder.steps()) {
      text.append(
              "\n%8.3f  %d → %d  %s%s%n"
                  .formatted(
                      step.offsetSeconds(),
                      step.from(),
                      step.to(),
                      step.transport(),
                      step.failure() == null ? "" : "  not sent: " + step.failure()))
          .append(step.message())
          .append('\n');
    }
    return text.toString();
  }
}
