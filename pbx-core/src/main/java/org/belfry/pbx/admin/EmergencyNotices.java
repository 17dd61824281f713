package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Emergency calls as the front desk sees them, until somebody there has acknowledged them. */
public interface EmergencyNotices {

  /** Those that this user is to see, the newest first; none for who is not at the front desk. */
  List<NoticeView> open(String extension);

  /**
   * Somebody at the front desk takes care of it: nobody is shown it any more. Nothing happens when
   * it is acknowledged already, or none of this user's.
   */
  void acknowledge(String extension, String callId);

  /** Calls the listener when there is a notice more or less; it must return soon. */
  LiveUpdates.Subscription onChange(Runnable listener);

  /**
   * @param extension who calls, and {@code name} of the user; null when it is gone
   * @param number that is called
   * @param location in one line; empty when it is not known
   * @param test whether it is a call to a number to test by, which is no alarm
   */
  record NoticeView(
      String callId,
      Instant at,
      String extension,
      @Nullable String name,
      String number,
      String location,
      boolean test) {}
}
