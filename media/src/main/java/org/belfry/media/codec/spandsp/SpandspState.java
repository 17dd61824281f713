package org.belfry.media.codec.spandsp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;

/**
 * A state that libspandsp allocated, and the buffers that go with it. Freed once: when closed, or
 * when it is found forgotten.
 */
final class SpandspState implements AutoCloseable {
  private final MemorySegment address;
  private final Arena buffers = Arena.ofShared();
  private final Cleaner.Cleanable cleanable;
  private boolean closed;

  /**
   * @throws IllegalStateException when the library had no memory
   */
  SpandspState(MemorySegment address, MethodHandle free, Cleaner cleaner) {
    if (address.address() == 0) {
      throw new IllegalStateException("libspandsp has no memory for another stream");
    }
    this.address = address;
    this.cleanable = cleaner.register(this, new Release(address, free, buffers));
  }

  MemorySegment address() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    return address;
  }

  /** Memory that is freed with the state: a collector would get to it after minutes, if at all. */
  MemorySegment buffer(long bytes) {
    return buffers.allocate(bytes, Short.BYTES);
  }

  @Override
  public void close() {
    closed = true;
    cleanable.clean();
  }

  /** Knows nothing of the state's owner, or the owner would never be found forgotten. */
  private record Release(MemorySegment address, MethodHandle free, Arena buffers)
      implements Runnable {
    @Override
    public void run() {
      try {
        int ignored = (int) free.invokeExact(address);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      } finally {
        buffers.close();
      }
    }
  }
}
