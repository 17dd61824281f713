package org.belfry.media.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * How a leg sounded over its whole time, in at most {@value #POINTS_MAX} points: each interval is
 * one until they are so many, then each two neighbours become one. Safe for several threads.
 */
public final class QualityCourse {
  /** Twenty minutes of intervals of 5 s; eighty minutes at 20 s a point. */
  static final int POINTS_MAX = 240;

  private final List<QualityPoint> points = new ArrayList<>();
  private int intervals = 1;
  private int inLast;

  public synchronized void add(Quality measured) {
    QualityPoint point = QualityPoint.of(measured);
    if (inLast > 0 && inLast < intervals) {
      points.add(points.removeLast().and(point));
      inLast++;
      return;
    }
    if (points.size() == POINTS_MAX) {
      halve();
    }
    points.add(point);
    inLast = 1;
  }

  private void halve() {
    for (int i = 0; i < POINTS_MAX / 2; i++) {
      points.set(i, points.get(2 * i).and(points.get(2 * i + 1)));
    }
    points.subList(POINTS_MAX / 2, POINTS_MAX).clear();
    intervals *= 2;
  }

  /** From the beginning of the leg; the last may be of fewer intervals than the others. */
  public synchronized List<QualityPoint> points() {
    return List.copyOf(points);
  }
}
