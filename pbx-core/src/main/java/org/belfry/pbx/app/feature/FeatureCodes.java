package org.belfry.pbx.app.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.feature.FeatureSwitches.CannotSwitch;
import org.belfry.pbx.app.feature.FeatureSwitches.When;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a code says for the user who dials it, and says what was done. The argument is the
 * switch's name, and behind a colon what was dialled after the code: {@code forward-busy:1002}.
 */
public final class FeatureCodes implements VoiceApplication {
  public static final String NAME = "feature";

  private static final Logger LOG = LoggerFactory.getLogger(FeatureCodes.class);

  private final FeatureSwitches switches;

  public FeatureCodes(FeatureSwitches switches) {
    this.switches = switches;
  }

  /**
   * What was done.
   *
   * @param phrase of the language's pack
   * @param digits said after it; may be empty
   * @param shown for phones that show why a call was refused
   */
  private record Done(String phrase, String digits, String shown) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(VoiceCall call) {
    String own = call.caller().extension();
    if (own == null) {
      call.refuse(403, "For Users Only");
      return;
    }
    int colon = call.argument().indexOf(':');
    String what = colon < 0 ? call.argument() : call.argument().substring(0, colon);
    String rest = colon < 0 ? "" : call.argument().substring(colon + 1);
    call.step(what);
    Done done;
    try {
      done = change(own, what, rest);
      LOG.info("call={} {} has switched {} {}", call.id(), own, what, rest);
    } catch (CannotSwitch e) {
      LOG.info("call={} {} cannot switch {}: {}", call.id(), own, what, e.getMessage());
      done = new Done("feature-refused", "", String.valueOf(e.getMessage()));
    }
    if (!call.answer()) {
      call.refuse(480, done.shown());
      return;
    }
    List<Prompt> said = new ArrayList<>();
    said.add(new Prompt.Silence(Duration.ofMillis(300)));
    said.add(Prompt.beep());
    said.add(Prompt.phrase(done.phrase()));
    if (!done.digits().isEmpty()) {
      said.add(new Prompt.Digits(done.digits()));
    }
    call.play(said);
  }

  private Done change(String own, String what, String rest) throws CannotSwitch {
    return switch (what) {
      case "do-not-disturb" ->
          switches.doNotDisturb(own)
              ? new Done("do-not-disturb-on", "", "Do Not Disturb On")
              : new Done("do-not-disturb-off", "", "Do Not Disturb Off");
      case "forward-always" -> forward(own, When.ALWAYS, what, rest);
      case "forward-busy" -> forward(own, When.BUSY, what, rest);
      case "forward-no-answer" -> forward(own, When.NO_ANSWER, what, rest);
      case "night-switch" ->
          switches.night(rest)
              ? new Done("night-on", "", "Night Switch On")
              : new Done("night-off", "", "Night Switch Off");
      case "recording" ->
          switches.recording(own)
              ? new Done("recording-on", "", "Recording On")
              : new Done("recording-off", "", "Recording Off");
      default -> throw new CannotSwitch("There is no such feature.");
    };
  }

  private Done forward(String own, When when, String what, String rest) throws CannotSwitch {
    switches.forward(own, when, rest.isEmpty() ? null : rest);
    return rest.isEmpty()
        ? new Done(what + "-off", "", "Forwarding Off")
        : new Done(what + "-on", rest, "Forwarded To " + rest);
  }
}
