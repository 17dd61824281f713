package org.belfry.pbx.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has happened and waits until the program looks. */
interface NewsQueue {
  /** Any thread; does not wait. */
  void put(VoiceEvent news);

  /** The next one, waited for until then; null when none came. */
  @Nullable VoiceEvent take(Instant until);

  /** How many wait. */
  int size();
}
