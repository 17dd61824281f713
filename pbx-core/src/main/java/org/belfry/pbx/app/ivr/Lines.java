package org.belfry.pbx.app.ivr;

import java.util.List;
import org.belfry.pbx.app.Prompt;

/** What {@link Line}s sound like. */
public final class Lines {
  private static final int DIGITS_MAX = 15;

  private Lines() {}

  public static List<Prompt> prompts(List<Line> lines) {
    return lines.stream().map(Lines::prompt).toList();
  }

  private static Prompt prompt(Line line) {
    return switch (line) {
      case Line.Text t -> new Prompt.Text(t.text());
      case Line.Prompt p -> new Prompt.Phrase(p.name());
      case Line.Digits d -> new Prompt.Digits(d.digits());
      case Line.Count c ->
          c.number().matches("[0-9]{1," + DIGITS_MAX + "}")
              ? new Prompt.Cardinal(Long.parseLong(c.number()))
              : new Prompt.Digits(c.number());
    };
  }
}
