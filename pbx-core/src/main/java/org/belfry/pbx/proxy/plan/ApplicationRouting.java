package org.belfry.pbx.proxy.plan;

import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy asks of our applications to route to them (RFC 3261 §16.5): by which URI each is
 * reached, and what a request says to it. Asked on lanes; must not block.
 */
public interface ApplicationRouting {

  /**
   * An application and the Request-URI that calls it.
   *
   * @param application its name
   */
  record Called(String application, String uri) {}

  /** Who calls a number of the telephone network by its trunk. */
  Called outside(Place.Outside place, Directory directory);

  /** The same, and asks the callee to press a key before the call is theirs. */
  Called confirmedOutside(Place.Outside place, Directory directory);

  /**
   * Who picks up the call that an INVITE with Replaces names (RFC 3891 §3); null when that does not
   * ring at a phone of ours.
   *
   * @param replaces the value of the header field
   */
  @Nullable Called pickup(String replaces, Directory directory);

  /**
   * A REFER on its way to a phone of ours, with what the application that it leads to has to know
   * (RFC 3515 §2.1).
   *
   * @param sender the user who transfers
   */
  SipRequest transferring(SipRequest refer, Aor sender, Directory directory);
}
