package org.belfry.pbx.app.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.app.ivr.Menus.NIGHT;
import static org.belfry.pbx.app.ivr.Menus.NOON;
import static org.belfry.pbx.app.ivr.Menus.attendant;
import static org.belfry.pbx.app.ivr.Menus.directory;
import static org.belfry.pbx.app.ivr.Menus.goTo;
import static org.belfry.pbx.app.ivr.Menus.hangUp;
import static org.belfry.pbx.app.ivr.Menus.menu;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final Attendant DAY =
      attendant(
          "hours", new Node.Branch("office", "top", "closed"),
          "top", menu("1", "desk", "2", "closed"),
          "desk", goTo("dial:1001", "closed"),
          "closed", hangUp());

  private static List<String> trial(Instant at, String... inputs) {
    return Trial.of(DAY, directory(), Arrays.asList(inputs), at).stream()
        .map(s -> s.node() + ": " + s.does())
        .toList();
  }

  @Test
  void dialTwoThenNothing() {
    assertThat(trial(NOON, "9", null))
        .containsExactly(
            "hours: looks at the schedule and goes on",
            "top: asks",
            "top: that means nothing here",
            "top: asks, and nothing is pressed",
            "top: asks, and waits 5 s");
  }

  @Test
  void aCallThatIsHandedOnIsTakenUnlessNullFollows() {
    assertThat(trial(NOON, "1")).endsWith("desk: hands the call to dial:1001");
    assertThat(trial(NOON, "1", null))
        .endsWith("desk: hands the call to dial:1001, where nobody takes it", "closed: hangs up");
  }

  @Test
  void atNightItIsClosed() {
    assertThat(trial(NIGHT))
        .containsExactly("hours: looks at the schedule and goes on", "closed: hangs up");
  }
}
