package org.belfry.pbx.app;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes calls and rooms for applications. For any thread. */
public interface VoiceCalls {

  /**
   * Calls somebody. When it is answered, the application runs with it.
   *
   * @param failed is told when nobody took it, or there was no room for the call; on any thread
   * @return the Call-ID
   */
  String call(VoiceApplication application, OutgoingCall call, Consumer<Bridged> failed);

  /**
   * A new room.
   *
   * @param participantsMax 2 to 200
   */
  Room room(String name, int participantsMax);

  /** BCP 47, in which callers of this site are spoken to first. */
  String language();

  /** A call that goes on, by its id, or null. */
  @Nullable VoiceCall find(String id);
}
