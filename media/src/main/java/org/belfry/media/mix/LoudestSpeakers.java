package org.belfry.media.mix;

import org.belfry.media.path.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The loudest three, in order, steadily enough to be looked at: who is shown stays until it was
 * silent for a second, or until another was 6 dB louder for 300 ms.
 */
final class LoudestSpeakers {
  static final int MAX = 3;

  private static final float LOUDER = 4; // 6 dB
  private static final int PATIENCE = 300 / Frames.MS;
  private static final int SILENT = Frames.PER_SECOND;

  private final @Nullable Participant[] shown = new @Nullable Participant[MAX];
  private final int[] silentFor = new int[MAX];
  private final int[] overtakenFor = new int[MAX];
  private int count;

  /** Begins a tick: ages who is shown. */
  void begin() {
    for (int i = 0; i < count; ) {
      Participant p = shown[i];
      silentFor[i] = p != null && p.speaks() ? 0 : silentFor[i] + 1;
      if (p == null || p.place < 0 || silentFor[i] > SILENT) {
        remove(i);
      } else {
        i++;
      }
    }
  }

  /** The loudest speaker that is not shown, null for none. Ends the tick. */
  void end(@Nullable Participant challenger) {
    if (challenger != null && count < MAX) {
      shown[count] = challenger;
      silentFor[count] = 0;
      overtakenFor[count] = 0;
      count++;
      challenger = null;
    }
    // From the last place upwards: each is compared with the one who stands behind it.
    for (int i = count - 1; i >= 0; i--) {
      Participant behind = i == MAX - 1 ? challenger : i + 1 < count ? shown[i + 1] : null;
      Participant here = shown[i];
      boolean louder =
          behind != null && here != null && behind.prominence > LOUDER * here.prominence;
      overtakenFor[i] = louder ? overtakenFor[i] + 1 : 0;
      if (overtakenFor[i] >= PATIENCE) {
        overtake(i, behind);
      }
    }
  }

  private void overtake(int i, @Nullable Participant behind) {
    Participant loser = shown[i];
    shown[i] = behind;
    silentFor[i] = 0;
    overtakenFor[i] = 0;
    if (i + 1 < count) {
      shown[i + 1] = loser;
      overtakenFor[i + 1] = 0;
    }
  }

  private void remove(int at) {
    count--;
    for (int i = at; i < count; i++) {
      shown[i] = shown[i + 1];
      silentFor[i] = silentFor[i + 1];
      overtakenFor[i] = overtakenFor[i + 1];
    }
    shown[count] = null;
  }

  boolean shows(Participant p) {
    for (int i = 0; i < count; i++) {
      if (shown[i] == p) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return count;
  }

  @Nullable Participant at(int rank) {
    return rank < count ? shown[rank] : null;
  }
}
