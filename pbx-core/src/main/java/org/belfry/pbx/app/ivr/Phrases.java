package org.belfry.pbx.app.ivr;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.User;

/** What an attendant says of itself: phrases that every language pack has. */
public final class Phrases {
  static final List<Line> INVALID = of("invalid-entry");
  static final List<Line> NO_SUCH_EXTENSION = of("ivr-no-such-extension");
  static final List<Line> NO_SUCH_NAME = of("ivr-no-such-name");
  static final List<Line> TOO_MANY_NAMES = of("ivr-too-many-names");
  static final List<Line> UNTAKEN = of("nobody-there");
  static final List<Line> GOODBYE = of("goodbye");
  static final List<Line> FAILED = of("not-available");

  private Phrases() {}

  /** "For Alice Smith, press 1; for …". */
  static List<Line> choice(List<User> users) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      lines.add(new Line.Prompt("for"));
      lines.add(new Line.Text(users.get(i).name()));
      lines.add(new Line.Prompt("press"));
      lines.add(new Line.Count(Integer.toString(i + 1)));
    }
    return lines;
  }

  private static List<Line> of(String name) {
    return List.of(new Line.Prompt(name));
  }
}
