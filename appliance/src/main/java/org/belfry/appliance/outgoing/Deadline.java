package org.belfry.appliance.outgoing;

import java.time.Duration;

/**
 * The time that a conversation with another server may take in all. Time-outs of sockets begin anew
 * at each octet, so a server that drips would be waited for without end.
 */
public final class Deadline implements AutoCloseable {
  private final Thread watch;
  private volatile boolean passed;

  /**
   * @param patience from now on
   * @param end closes the connection; run once, on a thread of its own, unless closed before
   */
  public Deadline(Duration patience, Runnable end) {
    watch =
        Thread.ofVirtual()
            .name("deadline")
            .start(() -> {
              try {
                Thread.sleep(patience);
              } catch (InterruptedException e) {
                return; // done in time
              }
              passed = true;
              end.run();
            });
  }

  /** Whether the time is over, so that a failure of the connection has this reason. */
  public boolean passed() {
    return passed;
  }

  /** The conversation has ended in time. */
  @Override
  public void close() {
    watch.interrupt();
  }
}
