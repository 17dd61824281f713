package org.belfry.appliance.health;

import java.util.List;
import org.belfry.pbx.admin.EmergencyPreview.Person;
import org.belfry.pbx.admin.HealthMonitor.CheckView;

/** Whether it is known of every user where an ambulance would have to go. */
final class EmergencyCheck {
  private static final String ABOUT = "emergency";

  private EmergencyCheck() {}

  /**
   * @param locations how many there are; a site without any has not begun
   */
  static List<CheckView> judge(int locations, List<Person> unlocated) {
    if (locations == 0) {
      return List.of(
          Finding.ok(ABOUT, "emergency_none", "no locations for emergency calls are set up"));
    }
    if (unlocated.isEmpty()) {
      return List.of(
          Finding.ok(ABOUT, "emergency_ok", "every user has a location for emergency calls"));
    }
    String count = Integer.toString(unlocated.size());
    return List.of(
        Finding.warning(
            ABOUT,
            "emergency_unlocated",
            "users without a location for emergency calls: " + count,
            "make a location the default on the page Emergency calls, or add these users to one",
            count));
  }
}
