package org.belfry.provisioning.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.belfry.provisioning.settings.CountryTones.Tone;
import org.junit.jupiter.api.Test;

class CountryTonesTest {

  @Test
  void everyCountryHasTonesThatSoundAndPauseInTurns() {
    for (String country : List.of("de", "at", "ch", "gb", "us", "fr", "nl", "it", "es")) {
      CountryTones tones = CountryTones.of(country);
      for (Tone tone : List.of(tones.dial(), tones.ringback(), tones.busy())) {
        assertThat(tone.hertz()).hasSizeBetween(1, 2);
        assertThat(tone.millis().size() % 2).as(country).isZero();
      }
      assertThat(tones.ringback().millis()).isNotEmpty();
      assertThat(tones.busy().millis()).isNotEmpty();
    }
  }

  @Test
  void theBritishPhoneRingsTwice() {
    assertThat(CountryTones.of("gb").ringback())
        .isEqualTo(new Tone(List.of(400, 450), List.of(400, 200, 400, 2000)));
  }
}
