package org.belfry.appliance.callcontrol;

import org.jspecify.annotations.Nullable;

/** Is told when somebody calls an emergency number; returns at once. */
public interface EmergencyCalls {

  /** On the lane of the call. */
  void called(Called call);

  /**
   * @param name of the user, or null when it is gone
   * @param location where the phone stands; may be empty
   */
  record Called(String callId, String extension, @Nullable String name, String location) {}
}
