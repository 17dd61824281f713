package org.belfry.media.server.socket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells which sockets can be read. Belongs to one thread, but for {@link #wake}. */
public interface Poller extends AutoCloseable {
  /**
   * From now on this socket is told of, by what it stands for.
   *
   * @throws IOException when the system does not take it
   */
  void add(UdpSocket socket, Object owner) throws IOException;

  /** No more of this one. */
  void remove(UdpSocket socket);

  /**
   * Waits until a socket can be read, until {@link #wake}, or until the time is over.
   *
   * @param millis 0 to look only
   * @return how many can be read; {@link #owner} has them until the next call
   */
  int await(int millis);

  /** What the ready socket number {@code index} stands for; null when it has been removed. */
  @Nullable Object owner(int index);

  /** Ends a wait, or the next one. From any thread. */
  void wake();

  @Override
  void close();
}
