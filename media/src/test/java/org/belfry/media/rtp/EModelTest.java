package org.belfry.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ITU-T G.107 and G.113 appendix I. */
class EModelTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 93.2, 4.41",
    "100, 0, 90.8, 4.35",
    "300, 0, 72.5, 3.71",
    "0, 1, 89.6, 4.33",
    "0, 5, 77.4, 3.91",
    "0, 100, 17.3, 1.18"
  })
  void g711LosesByDelayAndLoss(double delay, double loss, double rating, double opinion) {
    double r = EModel.rating(Impairment.G711, delay, loss);
    assertThat(r).isCloseTo(rating, within(0.1));
    assertThat(EModel.opinion(r)).isCloseTo(opinion, within(0.05));
  }

  @Test
  void opinionsStayBetween1And4Point5() {
    for (double r = -50; r <= 150; r += 0.5) {
      assertThat(EModel.opinion(r)).isBetween(1.0, 4.5);
    }
  }

  @Test
  void badLinesAreDescribedInWords() {
    Quality quality =
        new Quality(
            Duration.ofSeconds(5),
            0,
            0,
            Duration.ofMillis(50),
            Duration.ofSeconds(20),
            250,
            12.5,
            Duration.ofMillis(3),
            Duration.ofMillis(400),
            null,
            2.1);
    assertThat(QualityWords.of(quality))
        .containsExactly(
            "no RTP from the phone for 20 s",
            "13 % of our packets do not reach the phone",
            "the phone's packets come unevenly: jitter 50 ms",
            "the phone is far away: 400 ms there and back");
  }

  @Test
  void ofAGoodLineThereIsNothingToSay() {
    Quality quality =
        new Quality(
            Duration.ofSeconds(5),
            250,
            1,
            Duration.ofMillis(5),
            Duration.ZERO,
            250,
            0.0,
            Duration.ofMillis(3),
            Duration.ofMillis(40),
            4.3,
            4.3);
    assertThat(QualityWords.of(quality)).isEmpty();
  }
}
