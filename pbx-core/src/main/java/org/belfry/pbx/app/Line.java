package org.belfry.pbx.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a program's thread and its call speak with each other. */
interface Line {

  Instant now();

  /** The next thing that happened, waited for until then; null when nothing did. */
  @Nullable VoiceEvent next(Instant until);

  /** Something happened; on any thread. */
  void put(VoiceEvent news);

  void say(VoiceCommand word);

  /** The sound of a leg; a new one for a leg that has none yet. */
  VoiceMedia.Voice voice(int leg);

  /** A mixer of this call's own. */
  Room room();

  /** True once the caller has gone, even before the program has got to know. */
  boolean gone();
}
