package org.belfry.pbx.admin;

/** Has registered phones do something with themselves. */
public interface PhoneNotices {

  /**
   * Sends a NOTIFY; nothing tells whether the phone obeys.
   *
   * @param contact of its registration
   * @param event as its maker wants it: {@code check-sync;reboot=false}
   * @return false when there is no such registration
   */
  boolean tell(String extension, String contact, String event);
}
