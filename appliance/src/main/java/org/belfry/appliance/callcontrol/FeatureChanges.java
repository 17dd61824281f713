package org.belfry.appliance.callcontrol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.belfry.appliance.recording.CallRecorder;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.belfry.pbx.admin.CallSettingsAdmin.From;
import org.belfry.pbx.admin.CallSettingsAdmin.On;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.NightSwitch;
import org.belfry.pbx.admin.ScheduleAdmin.ScheduleView;
import org.belfry.pbx.app.feature.FeatureSwitches;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What feature codes change, by the same commands as pages and API. */
@Component
class FeatureChanges implements FeatureSwitches {
  private static final String DIAL = "dial:";

  private final CallSettingsAdmin settings;
  private final ScheduleAdmin schedules;
  private final CallRecorder recorder;

  FeatureChanges(CallSettingsAdmin settings, ScheduleAdmin schedules, CallRecorder recorder) {
    this.settings = settings;
    this.schedules = schedules;
    this.recorder = recorder;
  }

  @Override
  public boolean doNotDisturb(String extension) throws CannotSwitch {
    try {
      boolean on = !settings.settings(extension).doNotDisturb();
      settings.change(extension, change(on, null));
      return on;
    } catch (InvalidCommand | NotFound e) {
      throw new CannotSwitch(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void forward(String extension, When when, @Nullable String number) throws CannotSwitch {
    On on =
        switch (when) {
          case ALWAYS -> On.CALL;
          case BUSY -> On.BUSY;
          case NO_ANSWER -> On.NO_ANSWER;
        };
    try {
      CallSettingsView before = settings.settings(extension);
      List<Rule> rules = new ArrayList<>();
      if (number != null) {
        rules.add(new Rule(on, null, null, null, null, DIAL + number, null, null));
      }
      for (Rule rule : before.rules()) {
        if (!isPlain(rule, on)) {
          rules.add(rule);
        }
      }
      settings.change(extension, change(null, rules));
    } catch (InvalidCommand | NotFound e) {
      throw new CannotSwitch(String.valueOf(e.getMessage()));
    }
  }

  /** A forward for everybody at any time: what a code has set, or could have. */
  private static boolean isPlain(Rule rule, On on) {
    String to = rule.forwardTo();
    return Objects.requireNonNullElse(rule.on(), On.CALL) == on
        && Objects.requireNonNullElse(rule.from(), From.ANYBODY) == From.ANYBODY
        && rule.schedule() == null
        && to != null
        && to.startsWith(DIAL);
  }

  private static ChangeCallSettings change(@Nullable Boolean quiet, @Nullable List<Rule> rules) {
    return new ChangeCallSettings(
        null, quiet, rules, null, null, null, null, null, null, null, null, null, null, null);
  }

  @Override
  public boolean recording(String extension) throws CannotSwitch {
    try {
      return recorder.toggle(extension);
    } catch (CallRecorder.CannotRecord e) {
      throw new CannotSwitch(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean night(String schedule) throws CannotSwitch {
    List<ScheduleView> fitting =
        schedules.schedules().stream()
            .filter(each -> schedule.isEmpty() || each.name().equalsIgnoreCase(schedule))
            .toList();
    if (fitting.size() != 1) {
      throw new CannotSwitch(
          fitting.isEmpty()
              ? "There is no such schedule."
              : "There are several schedules: dial the name of one behind the code.");
    }
    ScheduleView one = fitting.getFirst();
    NightSwitch now = one.override();
    boolean night = now == null || now.open();
    try {
      schedules.override(one.id(), night ? new NightSwitch(false, null) : null);
      return night;
    } catch (InvalidCommand | NotFound e) {
      throw new CannotSwitch(String.valueOf(e.getMessage()));
    }
  }
}
