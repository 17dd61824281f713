package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the appliance itself: ports, networks, limits. What is changed applies after the
 * next restart.
 */
public interface SettingsAdmin {

  SettingsView settings();

  /**
   * @throws NotFound when there is none of this name
   */
  SettingView setting(String name);

  /**
   * Changes several, all or none.
   *
   * @param values by name; null for the default. Numbers, booleans, texts, and lists of texts, as
   *     their kinds say
   * @throws NotFound when there is none of a name
   * @throws InvalidCommand naming the settings that cannot be taken
   */
  SettingsView change(Map<String, @Nullable Object> values);

  /** Takes back what is not in use: the settings are again those that Belfry runs with. */
  SettingsView undo();

  /**
   * Restarts Belfry at once; calls end.
   *
   * @throws InvalidCommand when somebody else has planned it for this moment
   */
  void restartNow();

  /**
   * Restarts Belfry in the coming night, in the first minute without calls.
   *
   * @throws InvalidCommand when something is changed that needs its owner right afterwards
   */
  SettingsView restartTonight();

  /** No restart in the coming night. */
  SettingsView cancelRestart();

  /** What values of a setting look like. */
  enum Kind {
    /** {@code true} or {@code false}. */
    FLAG,
    /** A whole number. */
    WHOLE,
    /** A port; -1 where there may be none. */
    PORT,
    /** {@code 90s}, {@code 2m}, {@code 1h}, {@code 1d}. */
    DURATION,
    /** One of the choices. */
    CHOICE,
    /** {@code Europe/Berlin}. */
    ZONE,
    TEXT,
    /** Texts, in order. */
    LIST
  }

  /** Where a value comes from. */
  enum Source {
    /** Nobody has set it. */
    DEFAULT,
    /** Set in the pages or over REST. */
    HERE,
    /** {@code belfry.properties} or {@code application.properties}. */
    FILE,
    /** An environment variable. */
    ENVIRONMENT,
    /** An option of the command line. */
    OPTION
  }

  /**
   * @param name of the property: {@code belfry.sip-port}
   * @param group under which people look for it
   * @param value that the next start uses; null for none
   * @param defaultValue null for none
   * @param inUse that Belfry runs with
   * @param editable false when it is set elsewhere, which takes precedence
   * @param ownerOnly whether only an owner can change it
   * @param reaches whether the pages may be out of reach afterwards: then an administrator has to
   *     sign in within ten minutes, or Belfry takes it back
   * @param restart whether it applies only after a restart
   * @param optional whether there may be no value
   * @param range what values may be, in a few words: {@code 1 to 100}
   * @param choices of kind {@code CHOICE}
   */
  record SettingView(
      String name,
      String group,
      Kind kind,
      @Nullable Object value,
      @Nullable Object defaultValue,
      @Nullable Object inUse,
      Source source,
      boolean editable,
      boolean ownerOnly,
      boolean reaches,
      boolean restart,
      boolean optional,
      String range,
      List<String> choices) {

    /** Whether the next start uses another value than this one. */
    public boolean pending() {
      return !java.util.Objects.equals(value, inUse);
    }
  }

  /**
   * @param pending names of settings that apply after the next restart
   * @param refused settings with which Belfry could not start, or could not be reached; null for
   *     none
   * @param confirmBy until when an administrator has to sign in for the settings to stay; null when
   *     they stay
   */
  record SettingsView(
      List<SettingView> settings,
      List<String> pending,
      @Nullable RefusedView refused,
      @Nullable Instant confirmBy,
      RestartView restart) {}

  /**
   * @param reason a sentence
   * @param names of the settings that were not in use before
   */
  record RefusedView(Instant at, String reason, List<String> names) {}

  /**
   * @param tonight from when on a restart is due in the first minute without calls; null when none
   *     is planned
   * @param liveCalls that a restart now would end
   */
  record RestartView(@Nullable Instant tonight, int liveCalls) {}
}
