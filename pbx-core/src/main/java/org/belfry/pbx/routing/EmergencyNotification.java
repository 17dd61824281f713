package org.belfry.pbx.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.SideNote.Emergency;
import org.jspecify.annotations.Nullable;

/** What the front desk is told of an emergency call (47 CFR §9.16): who, and where. */
public final class EmergencyNotification {
  private EmergencyNotification() {}

  /** Texts by extension: the front desk's, or each member's when it is a group. */
  public static Map<String, String> of(Emergency emergency, Directory directory) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!emergency.test()) {
      String text = text(emergency, directory);
      members(emergency.frontDesk(), directory).forEach(member -> texts.put(member, text));
    }
    return texts;
  }

  /** Its extensions: the user's, or those of the group's members. */
  public static List<String> members(@Nullable String frontDesk, Directory directory) {
    if (frontDesk == null) {
      return List.of();
    }
    User user = directory.user(frontDesk);
    if (user != null) {
      return List.of(user.extension());
    }
    RingGroup group = directory.dialPlan().groups().get(frontDesk);
    return group == null
        ? List.of()
        : group.members().stream().map(RingGroup.Member::extension).toList();
  }

  private static String text(Emergency emergency, Directory directory) {
    User caller = directory.user(emergency.extension());
    String where = emergency.where().text();
    return "EMERGENCY CALL by "
        + emergency.extension()
        + (caller == null ? "" : " (" + caller.name() + ")")
        + " to "
        + emergency.number()
        + (where.isBlank() ? "; its location is not known." : ": " + where);
  }
}
