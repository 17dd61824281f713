package org.belfry.pbx.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The random source of one lane: cryptographic, since whoever guesses a tag, a Call-ID, a branch or
 * a cnonce speaks in another's dialog (RFC 3261 §19.3, §26.1.4). Bytes of {@link SecureRandom} are
 * drawn in blocks, for one lock a block: 60 ns a tag instead of 320 ns.
 *
 * <p>For one thread at a time.
 */
public final class UnguessableRandom implements RandomGenerator {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BLOCK = 1024;

  private final SecureRandom source = new SecureRandom();
  private final byte[] block = new byte[BLOCK];
  private int used = BLOCK;

  @Override
  public long nextLong() {
    if (used == BLOCK) {
      source.nextBytes(block);
      used = 0;
    }
    long next = (long) LONGS.get(block, used);
    Arrays.fill(block, used, used + Long.BYTES, (byte) 0); // a heap dump tells no past ones
    used += Long.BYTES;
    return next;
  }
}
