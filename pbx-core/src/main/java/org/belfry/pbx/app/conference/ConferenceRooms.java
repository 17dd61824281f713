package org.belfry.pbx.app.conference;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What conferences need of the site. For any thread; answers at once. */
public interface ConferenceRooms {

  /** The permanent room of this name or number, or null. */
  @Nullable ConferenceRoom room(String nameOrNumber);

  /**
   * Where a recording is to be kept, ending in {@code .wav} or {@code .opus}; its directory exists.
   *
   * @return null when nothing can be recorded now
   */
  @Nullable Path recording(ConferenceRoom room, Instant began);

  /**
   * Where a participant's name is recorded, ending in {@code .wav}; deleted when it has gone.
   *
   * @return null when nothing can be recorded now
   */
  @Nullable Path name();

  /** Nothing more is written to a file that {@link #recording} has given. */
  void recorded(Path file);
}
