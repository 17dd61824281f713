package org.belfry.appliance.mediabridge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.belfry.media.session.CallTap;
import org.belfry.media.session.NotRecordable;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;

/** Records calls whose media runs through us. */
public final class RecordedCalls {
  private final MediaBridge media;
  private final Recordings recordings;
  private final PlayedSounds sounds;

  RecordedCalls(MediaBridge media, Recordings recordings, PlayedSounds sounds) {
    this.media = media;
    this.recordings = recordings;
    this.sounds = sounds;
  }

  /**
   * Who wants to know of each answered call that can be recorded from now on: its Call-ID, on its
   * lane.
   */
  public void onTalk(Consumer<String> then) {
    media.onTalk(then);
  }

  /** Whether both sides have agreed on sound that runs through us. */
  public boolean canBegin(String callId) {
    return media.canRecord(callId);
  }

  /**
   * Records both sides of an answered call until it ends: the caller on the left channel, the
   * callee on the right one. May wait for the speech engine.
   *
   * @param file ends in {@code .wav} or {@code .opus}
   * @param announced what both hear first; may be empty
   * @param then is given how it ended, exactly once
   * @throws NotRecordable with a sentence for people
   */
  public CallTap begin(
      String callId,
      Path file,
      Duration lengthMax,
      List<Prompt> announced,
      String language,
      Consumer<Recorded> then)
      throws NotRecordable {
    return media.record(
        callId,
        rate -> recordings.recorder(file, rate, 2, lengthMax, then),
        rate -> announced.isEmpty() ? List.of() : sounds.of(announced, language, rate));
  }
}
