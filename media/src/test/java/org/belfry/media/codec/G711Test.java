package org.belfry.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.media.play.Tone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {

  @ParameterizedTest(name = "{0} is sent as {1}")
  @CsvSource({
    "0, d5",
    "8, d5",
    "-1, 55",
    "-8, 55",
    "32767, aa",
    "-32768, 2a",
    "1000, fa",
    "-1000, 7a"
  })
  void aLawAsTheRecommendationTabulates(short sample, String octet) {
    assertThat(G711.A_LAW.encode(sample) & 0xff).isEqualTo(Integer.parseInt(octet, 16));
  }

  @ParameterizedTest(name = "{0} is sent as {1}")
  @CsvSource({"0, ff", "32767, 80", "-32768, 00", "-1, 7f", "1000, ce", "-1000, 4e"})
  void muLawAsTheRecommendationTabulates(short sample, String octet) {
    assertThat(G711.MU_LAW.encode(sample) & 0xff).isEqualTo(Integer.parseInt(octet, 16));
  }

  @ParameterizedTest
  @EnumSource(G711.class)
  void everyOctetSurvivesARoundTrip(G711 law) {
    for (int octet = 0; octet < 256; octet++) {
      short sample = law.decode((byte) octet);
      byte again = law.encode(sample);
      assertThat(law.decode(again)).as("octet %02x", octet).isEqualTo(sample);
    }
  }

  @ParameterizedTest
  @EnumSource(G711.class)
  void aToneKeeps35DecibelsOverItsNoise(G711 law) {
    short[] tone = Tone.sine(440, 8000, 8000, 0.5);
    byte[] wire = new byte[tone.length];
    short[] heard = new short[tone.length];
    law.encode(tone, 0, wire, 0, tone.length);
    law.decode(wire, 0, heard, 0, tone.length);
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < tone.length; i++) {
      signal += (double) tone[i] * tone[i];
      noise += Math.pow(tone[i] - heard[i], 2);
    }
    assertThat(10 * Math.log10(signal / noise)).isGreaterThan(35);
  }
}
