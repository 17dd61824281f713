package org.belfry.media.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.path.Level;
import org.belfry.media.record.ToneLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ITU-T E.180 and its Supplement 2. */
class CountryTonesTest {
  private final CountryTones tones = new CountryTones();

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "de, DIAL, 425",
    "de, RINGBACK, 425/1000 -/4000",
    "de, BUSY, 425/480 -/480",
    "de, CONGESTION, 425/240 -/240",
    "uk, RINGBACK, 400+450/400 -/200 400+450/400 -/2000",
    "GB, CONGESTION, 400/400 -/350 400/225 -/525",
    "us, DIAL, 350+440",
    "us, RINGBACK, 440+480/2000 -/4000",
    "us, BUSY, 480+620/500 -/500",
    "us, CONGESTION, 480+620/250 -/250",
    "fr, RINGBACK, 440/1500 -/3500",
    "it, DIAL, 425/200 -/200 425/600 -/1000",
    "se, CONGESTION, 425/250 -/750",
    "de, SPECIAL_INFORMATION, 950/330 1400/330 1800/330 -/1000",
    "de, BEEP, 1000/400.",
    "xx, BUSY, 425/500 -/500"
  })
  void theTablesSay(String country, ToneKind kind, String cadence) {
    assertThat(tones.tone(country, kind)).hasToString(cadence);
  }

  @ParameterizedTest(name = "{0} sounds and pauses for {1} ms")
  @CsvSource({
    "425/480 -/480, 480 480 480 480",
    "400+450/400 -/200 400+450/400 -/2000, 400 200 400 2000 400 200",
    "480+620/250 -/250, 250 250 250 250",
    "440/1500 -/3500, 1500 3500 1500"
  })
  void aCadenceIsHeardAsWritten(String cadence, String times) {
    List<Integer> expected = Arrays.stream(times.split(" ")).map(Integer::valueOf).toList();
    int total = expected.stream().mapToInt(Integer::intValue).sum();
    short[] pcm = read(Cadence.of(cadence).sound(8000), 8 * total + 8);
    List<Integer> heard = runs(pcm);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(heard.get(i)).as("%s: %s", i, heard).isCloseTo(expected.get(i), within(3));
    }
  }

  @Test
  void aToneOfTwoFrequenciesHasBothAndTheLevelOfOne() {
    short[] one = read(Cadence.of("425").sound(8000), 8000);
    short[] two = read(Cadence.of("350+440").sound(8000), 8000);
    assertThat(ToneLevel.decibels(one, 8000, 425)).isCloseTo(-16.1, within(0.2));
    assertThat(ToneLevel.decibels(two, 8000, 350)).isCloseTo(-19.1, within(0.2));
    assertThat(ToneLevel.decibels(two, 8000, 440)).isCloseTo(-19.1, within(0.2));
    assertThat(ToneLevel.decibels(two, 8000, 395)).isLessThan(-70);
    assertThat(Level.decibels(Level.energy(one, 8000))).isCloseTo(-16.1, within(0.3));
  }

  @Test
  void anHourOfDialToneDoesNotDrift() {
    Sound tone = Cadence.of("425").sound(8000);
    short[] second = new short[8000];
    for (int i = 0; i < 3600; i++) {
      tone.read(second, 0, second.length);
    }
    assertThat(ToneLevel.decibels(second, 8000, 425)).isCloseTo(-16.1, within(0.2));
  }

  @Test
  void nothingClicks() {
    short[] pcm = read(Cadence.of("425/480 -/480").sound(8000), 16000);
    double steepest = 2 * Math.PI * 425 / 8000 * 32767 * Math.pow(10, -16.1 / 20);
    for (int i = 1; i < pcm.length; i++) {
      assertThat(Math.abs(pcm[i] - pcm[i - 1])).isLessThan((int) (steepest * 1.1));
    }
  }

  @Test
  void aBeepEnds() {
    Sound beep = tones.tone("de", ToneKind.BEEP).sound(16000);
    assertThat(beep.samples()).isEqualTo(6400);
    short[] pcm = new short[16000];
    assertThat(beep.read(pcm, 0, 16000)).isEqualTo(6400);
    assertThat(beep.read(pcm, 0, 16000)).isZero();
    beep.seek(0);
    assertThat(beep.read(pcm, 0, 16000)).isEqualTo(6400);
  }

  @ParameterizedTest
  @CsvSource({"''", "425/", "x/3", "425 -/3", "425/100 9000/100", "1+2+3+4+5/100", "425/-3"})
  void whatIsNoCadenceIsRefused(String text) {
    assertThatThrownBy(() -> Cadence.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyCountryHasTheTonesOfACall() {
    assertThat(tones.countries()).contains("de", "gb", "us", "fr").hasSizeGreaterThan(20);
    for (String country : tones.countries()) {
      for (ToneKind kind : ToneKind.values()) {
        assertThat(tones.tone(country, kind).steps()).isNotEmpty();
      }
    }
  }

  private static short[] read(Sound sound, int samples) {
    short[] pcm = new short[samples];
    int done = 0;
    while (done < samples) {
      done += sound.read(pcm, done, Math.min(160, samples - done));
    }
    return pcm;
  }

  /** Times of sound and silence in turn, in milliseconds; silence is 2 ms or more of it. */
  private static List<Integer> runs(short[] pcm) {
    List<Integer> runs = new ArrayList<>();
    boolean sounding = true;
    int begin = 0;
    for (int i = 0; i + 16 <= pcm.length; i++) {
      boolean now = Level.peak(Arrays.copyOfRange(pcm, i, i + 16), 16) > 40;
      if (now != sounding) {
        int edge = now ? i + 16 : i;
        runs.add((edge - begin) / 8);
        begin = edge;
        sounding = now;
      }
    }
    runs.add((pcm.length - begin) / 8);
    return runs;
  }
}
