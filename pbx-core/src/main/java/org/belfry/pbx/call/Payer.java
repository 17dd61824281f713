package org.belfry.pbx.call;

import org.jspecify.annotations.Nullable;

/**
 * Who answers for a call that goes into our proxy: whose class of service decides whether it may
 * leave the site, and whose number it shows. Known from who signed in and from what was configured,
 * never from a header field.
 */
public sealed interface Payer {
  /** Nobody: the call reaches what is inside and may not leave the site. */
  Payer NOBODY = new Nobody();

  /** A user, or nobody for null. */
  static Payer user(@Nullable String extension) {
    return extension == null ? NOBODY : new User(extension);
  }

  /** One of our users. */
  record User(String extension) implements Payer {}

  /** One of our users, who has sent the call on and is not in it. */
  record Transferor(String extension) implements Payer {}

  /**
   * The site itself, for what an administrator has configured. It may call anywhere, so whoever
   * uses it must be sure that no caller decides where the call goes.
   *
   * @param why what was configured, for logs
   */
  record Site(String why) implements Payer {}

  record Nobody() implements Payer {}

  /** The telephone network: the call reaches the site's outside numbers and nothing else. */
  record Network(String trunk) implements Payer {}

  /**
   * The user at the far end of a leg of the same call, as signed in when the call began or as
   * registered for the device that answered: the {@link Transferor}. Nobody when there is no user.
   *
   * @param orElse another leg, asked when the first has no user; or -1
   */
  record Leg(int leg, int orElse) implements Payer {
    public Leg(int leg) {
      this(leg, -1);
    }
  }
}
