package org.belfry.pbx.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.CallPlan.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCursorTest {
  private static final Duration WHILE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({
    "BUSY, 486",
    "NO_ANSWER, 408",
    "UNREACHABLE, 503",
    "DECLINED, 503",
    "REDIRECTED, 302",
  })
  void theMailboxAtTheEndHearsWhatHasHappened(Outcome outcome, int cause) {
    assertThat(ending(new Place.Application("voicemail", "1002"), 0, null, outcome))
        .satisfies(alert -> {
          assertThat(alert.onBehalfOf()).isEqualTo("1002");
          assertThat(alert.cause()).isEqualTo(cause);
        });
  }

  @ParameterizedTest
  @CsvSource({"BUSY", "NO_ANSWER"})
  void whatWasSaidAlreadyAndWhatIsNoMailboxStaysAsItIs(Outcome outcome) {
    assertThat(ending(new Place.Application("voicemail", "1002"), 302, "1004", outcome))
        .satisfies(alert -> {
          assertThat(alert.onBehalfOf()).isEqualTo("1004");
          assertThat(alert.cause()).isEqualTo(302);
        });
    assertThat(ending(new Place.Application("attendant", "day"), 0, null, outcome).cause())
        .isZero();
    assertThat(ending(new Place.Phones("1003"), 0, null, outcome).cause()).isZero();
  }

  private static Alert ending(Place place, int cause, String onBehalfOf, Outcome outcome) {
    Alert end = new Alert(place, Duration.ZERO, false, null, onBehalfOf, cause);
    CallPlan plan =
        new CallPlan.Ring(
            List.of(Alert.of(new Place.Phones("1002"))),
            WHILE,
            Outcomes.all(new CallPlan.Ring(List.of(end), WHILE, Outcomes.NONE)));
    PlanCursor.Now.Try next =
        (PlanCursor.Now.Try) PlanCursor.start(plan, PlanLimits.DEFAULT).after(outcome).now();
    return next.ring().alerts().getFirst();
  }
}
