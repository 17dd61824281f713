package org.belfry.pbx.app.conference;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One who is in a conference, or waits for its moderator.
 *
 * @param id of the call
 * @param name as shown, or null
 * @param number extension or outside number, or null when hidden
 * @param moderator what it may do
 * @param muted whether it only hears
 * @param waiting whether it has not been let in yet
 * @param spoken its name in its own words, or null
 */
public record Member(
    String id,
    @Nullable String name,
    @Nullable String number,
    boolean moderator,
    boolean muted,
    boolean waiting,
    Instant since,
    @Nullable Path spoken) {

  /** One whose name nobody has recorded. */
  public Member(
      String id,
      @Nullable String name,
      @Nullable String number,
      boolean moderator,
      boolean muted,
      boolean waiting,
      Instant since) {
    this(id, name, number, moderator, muted, waiting, since, null);
  }

  Member muted(boolean on) {
    return new Member(id, name, number, moderator, on, waiting, since, spoken);
  }

  Member admitted() {
    return new Member(id, name, number, moderator, muted, false, since, spoken);
  }
}
