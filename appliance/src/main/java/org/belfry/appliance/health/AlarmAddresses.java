package org.belfry.appliance.health;

import java.util.List;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.InvalidCommand;
import org.springframework.stereotype.Component;

/** Who is told of alarms. */
@Component
class AlarmAddresses {
  private static final String SETTING = "alarms.mail";
  private static final int MOST = 20;
  private static final int LENGTH_MAX = 254;

  private final Settings settings;
  private final AuditTrail audit;
  private volatile List<String> to;

  AlarmAddresses(Settings settings, AuditTrail audit) {
    this.settings = settings;
    this.audit = audit;
    this.to = settings.get(SETTING).map(text -> List.of(text.split(" "))).orElse(List.of());
  }

  List<String> get() {
    return to;
  }

  List<String> set(List<String> wanted) {
    List<String> next =
        wanted.stream().map(String::strip).filter(each -> !each.isEmpty()).distinct().toList();
    if (next.size() > MOST) {
      throw new InvalidCommand("to", "enter at most " + MOST + " addresses");
    }
    for (String each : next) {
      if (each.length() > LENGTH_MAX || !each.matches("[^\\s@<>,;\"]+@[^\\s@<>,;\"]+")) {
        throw new InvalidCommand("to", each + " is not a valid e-mail address");
      }
    }
    if (next.isEmpty()) {
      settings.remove(SETTING);
    } else {
      settings.set(SETTING, String.join(" ", next));
    }
    audit.tell("alarm_mail", "", Kept.of(to), Kept.of(next));
    to = next;
    return next;
  }

  /** For the audit log. */
  private record Kept(List<String> to) {
    static Kept of(List<String> to) {
      return new Kept(to);
    }
  }
}
