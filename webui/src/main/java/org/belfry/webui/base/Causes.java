package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import java.util.Locale;
import org.belfry.pbx.cdr.CallRecord;

/** How a call ended, in words. */
public final class Causes {
  private Causes() {}

  /** One or two words with a tone, for lists. */
  public static Pill pill(Component on, CallRecord call) {
    if (call.answeredAt() != null) {
      return new Pill(on.getTranslation("cause.answered"), Pill.Tone.GOOD);
    }
    Pill.Tone tone =
        switch (call.cause()) {
          case CANCELLED, NO_ANSWER, BUSY, DECLINED, CALLER_HUNG_UP, CALLEE_HUNG_UP ->
              Pill.Tone.BUSY;
          case NOT_REGISTERED,
              UNKNOWN_NUMBER,
              FORBIDDEN,
              UNREACHABLE,
              FAILED,
              MEDIA_LOST,
              ENDED_BY_ADMIN,
              ENDED_BY_RESTART,
              FRAUD,
              PREEMPTED,
              LOST ->
              Pill.Tone.BAD;
        };
    return new Pill(on.getTranslation(key("cause.short.", call.cause())), tone);
  }

  /** A sentence, for the details. */
  public static String sentence(Component on, CallRecord.Cause cause) {
    return on.getTranslation(key("cause.long.", cause));
  }

  private static String key(String prefix, CallRecord.Cause cause) {
    return prefix + cause.name().toLowerCase(Locale.ROOT);
  }
}
