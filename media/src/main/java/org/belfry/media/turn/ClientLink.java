package org.belfry.media.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a client: a 5-tuple (RFC 8656 §3), which has one allocation at most. The adapter
 * extends it.
 */
public abstract class ClientLink {
  private @Nullable Allocation allocation;

  /** The client's address as we see it. */
  public abstract InetSocketAddress remote();

  /** Whether it is a connection, where channel data is padded (RFC 8656 §12.5). */
  public abstract boolean stream();

  /**
   * Sends what stands between position and limit; false when it takes no more, and the packet is
   * lost.
   */
  public abstract boolean send(ByteBuffer message);

  /** Called when the link has got its allocation, or has none any more. */
  protected void allocationChanged(boolean has) {}

  final @Nullable Allocation allocation() {
    return allocation;
  }

  final void allocation(@Nullable Allocation now) {
    allocation = now;
    allocationChanged(now != null);
  }
}
