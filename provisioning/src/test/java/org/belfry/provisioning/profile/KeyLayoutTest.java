package org.belfry.provisioning.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyLayoutTest {
  private static final Key LINE = Key.line(1, "1001");
  private static final Key BOB = Key.lamp("1002", "Bob");
  private static final Key PARK = Key.park("701", "Park");
  private static final Key TAXI = Key.speedDial("0301234", "Taxi");

  @Test
  void linesComeFirstThenWhatTheSiteOffers() {
    assertThat(KeyLayout.of(10, List.of(LINE), Map.of(), List.of(BOB, PARK, TAXI)))
        .containsExactly(LINE, BOB, PARK, TAXI);
  }

  @Test
  void whatSomebodyPlacedStaysAndIsNotRepeated() {
    assertThat(KeyLayout.of(10, List.of(LINE), Map.of(2, TAXI, 3, Key.NONE), List.of(BOB, TAXI)))
        .containsExactly(LINE, TAXI, Key.NONE, BOB);
  }

  @Test
  void whatThereIsNoKeyForIsLeftOut() {
    assertThat(KeyLayout.of(2, List.of(LINE), Map.of(7, TAXI), List.of(BOB, PARK)))
        .containsExactly(LINE, BOB);
    assertThat(KeyLayout.of(0, List.of(LINE), Map.of(), List.of(BOB))).isEmpty();
  }
}
