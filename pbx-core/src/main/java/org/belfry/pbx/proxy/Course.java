package org.belfry.pbx.proxy;

import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * What comes when the groups at hand have been tried.
 *
 * @param planned whether somebody is to be asked what comes next
 * @param many whether the groups are the places of different people, so that one who declines
 *     speaks for one place only
 * @param verdict what the caller is told in the end instead of the best answer, or null
 */
public record Course(boolean planned, boolean many, @Nullable SipResponse verdict) {
  /** Nothing comes; everybody who is tried is the same person. */
  public static final Course NONE = new Course(false, false, null);

  private static final Course ONE = new Course(true, false, null);
  private static final Course MANY = new Course(true, true, null);

  /** A plan knows what comes next. */
  public static Course planned(boolean many) {
    return many ? MANY : ONE;
  }
}
