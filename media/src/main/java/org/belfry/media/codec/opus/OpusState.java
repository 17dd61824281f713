package org.belfry.media.codec.opus;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;

/** A state that libopus allocated. Freed once: when closed, or when it is found forgotten. */
final class OpusState implements AutoCloseable {
  private final MemorySegment address;
  private final Cleaner.Cleanable cleanable;
  private boolean closed;

  OpusState(MemorySegment address, MethodHandle destroy, Cleaner cleaner) {
    this.address = address;
    this.cleanable = cleaner.register(this, new Destruction(address, destroy));
  }

  MemorySegment address() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    return address;
  }

  @Override
  public void close() {
    closed = true;
    cleanable.clean();
  }

  /** Knows nothing of the state's owner, or the owner would never be found forgotten. */
  private record Destruction(MemorySegment address, MethodHandle destroy) implements Runnable {
    @Override
    public void run() {
      try {
        destroy.invokeExact(address);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
