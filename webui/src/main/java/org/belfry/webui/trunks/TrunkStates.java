package org.belfry.webui.trunks;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.Locale;
import org.belfry.pbx.admin.TrunkMonitor.TrunkState;
import org.belfry.pbx.admin.TrunkMonitor.TrunkView;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/** How a trunk stands, in words. */
public final class TrunkStates {
  private TrunkStates() {}

  /** One or two words. */
  public static Pill pill(Component on, TrunkState state) {
    Pill.Tone tone =
        switch (state) {
          case REGISTERED, UP -> Pill.Tone.GOOD;
          case TRYING, STOPPING -> Pill.Tone.BUSY;
          case FAILED, REFUSED -> Pill.Tone.BAD;
          case OFF -> Pill.Tone.QUIET;
        };
    return new Pill(
        on.getTranslation("trunks.state." + state.name().toLowerCase(Locale.ROOT)), tone);
  }

  /** The words, since when, and what is wrong. */
  public static Component full(Component on, @Nullable TrunkView trunk, Moments moments) {
    if (trunk == null) {
      return pill(on, TrunkState.OFF);
    }
    Div line = new Div(pill(on, trunk.state()));
    line.addClassName("bf-entry-line");
    if (trunk.since() != null) {
      line.add(new Span(on.getTranslation("trunks.since", moments.minute(trunk.since()))));
    }
    Div full = new Div(line);
    full.addClassName("bf-entry");
    if (trunk.problem() != null) {
      full.add(words(problem(on, trunk)));
    }
    if (trunk.nextTryAt() != null && !trunk.usable()) {
      full.add(words(on.getTranslation("trunks.next", moments.time(trunk.nextTryAt()))));
    }
    return full;
  }

  private static String problem(Component on, TrunkView trunk) {
    return trunk.problemStatus() == null
        ? String.valueOf(trunk.problem())
        : on.getTranslation(
            "trunks.problem.status",
            trunk.problem(),
            trunk.problemStatus().toString(),
            trunk.problemReason() == null ? "" : trunk.problemReason());
  }

  private static Span words(String sentence) {
    Span words = new Span(sentence);
    words.addClassName("bf-small");
    return words;
  }
}
