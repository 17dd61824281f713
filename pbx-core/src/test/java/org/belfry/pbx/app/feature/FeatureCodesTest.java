package org.belfry.pbx.app.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.FakeCall;
import org.junit.jupiter.api.Test;

class FeatureCodesTest {
  private final List<String> switched = new ArrayList<>();
  private final FeatureSwitches switches =
      new FeatureSwitches() {
        private boolean quiet;

        @Override
        public boolean doNotDisturb(String extension) {
          quiet = !quiet;
          switched.add(extension + " quiet " + quiet);
          return quiet;
        }

        @Override
        public void forward(String extension, When when, String number) throws CannotSwitch {
          if ("1001".equals(number)) {
            throw new CannotSwitch("A call would go round in a circle.");
          }
          switched.add(extension + " " + when + " " + number);
        }

        @Override
        public boolean night(String schedule) {
          switched.add("night " + schedule);
          return true;
        }

        @Override
        public boolean recording(String extension) throws CannotSwitch {
          if (switched.contains("recording of " + extension)) {
            throw new CannotSwitch("This call is always recorded.");
          }
          return switched.add("recording of " + extension);
        }
      };

  private FakeCall dials(String argument) {
    return FakeCall.to(new FeatureCodes(switches)).from("1001").argument(argument).run();
  }

  @Test
  void doNotDisturbIsTurnedOnAndOffByOneCode() {
    assertThat(dials("do-not-disturb").phrases()).containsExactly("do-not-disturb-on");
    assertThat(dials("do-not-disturb").phrases()).containsExactly("do-not-disturb-off");
    assertThat(switched).containsExactly("1001 quiet true", "1001 quiet false");
  }

  @Test
  void aRecordingIsSwitchedUnlessItMayNotBe() {
    assertThat(dials("recording").phrases()).containsExactly("recording-on");
    assertThat(dials("recording").phrases()).containsExactly("feature-refused");
  }

  @Test
  void aForwardIsSetWithANumberAndEndedWithoutOne() {
    assertThat(dials("forward-busy:1002").phrases()).containsExactly("forward-busy-on");
    assertThat(dials("forward-always").phrases()).containsExactly("forward-always-off");
    assertThat(dials("forward-no-answer:0170123456").phrases())
        .containsExactly("forward-no-answer-on");
    assertThat(switched)
        .containsExactly("1001 BUSY 1002", "1001 ALWAYS null", "1001 NO_ANSWER 0170123456");
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThat(dials("forward-always:1001").phrases()).containsExactly("feature-refused");
    assertThat(dials("dance").phrases()).containsExactly("feature-refused");
    assertThat(switched).isEmpty();
  }

  @Test
  void theNightSwitchOfAScheduleIsTurned() {
    assertThat(dials("night-switch:office").phrases()).containsExactly("night-on");
    assertThat(switched).containsExactly("night office");
  }

  @Test
  void onlyUsersSwitch() {
    FakeCall call =
        FakeCall.to(new FeatureCodes(switches))
            .fromOutside("+4930123", null)
            .argument("do-not-disturb")
            .run();
    assertThat(call.did("refuses 403")).isTrue();
    assertThat(switched).isEmpty();
  }

  @Test
  void theCallerMayHangUpAtAnyStep() {
    FakeCall.hangUpSweep(
        () -> FakeCall.to(new FeatureCodes(switches)).from("1001").argument("do-not-disturb"));
  }
}
