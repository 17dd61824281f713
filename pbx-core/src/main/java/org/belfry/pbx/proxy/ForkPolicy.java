package org.belfry.pbx.proxy;

import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * How a request goes on when the groups at hand have been tried (RFC 3261 §16.6, §16.7).
 *
 * @param planned whether somebody is to be asked what comes next
 * @param many whether the groups are the places of different people, so that one who declines
 *     speaks for one place only
 * @param verdict what the caller is told in the end instead of the best answer, or null
 */
public record ForkPolicy(boolean planned, boolean many, @Nullable SipResponse verdict) {
  /** Nothing comes; everybody who is tried is the same person. */
  public static final ForkPolicy NONE = new ForkPolicy(false, false, null);

  private static final ForkPolicy ONE = new ForkPolicy(true, false, null);
  private static final ForkPolicy MANY = new ForkPolicy(true, true, null);

  /** A plan knows what comes next. */
  public static ForkPolicy planned(boolean many) {
    return many ? MANY : ONE;
  }
}
