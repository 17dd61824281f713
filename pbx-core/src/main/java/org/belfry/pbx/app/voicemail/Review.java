package org.belfry.pbx.app.voicemail;

import java.nio.file.Path;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceCall;

/** What somebody decides about a recording: 1 to accept it, 2 to listen to it, 3 for another. */
enum Review {
  ACCEPTED,
  AGAIN,
  /** Nothing was said to it, or nobody is there any more. */
  SILENT;

  /** As often as anybody listens to a recording. */
  private static final int LISTENS = 20;

  /**
   * @param menu the phrase that asks
   */
  static Review of(VoiceCall call, Path recording, String menu) {
    int silent = 0;
    for (int i = 0; i < LISTENS && silent < 2; i++) {
      switch (call.collect(Collect.key(Prompt.phrase(menu)))) {
        case Collected.Digits(String key) when key.equals("1") -> {
          return ACCEPTED;
        }
        case Collected.Digits(String key) when key.equals("2") ->
            call.play(new Prompt.Sound(recording));
        case Collected.Digits(String key) when key.equals("3") -> {
          return AGAIN;
        }
        case Collected.Digits other -> call.play(Prompt.phrase("invalid-entry"));
        case Collected.TimedOut none -> silent++;
        case Collected.Gone gone -> {
          return SILENT;
        }
      }
    }
    return SILENT;
  }
}
