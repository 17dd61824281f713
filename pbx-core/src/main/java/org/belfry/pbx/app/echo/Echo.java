package org.belfry.pbx.app.echo;

import java.time.Duration;
import org.belfry.pbx.app.Await;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;

/** Says what it is, then sends back what it hears until the caller hangs up or presses #. */
public final class Echo implements VoiceApplication {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public void run(VoiceCall call) {
    call.step("welcome");
    call.play(Prompt.phrase("echo-test"), Prompt.beep());
    call.step("echo");
    call.echo(true);
    call.await(Await.upTo(LONGEST).keys("#"));
    call.echo(false);
    call.play(Prompt.phrase("goodbye"));
  }
}
