package org.belfry.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityCourseTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final QualityCourse course = new QualityCourse();

  private void measured(long received, long lost, Double opinion, Double remoteLoss) {
    course.add(
        new Quality(
            INTERVAL,
            received,
            lost,
            Duration.ofMillis(lost),
            Duration.ZERO,
            received,
            remoteLoss,
            null,
            null,
            opinion,
            null));
  }

  @Test
  void eachIntervalIsAPoint() {
    measured(250, 0, 4.4, null);
    measured(200, 50, 3.1, 2.0);

    assertThat(course.points()).extracting(QualityPoint::lossPercent).containsExactly(0.0, 20.0);
    assertThat(course.points()).extracting(QualityPoint::opinion).containsExactly(4.4, 3.1);
  }

  @Test
  void aLongCallKeepsItsWholeTimeInAsManyPointsAndItsWorstMoments() {
    int intervals = 8 * 3600 / 5;
    for (int i = 0; i < intervals; i++) {
      measured(
          i == 3000 ? 0 : 250, i == 3000 ? 250 : 0, i == 3000 ? null : i == 7 ? 1.5 : 4.4, null);
    }

    List<QualityPoint> points = course.points();
    assertThat(points).hasSizeBetween(QualityCourse.POINTS_MAX / 2, QualityCourse.POINTS_MAX);
    assertThat(points.stream().map(QualityPoint::length).reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofHours(8));
    assertThat(points).extracting(QualityPoint::opinion).contains(1.5);
    assertThat(points.stream().mapToLong(QualityPoint::lost).sum()).isEqualTo(250);
    Duration usual = points.getFirst().length();
    assertThat(points.subList(0, points.size() - 1))
        .allSatisfy(point -> assertThat(point.length()).isEqualTo(usual));
  }

  @Test
  void whatAPhoneReportsOnceIsKeptBesideIntervalsWithoutAReport() {
    for (int i = 0; i < 2 * QualityCourse.POINTS_MAX; i++) {
      measured(250, 0, 4.4, i == 1 ? 7.5 : null);
    }

    assertThat(course.points().getFirst().remoteLossPercent()).isEqualTo(7.5);
  }
}
