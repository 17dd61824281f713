package org.belfry.pbx.routing;

import java.util.List;
import java.util.Set;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Whether a phone may be sent (REFER, RFC 3515) where its transferor's own plan leads. The phone
 * dials as its own user, so what the transferor may not dial, and what changes settings of whoever
 * dials it, is refused beforehand.
 */
public final class TransferCheck {
  private static final Set<String> OF_THE_CALLER = Set.of("feature", "queue-login", "queue-pause");

  private TransferCheck() {}

  /** Whether an application changes settings of whoever calls it. */
  static boolean changesItsCaller(String application) {
    return OF_THE_CALLER.contains(application);
  }

  /** The same for an application that is called by its name, {@code sip:~queue-login@…}. */
  public static boolean changesItsCaller(SipUri named) {
    String user = named.user();
    return user != null && user.startsWith("~") && changesItsCaller(user.substring(1));
  }

  /**
   * True when the transfer must not reach the phone.
   *
   * @param plan what the transferor would get by dialling the target
   * @param user whether the transferor is a user or peer of this site; others transfer to
   *     extensions alone
   */
  public static boolean forbids(CallPlan plan, boolean user) {
    return switch (plan) {
      case CallPlan.Reject reject -> !user || reject.status() == 403;
      case CallPlan.Redirect redirect -> !user;
      case CallPlan.Aside aside -> forbids(aside.then(), user);
      case CallPlan.Ring ring -> forbids(ring.alerts(), user);
    };
  }

  /**
   * True when a phone that dials this would reach what its own user has saved under it, which the
   * transferor cannot know, and may not be allowed to call.
   *
   * @param transferee the phone's user, or null when it is none of ours
   */
  public static boolean isSpeedDialOf(@Nullable User transferee, SipUri target, DialIndex index) {
    String number = target.user();
    boolean here = !target.isSip() || index.directory().isLocal(target.host());
    if (transferee == null || number == null || !here) {
      return false;
    }
    while (index.emergency(number) == null
        && index.directory().user(number) == null
        && index.group(number) == null
        && index.service(number) == null) {
      if (transferee.settings().speedDials().containsKey(number)) {
        return true;
      }
      DialIndex.Coded coded = index.feature(number);
      if (coded == null || coded.code() != FeatureCode.ANONYMOUS_CALL || coded.rest().isEmpty()) {
        return false;
      }
      number = coded.rest();
    }
    return false;
  }

  private static boolean forbids(List<Alert> alerts, boolean user) {
    return alerts.stream().map(Alert::place).anyMatch(place -> forbids(place, user));
  }

  private static boolean forbids(Place place, boolean user) {
    return switch (place) {
      case Place.Phones phones -> false;
      case Place.Application app -> !user || changesItsCaller(app.name());
      case Place.Outside outside -> !user;
      case Place.Neighbour neighbour -> !user;
      case Place.Address address -> !user;
    };
  }
}
