package org.belfry.media.record;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of 20 ms on their way from the tick thread to the writing thread: bounded, without locks,
 * made beforehand. Where it is full, what comes is counted and left out.
 */
final class BlockRing {
  /** A frame of each channel. */
  static final class Block {
    final short[] interleaved;

    /** How many frames are missing before this one. */
    long missing;

    Block(int samples) {
      interleaved = new short[samples];
    }
  }

  private final Block[] blocks;
  private final AtomicLong put = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  BlockRing(int capacity, int samples) {
    blocks = new Block[capacity];
    for (int i = 0; i < capacity; i++) {
      blocks[i] = new Block(samples);
    }
  }

  int size() {
    return (int) (put.get() - taken.get());
  }

  /** For the tick thread: the block to be filled and then {@link #put}; null when full. */
  @Nullable Block free() {
    return size() == blocks.length ? null : blocks[(int) (put.get() % blocks.length)];
  }

  void put() {
    put.incrementAndGet();
  }

  /** For the writing thread: the block to be written and then {@link #taken}; null when empty. */
  @Nullable Block next() {
    return size() == 0 ? null : blocks[(int) (taken.get() % blocks.length)];
  }

  void taken() {
    taken.incrementAndGet();
  }
}
