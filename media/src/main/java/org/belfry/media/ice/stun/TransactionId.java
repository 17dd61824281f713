package org.belfry.media.ice.stun;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** The 96 bits that join a response to its request (RFC 8489 §5). */
public record TransactionId(int high, long low) {
  public static final int LENGTH = 12;

  /** A new one; the generator has to be one that strangers cannot foresee. */
  public static TransactionId next(RandomGenerator random) {
    return new TransactionId(random.nextInt(), random.nextLong());
  }

  /** The one that stands in the bytes at an index. */
  public static TransactionId at(byte[] bytes, int index) {
    ByteBuffer in = ByteBuffer.wrap(bytes, index, LENGTH);
    return new TransactionId(in.getInt(), in.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putInt(high).putLong(low).array();
  }

  @Override
  public String toString() {
    return "%08x%016x".formatted(high, low);
  }
}
