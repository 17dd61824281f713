package org.belfry.media.codec.opus;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;

/** A state that libopus allocated. Freed once: when closed, or when it is found forgotten. */
final class OpusState implements AutoCloseable {
  private final MemorySegment address;
  private final Arena buffers = Arena.ofShared();
  private final Cleaner.Cleanable cleanable;
  private boolean closed;

  OpusState(MemorySegment address, MethodHandle destroy, Cleaner cleaner) {
    this.address = address;
    this.cleanable = cleaner.register(this, new Destruction(address, destroy, buffers));
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
  private record Destruction(MemorySegment address, MethodHandle destroy, Arena buffers)
      implements Runnable {
    @Override
    public void run() {
      try {
        destroy.invokeExact(address);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      } finally {
        buffers.close();
      }
    }
  }
}
