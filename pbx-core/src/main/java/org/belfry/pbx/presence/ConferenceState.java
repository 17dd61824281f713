package org.belfry.pbx.presence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conference as it is watched.
 *
 * @param active whether anybody is there
 * @param attendees in the order in which they came
 */
public record ConferenceState(
    String title, boolean active, boolean locked, List<Attendee> attendees) {

  public ConferenceState {
    attendees = List.copyOf(attendees);
  }

  /**
   * One who is there.
   *
   * @param id of its call
   * @param uri who it is, or null when it hides that
   * @param waiting whether it has not been let in yet
   */
  public record Attendee(
      String id,
      @Nullable String uri,
      @Nullable String display,
      boolean moderator,
      boolean muted,
      boolean waiting,
      Instant since) {}
}
