package org.belfry.pbx.app.voicemail;

import java.util.List;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.VoiceCall;

/** What somebody is asked for on the phone, with the usual patience. */
final class Keys {
  /** Nobody has pressed anything, or nobody is there. */
  static final char NONE = ' ';

  private Keys() {}

  /** One of these keys, asked for up to three times; {@link #NONE} without one. */
  static char oneOf(VoiceCall call, String keys, Prompt... question) {
    for (int i = 0; i < VoicemailLimits.TRIES; i++) {
      switch (call.collect(Collect.key(question))) {
        case Collected.Digits(String key) when keys.contains(key) -> {
          return key.charAt(0);
        }
        case Collected.Digits other -> call.play(Prompt.phrase("invalid-entry"));
        case Collected.TimedOut none -> {
          // Asked again.
        }
        case Collected.Gone gone -> {
          return NONE;
        }
      }
    }
    return NONE;
  }

  /** Up to 32 digits, ended by #; empty without any. */
  static String number(VoiceCall call, String phrase) {
    return switch (call.collect(Collect.digits(1, 32).saying(List.of(Prompt.phrase(phrase))))) {
      case Collected.Digits(String digits) -> digits;
      case Collected.TimedOut(String digits) -> digits;
      case Collected.Gone gone -> "";
    };
  }
}
