package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads as the channel does them, of so many datagrams as are waiting. */
class DatagramSlabTest {
  private static final int BATCH = 8;
  private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false);

  private final DatagramSlab slab = new DatagramSlab(ALLOCATOR, 100, BATCH);
  private final ExtendedHandle reading = slab.newHandle();

  @BeforeEach
  void beginTurn() {
    reading.reset(new DefaultChannelConfig(new EmbeddedChannel()));
  }

  @AfterEach
  void release() {
    slab.release();
  }

  @Test
  void aShortReadEndsATurn() {
    assertThat(read(2 * BATCH + 3)).isEqualTo(2 * BATCH + 3);
  }

  @Test
  void whatOneTurnDoesNotReadIsLeftToTheNext() {
    int most = DatagramSlab.BATCHES_PER_TURN * BATCH;
    assertThat(read(most + 1)).isEqualTo(most);
    reading.reset(new DefaultChannelConfig(new EmbeddedChannel()));
    assertThat(read(1)).isEqualTo(1);
  }

  /** How many of those that wait are read in this turn. */
  private int read(int waiting) {
    int read = 0;
    boolean on = true;
    while (on) {
      reading.allocate(ALLOCATOR).release();
      int now = Math.min(BATCH, waiting - read);
      reading.incMessagesRead(now);
      read += now;
      on = reading.continueReading();
    }
    return read;
  }
}
