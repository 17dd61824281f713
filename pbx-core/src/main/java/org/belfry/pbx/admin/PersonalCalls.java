package org.belfry.pbx.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.jspecify.annotations.Nullable;

/** The calls of one user as that user sees them: with whom, and whether they were missed. */
public interface PersonalCalls {

  /**
   * Calls that have ended, newest first.
   *
   * @param missedOnly only those to the user that nobody took, since they were cleared
   * @param limit 1 to 500
   * @param offset rows to skip, from 0
   * @throws InvalidCommand when limit or offset is out of range
   */
  Page calls(String extension, boolean missedOnly, int offset, int limit);

  /**
   * Takes the calls that the user has missed so far off the list of missed ones; they stay among
   * all calls.
   */
  void clearMissed(String extension);

  /**
   * Calls the listener after calls of this user were added to the list or missed ones cleared, on a
   * thread of the appliance's; the listener must return soon.
   *
   * @return closes the subscription
   */
  LiveUpdates.Subscription onChange(String extension, Runnable listener);

  /**
   * @param outgoing true when the user called
   * @param number of the other one; null for somebody who did not say
   * @param talked how long, or null when nobody answered; nobody of ours has when voicemail took an
   *     incoming call
   */
  record PersonalCall(
      long id,
      boolean outgoing,
      @Nullable String number,
      @Nullable String name,
      Instant startedAt,
      @Nullable Duration talked,
      CallRecord.Cause cause) {

    /** Somebody called, and nobody took it. */
    public boolean missed() {
      return !outgoing && talked == null;
    }
  }

  /**
   * @param total rows in all
   */
  record Page(List<PersonalCall> calls, long total) {
    public Page {
      calls = List.copyOf(calls);
    }
  }
}
