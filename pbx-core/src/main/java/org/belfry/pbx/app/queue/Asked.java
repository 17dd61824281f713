package org.belfry.pbx.app.queue;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the argument of a destination asks for: {@code sales,skill=french,priority=3}.
 *
 * @param priority 0 to 100; higher is served first
 */
record Asked(String queue, @Nullable String skill, int priority) {
  private static final int PRIORITY_MAX = 100;

  /** What it does not understand it leaves out. */
  static Asked of(String argument) {
    String[] parts = argument.split(",");
    String skill = null;
    int priority = 0;
    for (String part : parts) {
      if (part.startsWith("skill=")) {
        skill = part.substring(6).strip().toLowerCase(Locale.ROOT);
      } else if (part.matches("priority=[0-9]{1,3}")) {
        priority = Math.min(PRIORITY_MAX, Integer.parseInt(part.substring(9)));
      }
    }
    return new Asked(parts[0], skill, priority);
  }
}
