package org.belfry.webui.base;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;

/** A state in one or two words, with a colour that is never its only sign. */
public class Pill extends Span {

  /** What the colour says. */
  public enum Tone {
    GOOD,
    BUSY,
    BAD,
    QUIET;

    /** The style class of this tone. */
    public String className() {
      return "bf-pill-" + name().toLowerCase(Locale.ROOT);
    }
  }

  public Pill(String text, Tone tone) {
    super(text);
    addClassNames("bf-pill", tone.className());
  }
}
