package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.belfry.pbx.app.Bridge;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.call.Payer;

/**
 * Asks one of our users who calls a country for the first time whether that is meant: who presses 1
 * is connected, and the country is known from then on. A program that has stolen an account presses
 * nothing.
 */
public final class FirstCall implements VoiceApplication {
  public static final String NAME = "first-call";

  private static final Duration KEY = Duration.ofSeconds(10);
  private static final Duration RINGS = Duration.ofMinutes(2);

  private final BiConsumer<String, String> allows;

  /**
   * @param allows lets calls to the country of this number leave, as this extension wants
   */
  public FirstCall(BiConsumer<String, String> allows) {
    this.allows = allows;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(VoiceCall call) {
    String extension = call.caller().extension();
    if (extension == null || call.argument().isEmpty()) {
      call.refuse(403, "First Call To This Country");
      return;
    }
    call.step("asks " + call.argument());
    Collected pressed =
        call.collect(Collect.key(Prompt.phrase("first-call-to-country")).within(KEY, KEY));
    if (!(pressed instanceof Collected.Digits digits) || !digits.digits().equals("1")) {
      call.hangUp();
      return;
    }
    allows.accept(call.argument(), extension);
    call.step("calls " + call.argument());
    call.bridge(Bridge.to(call.argument()).paidBy(new Payer.User(extension)).ringing(RINGS));
    call.hangUp();
  }
}
