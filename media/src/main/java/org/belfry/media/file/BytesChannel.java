package org.belfry.media.file;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Bytes that are read like a file. Belongs to one thread. */
public class BytesChannel implements SeekableByteChannel {
  private final byte[] bytes;
  private long at;
  private boolean open = true;

  /**
   * @param bytes not copied, never changed
   */
  public BytesChannel(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(ByteBuffer out) {
    if (at >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(out.remaining(), bytes.length - at);
    out.put(bytes, (int) at, count);
    at += count;
    return count;
  }

  @Override
  public int write(ByteBuffer in) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    return at;
  }

  @Override
  public SeekableByteChannel position(long place) {
    if (place < 0) {
      throw new IllegalArgumentException();
    }
    at = place;
    return this;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
