package org.belfry.appliance.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.FuseAdmin.BlownView;
import org.belfry.pbx.admin.FuseAdmin.FuseView;
import org.belfry.pbx.admin.FuseAdmin.HeldView;
import org.belfry.pbx.admin.HealthMonitor.CheckView;

/** Whether outside calls are stopped by the fraud fuse. */
final class FuseCheck {
  private static final String ABOUT = "fuse";

  private FuseCheck() {}

  static List<CheckView> judge(FuseView fuse) {
    List<CheckView> found = new ArrayList<>();
    for (BlownView each : fuse.blown()) {
      found.add(
          Finding.bad(
              ABOUT,
              "fuse_" + (each.scope() + "_" + each.kind()).toLowerCase(Locale.ROOT),
              each.sentence(),
              "find out who made these calls, change the password of the account, then release the"
                  + " fuse on the page Fraud fuse",
              each.name()));
    }
    for (HeldView each : fuse.held()) {
      found.add(
          Finding.warning(
              ABOUT,
              "fuse_country",
              "first call attempt to a new country: "
                  + Locale.of("", each.country()).getDisplayCountry(Locale.ENGLISH),
              "allow calls to this country on the page Fraud fuse, or keep them blocked",
              each.country()));
    }
    if (found.isEmpty()) {
      found.add(
          fuse.enabled()
              ? Finding.ok(ABOUT, "fuse_ok", "no fraud fuse has blown")
              : Finding.ok(ABOUT, "fuse_off", "the fraud fuse is off"));
    }
    return found;
  }
}
