package org.belfry.pbx.app.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.FakeCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is called to speak a prompt. */
class PromptRecorderTest {
  @TempDir private Path directory;
  private final List<Path> accepted = new ArrayList<>();

  private FakeCall call() {
    return FakeCall.to(new PromptRecorder(directory.resolve("closed.wav"), accepted::add))
        .outgoing();
  }

  @Test
  void whatWasSpokenAndAcceptedIsKept() {
    FakeCall call =
        call()
            .hears("after-the-tone")
            .waits(1)
            .says(Duration.ofSeconds(3))
            .dials("#")
            .hears("review-menu")
            .dials("1")
            .run();
    assertThat(accepted).containsExactly(directory.resolve("closed.wav"));
    assertThat(call.phrases()).containsSubsequence("review-menu", "prompt-recorded", "goodbye");
  }

  @Test
  void whoIsNotContentRecordsItAgain() {
    FakeCall call =
        call()
            .hears("after-the-tone")
            .waits(1)
            .says(Duration.ofSeconds(3))
            .dials("#")
            .hears("review-menu")
            .dials("3")
            .hears("after-the-tone")
            .waits(1)
            .says(Duration.ofSeconds(2))
            .dials("#")
            .hears("review-menu")
            .dials("1")
            .run();
    assertThat(accepted).hasSize(1);
    assertThat(call.phrases().stream().filter("after-the-tone"::equals)).hasSize(2);
  }

  @Test
  void whoHangsUpAnywhereHasChangedNothing() {
    FakeCall.hangUpSweep(() ->
        call()
            .hears("after-the-tone")
            .waits(1)
            .says(Duration.ofSeconds(3))
            .dials("#")
            .hears("review-menu"));
    assertThat(accepted).isEmpty();
  }
}
