package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Gives a UDP socket the same block of memory for every read, room for several whole datagrams, so
 * that one system call reads many (recvmmsg) and none is cut short. This works because the listener
 * copies a datagram before the next read; pages that short datagrams never touch cost nothing.
 */
final class DatagramSlab implements RecvByteBufAllocator {
  static final int BATCHES_PER_TURN = 8;

  private final int batch;
  private final ByteBuf slab;

  /**
   * @param datagram room for one datagram, in bytes
   * @param batch datagrams in one read
   */
  DatagramSlab(ByteBufAllocator allocator, int datagram, int batch) {
    this.batch = batch;
    this.slab = allocator.directBuffer(datagram * batch, datagram * batch);
  }

  /** Gives the memory back; after the channel is closed. */
  void release() {
    slab.release();
  }

  @Override
  public ExtendedHandle newHandle() {
    return new Reading();
  }

  /** Reads on as long as batches come full: a short one means that the socket is empty. */
  private final class Reading implements ExtendedHandle {
    private int lastBytes;
    private int attemptedBytes;
    private int messages;
    private int batches;
    private int messagesBefore;

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      messagesBefore = messages;
      batches++;
      if (slab.refCnt() != 1) {
        return allocator.directBuffer(slab.capacity(), slab.capacity());
      }
      return slab.clear().retain();
    }

    @Override
    public int guess() {
      return slab.capacity();
    }

    @Override
    public void reset(ChannelConfig config) {
      messages = 0;
      batches = 0;
    }

    @Override
    public void incMessagesRead(int count) {
      messages += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
      lastBytes = bytes;
    }

    @Override
    public int lastBytesRead() {
      return lastBytes;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attemptedBytes = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attemptedBytes;
    }

    @Override
    public boolean continueReading() {
      return messages - messagesBefore >= batch && batches < BATCHES_PER_TURN;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return continueReading();
    }

    @Override
    public void readComplete() {
      lastBytes = 0;
    }
  }
}
