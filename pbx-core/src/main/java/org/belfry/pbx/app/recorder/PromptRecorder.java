package org.belfry.pbx.app.recorder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.belfry.pbx.app.Collect;
import org.belfry.pbx.app.Collected;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.Recording;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCall;

/** Has one prompt spoken by whom it has called. For one call. */
public final class PromptRecorder implements VoiceApplication {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int TRIES = 5;

  private final Path draft;
  private final Consumer<Path> accepted;

  /**
   * @param draft where it is recorded; ends in {@code .wav}
   * @param accepted is given the draft when it is good; on the program's thread
   */
  public PromptRecorder(Path draft, Consumer<Path> accepted) {
    this.draft = draft;
    this.accepted = accepted;
  }

  @Override
  public String name() {
    return "recorder";
  }

  @Override
  public void run(VoiceCall call) {
    for (int i = 0; i < TRIES && !call.gone(); i++) {
      call.step("recording");
      call.play(Prompt.phrase("after-the-tone"));
      Recorded recorded = call.record(Recording.of(draft, LONGEST));
      if (!(recorded instanceof Recorded.Kept kept) || call.gone()) {
        call.play(Prompt.phrase("recording-failed"));
        return;
      }
      if (!kept.sound().isPositive()) {
        call.play(Prompt.phrase("recording-too-short"));
      } else if (reviewed(call)) {
        accepted.accept(draft);
        call.play(Prompt.phrase("prompt-recorded"), Prompt.phrase("goodbye"));
        return;
      }
    }
    call.play(Prompt.phrase("goodbye"));
  }

  /** True when it is good, false to record it again. */
  private boolean reviewed(VoiceCall call) {
    call.step("review");
    for (int i = 0; i < TRIES * 2 && !call.gone(); i++) {
      switch (call.collect(Collect.key(Prompt.phrase("review-menu")))) {
        case Collected.Digits(String key) when key.equals("1") -> {
          return true;
        }
        case Collected.Digits(String key) when key.equals("2") ->
            call.play(new Prompt.Sound(draft));
        case Collected.Digits(String key) when key.equals("3") -> {
          return false;
        }
        case Collected.Digits other -> call.play(Prompt.phrase("invalid-entry"));
        case Collected.TimedOut none -> call.step("review");
        case Collected.Gone gone -> {
          return false;
        }
      }
    }
    return false;
  }
}
