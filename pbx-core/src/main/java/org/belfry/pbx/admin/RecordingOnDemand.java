package org.belfry.pbx.admin;

import java.util.List;
import org.belfry.pbx.admin.RecordingAdmin.Command;

/** Recording of a user's own calls in progress, where the user's rule is on demand. */
public interface RecordingOnDemand {

  /** How a call in progress is recorded. */
  enum State {
    OFF,
    ON,
    PAUSED,
    /** By a rule or an administrator: the user cannot stop or pause it. */
    FIXED
  }

  /** The user's answered calls, newest first; empty when the user's calls are never recorded. */
  List<OwnCall> calls(String extension);

  /**
   * Starts, stops, pauses or resumes the recording of one of the user's calls.
   *
   * @throws NotFound when the user is in no such answered call, or may not record
   * @throws InvalidCommand naming {@code callId}, with a sentence saying why it is not possible
   */
  void command(String extension, String callId, Command command);

  /** Tells when a recording began, ended, paused or resumed; the listener must return soon. */
  LiveUpdates.Subscription onChange(Runnable listener);

  /**
   * @param with extension or number of the other party
   */
  record OwnCall(String callId, String with, State state) {}
}
