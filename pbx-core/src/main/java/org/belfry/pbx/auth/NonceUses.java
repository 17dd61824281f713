package org.belfry.pbx.auth;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The counts with which nonces were used (RFC 7616 §3.4.5), so that no request is accepted twice.
 * Digest does not cover the Call-ID: a replay may go to any lane, so all lanes share one.
 *
 * <p>Nonces are numbered as they are issued, and the highest count of each of the latest stands in
 * an array, at its number modulo the length. Older nonces are stale, whatever their age: whoever
 * floods us with requests makes phones answer one challenge more, and costs no memory.
 */
public final class NonceUses {
  private static final int UNUSED = 0;
  private static final long NUMBER_BITS = 0xFFFF_FFFFL;

  private final AtomicLong numbers = new AtomicLong();
  private final AtomicIntegerArray counts;
  private final int remembered;

  /**
   * @param capacity nonces that are remembered, used or not; seven eighths of it are counted on, so
   *     that none is reused between being judged and being used
   */
  public NonceUses(int capacity) {
    this.counts = new AtomicIntegerArray(capacity);
    this.remembered = capacity - capacity / 8;
  }

  /** The number of a nonce that is issued now, whichever lane issues it; 32 bits of it count. */
  long nextNumber() {
    long number = numbers.getAndIncrement();
    counts.set(slot(number & NUMBER_BITS), UNUSED);
    return number & NUMBER_BITS;
  }

  /**
   * True, and noted, when the nonce was never used with this count or a higher one.
   *
   * @param number of a nonce that is not {@link #forgot}
   * @param count 0 to 2^32 - 2; one more is never the first
   */
  boolean first(long number, long count) {
    int wanted = (int) (count + 1); // above UNUSED
    while (true) {
      int highest = counts.get(slot(number));
      if (Integer.compareUnsigned(wanted, highest) <= 0) {
        return false;
      }
      if (counts.compareAndSet(slot(number), highest, wanted)) {
        return true;
      }
    }
  }

  /** True when the nonce of this number may have been used without our remembering it. */
  boolean forgot(long number) {
    long age = (numbers.get() - number) & NUMBER_BITS;
    return age == 0 || age > remembered; // 0: not issued yet, so of before a restart
  }

  private int slot(long number) {
    return (int) (number % counts.length());
  }
}
