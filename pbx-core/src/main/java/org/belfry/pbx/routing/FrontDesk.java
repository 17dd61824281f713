package org.belfry.pbx.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.SideNote.Emergency;

/** What the front desk is told of an emergency call (47 CFR §9.16): who, and where. */
public final class FrontDesk {
  private FrontDesk() {}

  /** Texts by extension: the front desk's, or each member's when it is a group. */
  public static Map<String, String> of(Emergency emergency, Directory directory) {
    Map<String, String> texts = new LinkedHashMap<>();
    String desk = emergency.frontDesk();
    if (desk == null || emergency.test()) {
      return texts;
    }
    String text = text(emergency, directory);
    RingGroup group = directory.dialPlan().groups().get(desk);
    User user = directory.user(desk);
    if (user != null) {
      texts.put(user.extension(), text);
    } else if (group != null) {
      group.members().forEach(member -> texts.put(member.extension(), text));
    }
    return texts;
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
