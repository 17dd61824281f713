package org.belfry.pbx.proxy.plan;

import java.util.Map;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.PlanCursor;
import org.belfry.pbx.routing.PlanText;
import org.belfry.pbx.sip.route.Target;
import org.jspecify.annotations.Nullable;

/** How far one call has come in its plan, in a lane's memory. */
public final class PlanRun {
  /** The snapshot that the call began with. */
  public final Directory directory;

  PlanCursor cursor;

  /** Who rings now, when it is one place. */
  @Nullable Alert alert;

  /** Who rings now by {@link Target#key}, when they are several. */
  Map<String, Alert> alerts = Map.of();

  public PlanRun(Directory directory, PlanCursor cursor) {
    this.directory = directory;
    this.cursor = cursor;
  }

  /** The place that a branch to this target is for, or null when that is not known. */
  public @Nullable Alert alertOf(Target target) {
    return alert != null ? alert : alerts.get(target.key());
  }

  /** The user whose phone a target is, or null. */
  public @Nullable String userOf(Target target) {
    Alert of = alertOf(target);
    return of != null && of.place() instanceof Place.Phones phones ? phones.extension() : null;
  }

  /** Which step of the plan it is, for the call record; null for phones that were dialled. */
  public @Nullable String stepOf(Target target) {
    Alert of = alertOf(target);
    return of == null ? null : step(of);
  }

  public static @Nullable String step(Alert alert) {
    String sender = alert.onBehalfOf();
    String group = alert.group();
    if (sender == null && group == null && alert.place() instanceof Place.Phones) {
      return null;
    }
    return PlanText.place(alert.place())
        + (group == null ? "" : ", group " + group)
        + (sender == null ? "" : ", sent by " + sender + cause(alert.cause()));
  }

  private static String cause(int cause) {
    return switch (cause) {
      case 302 -> " always";
      case 486 -> " when busy";
      case 408 -> " after no answer";
      case 404, 503 -> " as unreachable";
      default -> "";
    };
  }

  /** Whether the places that ring now are those of different people. */
  public static boolean isMany(CallPlan.Ring ring) {
    return ring.alerts().size() > 1;
  }
}
