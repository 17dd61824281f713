package org.belfry.pbx.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.app.announcement.Announcement;
import org.belfry.pbx.app.echo.Echo;
import org.junit.jupiter.api.Test;

/** The two smallest applications. */
class EchoAndAnnouncementTest {

  @Test
  void theEchoTestSaysWhatItIsAndEchoesUntilHashIsPressed() {
    FakeCall call = FakeCall.to(new Echo()).waits(20).dials("5#").run();
    assertThat(call.phrases()).containsExactly("echo-test", "goodbye");
    assertThat(call.log()).anyMatch(line -> line.endsWith("echoes"));
    assertThat(call.callerHungUp()).isFalse();
    assertThat(call.step()).isEqualTo("echo");
  }

  @Test
  void theEchoTestEndsWithItsCaller() {
    FakeCall call = FakeCall.to(new Echo()).waits(20).hangsUp().run();
    assertThat(call.phrases()).containsExactly("echo-test");
  }

  @Test
  void anAnnouncementIsMadeThreeTimes() {
    FakeCall call = FakeCall.to(new Announcement()).argument("closed").run();
    assertThat(call.phrases()).containsExactly("closed", "closed", "closed");
  }

  @Test
  void anAnnouncementWithoutANameIsNone() {
    FakeCall call = FakeCall.to(new Announcement()).run();
    assertThat(call.answered()).isFalse();
    assertThat(call.did("refuses 404")).isTrue();
  }

  @Test
  void theCallerMayHangUpAtAnyStep() {
    FakeCall.hangUpSweep(() -> FakeCall.to(new Echo()).waits(5).dials("#"));
    FakeCall.hangUpSweep(() -> FakeCall.to(new Announcement()).argument("closed"));
  }
}
