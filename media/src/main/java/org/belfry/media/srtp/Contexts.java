package org.belfry.media.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The contexts of one direction by SSRC (RFC 3711 §3.2.3), at most {@link #MAX}. Found by looking
 * at each: a leg has one or two.
 *
 * @param <C> a context of jitsi-srtp
 */
final class Contexts<C> {
  /** More streams than any phone sends under one key. */
  static final int MAX = 16;

  private final int[] ssrcs = new int[MAX];
  private final Object[] contexts = new Object[MAX];
  private final long[] lastUses = new long[MAX];
  private int size;
  private long uses;

  int size() {
    return size;
  }

  boolean full() {
    return size == MAX;
  }

  @SuppressWarnings("unchecked")
  @Nullable C find(int ssrc) {
    for (int i = 0; i < size; i++) {
      if (ssrcs[i] == ssrc) {
        return (C) contexts[i];
      }
    }
    return null;
  }

  /** Says that a packet of this stream was good. */
  void used(int ssrc) {
    uses++;
    for (int i = 0; i < size; i++) {
      if (ssrcs[i] == ssrc) {
        lastUses[i] = uses;
        return;
      }
    }
  }

  /** Keeps a context; where there are enough, instead of the one whose last use is longest ago. */
  void put(int ssrc, C context) {
    int at = full() ? longestIdle() : size++;
    ssrcs[at] = ssrc;
    contexts[at] = context;
    lastUses[at] = ++uses;
  }

  private int longestIdle() {
    int idle = 0;
    for (int i = 1; i < size; i++) {
      if (lastUses[i] < lastUses[idle]) {
        idle = i;
      }
    }
    return idle;
  }
}
