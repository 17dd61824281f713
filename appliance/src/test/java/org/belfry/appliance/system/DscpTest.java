package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DscpTest {

  @ParameterizedTest
  @CsvSource({
    "cs3, 24",
    "CS5, 40",
    "cs0, 0",
    "ef, 46",
    "va, 44",
    "df, 0",
    "af31, 26",
    "af43, 38",
    "63, 63",
    "' 46 ', 46"
  })
  void namesAndNumbersAreCodePoints(String text, int value) {
    assertThat(Dscp.of(text).value()).isEqualTo(value);
    assertThat(Dscp.of(text).trafficClass()).isEqualTo(value * 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cs8", "af14", "af50", "64", "-1", "best", "4.6"})
  void otherThingsAreNot(String text) {
    assertThatThrownBy(() -> Dscp.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
