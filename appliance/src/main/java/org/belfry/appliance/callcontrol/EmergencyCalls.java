package org.belfry.appliance.callcontrol;

import org.jspecify.annotations.Nullable;

/** Is told when somebody calls an emergency number; returns at once. */
public interface EmergencyCalls {

  /** On the lane of the call. */
  void called(Called call);

  /**
   * @param name of the user, or null when it is gone
   * @param number that is called
   * @param location where the phone is; may be empty
   * @param test whether it is a call to a number to test by, which alarms nobody
   */
  record Called(
      String callId,
      String extension,
      @Nullable String name,
      String number,
      String location,
      boolean test) {}
}
