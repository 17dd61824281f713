package org.belfry.pbx.app.announcement;

import java.time.Duration;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;

/**
 * Says the phrase that its argument names, three times, and hangs up: {@code
 * app:announcement:closed}.
 */
public final class Announcement implements VoiceApplication {
  private static final int TIMES = 3;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "announcement";
  }

  @Override
  public void run(VoiceCall call) {
    if (call.argument().isEmpty()) {
      call.refuse(404, "No Announcement");
      return;
    }
    call.step(call.argument());
    for (int i = 0; i < TIMES && !call.gone(); i++) {
      call.play(Prompt.phrase(call.argument()), new Prompt.Silence(BETWEEN));
    }
  }
}
