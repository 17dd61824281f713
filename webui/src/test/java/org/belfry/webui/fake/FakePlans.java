package org.belfry.webui.fake;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PlanExplainer;
import org.jspecify.annotations.Nullable;

/** Explains each call alike: a user's phones, a group's when they are busy, then the mailbox. */
public final class FakePlans implements PlanExplainer {
  private volatile @Nullable Instant lastAt;

  /** The moment that was asked about last. */
  public @Nullable Instant lastAt() {
    return lastAt;
  }

  @Override
  public Explanation explain(String from, String to, Instant at) {
    if (from.isEmpty()) {
      throw new InvalidCommand("from", "Enter the caller.");
    }
    if (to.isEmpty()) {
      throw new InvalidCommand("to", "Enter the dialled number.");
    }
    lastAt = at;
    StepView mailbox =
        ring(60, List.of(), new PlaceView("application", "voicemail", "1002", 0, false, "1002"));
    StepView mobile =
        ring(
            25,
            List.of(
                new NextView(
                    List.of("busy", "no-answer", "redirected", "unreachable", "declined"),
                    mailbox)),
            new PlaceView("outside", "+491712345678", "provider", 0, true, "1002"),
            new PlaceView("phones", "1003", null, 5, false, "1002"));
    StepView phones =
        ring(
            30,
            List.of(
                new NextView(
                    List.of("busy"),
                    new StepView(
                        "refuse", "refuse with 486 Busy Here", List.of(), 0, 486, List.of())),
                new NextView(List.of("no-answer", "unreachable"), mobile),
                new NextView(List.of("redirected", "declined"), mailbox)),
            new PlaceView("phones", "1002", null, 0, false, null));
    return new Explanation(
        from,
        to,
        at,
        List.of(
            reason("DIALLED_USER", to, "Bob Okafor"),
            reason("SCHEDULE_CLOSED", "Office", "2026-12-24T20:00"),
            reason("RULE", "2", "1002"),
            reason("RINGS", "1002", "30"),
            reason("FORBIDDEN", "1002", "INTERNATIONAL"),
            reason("FORWARDED", "1002", "voicemail:1002"),
            new ReasonView("SOMETHING_NEW", List.of(), "A decision of a later release.")),
        phones,
        "");
  }

  private static StepView ring(long seconds, List<NextView> then, PlaceView... places) {
    return new StepView("ring", "ring", List.of(places), seconds, 0, then);
  }

  private static ReasonView reason(String code, String... words) {
    return new ReasonView(code, List.of(words), code);
  }
}
