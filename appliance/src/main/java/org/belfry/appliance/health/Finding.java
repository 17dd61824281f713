package org.belfry.appliance.health;

import java.util.List;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;

/** Makes what is told of something that was looked at. */
final class Finding {
  private Finding() {}

  static CheckView ok(String about, String code, String sentence, String... words) {
    return new CheckView(Level.OK, about, code, List.of(words), sentence, "");
  }

  static CheckView warning(
      String about, String code, String sentence, String advice, String... words) {
    return new CheckView(Level.WARNING, about, code, List.of(words), sentence, advice);
  }

  static CheckView bad(String about, String code, String sentence, String advice, String... words) {
    return new CheckView(Level.BAD, about, code, List.of(words), sentence, advice);
  }

  /** As figures tell it: 0 well, 1 somebody should look, 2 something does not work. */
  static int number(Level level) {
    return switch (level) {
      case OK -> 0;
      case WARNING -> 1;
      case BAD -> 2;
    };
  }
}
