package org.belfry.appliance.mediabridge;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.codec.Resampler;
import org.belfry.media.play.Clip;

/** Music at the rate of a telephone, converted once for all who hear it. For any thread. */
final class NarrowMusic {
  private static final int NARROW = 8000;

  /** As many as there are playlists, and one that is being replaced. */
  private static final int KEPT = 12;

  private volatile List<Pair> latest = List.of();

  private record Pair(Clip wide, Clip narrow) {}

  /**
   * @param wide 16000 samples per second
   * @param rate that is wanted: this or 8000
   */
  Clip of(Clip wide, int rate) {
    if (rate != NARROW) {
      return wide;
    }
    List<Pair> known = latest;
    for (Pair each : known) {
      if (each.wide().equals(wide)) {
        return each.narrow();
      }
    }
    short[] half = new short[wide.pcm().length / 2];
    new Resampler(wide.rate(), NARROW).convert(wide.pcm(), 0, half.length * 2, half, 0);
    Clip narrow = new Clip(NARROW, half);
    List<Pair> next = new ArrayList<>(known.subList(0, Math.min(known.size(), KEPT - 1)));
    next.addFirst(new Pair(wide, narrow));
    latest = List.copyOf(next);
    return narrow;
  }
}
