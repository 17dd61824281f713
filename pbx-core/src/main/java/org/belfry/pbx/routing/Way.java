package org.belfry.pbx.routing;

import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/**
 * How a call came to where it is planned now.
 *
 * @param payer whose permissions and number count for outside calls, or null
 * @param arranged whether the site itself sends the call on, which may call anywhere
 * @param hidden whether the called party is not to see a number
 * @param onBehalfOf who sent it here, or null
 * @param cause why, as in {@link CallPlan.Alert}
 * @param path where it has been
 * @param hops destinations since something rang
 * @param rings how many rings lie before this
 * @param last what comes when nothing else does: the mailbox of whom it was for; or null
 */
record Way(
    @Nullable User payer,
    boolean arranged,
    boolean hidden,
    @Nullable String onBehalfOf,
    int cause,
    @Nullable Stop path,
    int hops,
    int rings,
    @Nullable CallPlan last) {

  /** Somewhere a call has been, and before that. */
  record Stop(String where, @Nullable Stop before) {}

  static Way of(Caller caller) {
    return new Way(
        caller instanceof Caller.OurUser our ? our.user() : null,
        caller instanceof Caller.Ourselves,
        caller.anonymous(),
        null,
        0,
        null,
        0,
        0,
        null);
  }

  boolean hasBeenAt(String where) {
    for (Stop stop = path; stop != null; stop = stop.before) {
      if (stop.where.equals(where)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it may leave the house at all. */
  boolean mayLeave() {
    return payer != null || arranged;
  }

  Way at(String where) {
    return new Way(
        payer, arranged, hidden, onBehalfOf, cause, new Stop(where, path), hops + 1, rings, last);
  }

  Way withLast(@Nullable CallPlan plan) {
    return new Way(payer, arranged, hidden, onBehalfOf, cause, path, hops, rings, plan);
  }

  Way hiding() {
    return new Way(payer, arranged, true, onBehalfOf, cause, path, hops, rings, last);
  }

  /** Something has rung before what comes now. */
  Way afterRings(int count) {
    return new Way(payer, arranged, hidden, onBehalfOf, cause, path, 0, rings + count, last);
  }

  /** A user sends it on. */
  Way sentBy(User user, int why) {
    return new Way(user, false, hidden, user.extension(), why, path, hops, rings, last);
  }

  /** The site sends it on. */
  Way arranged(@Nullable String by, int why) {
    return new Way(null, true, hidden, by, why, path, hops, rings, last);
  }
}
