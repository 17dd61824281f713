package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Completes recordings of ours that a killed process left. */
final class Repair {
  private static final int WAV_HEADER = 80;
  private static final int CHANNELS_AT = 58;

  private Repair() {}

  /** Writes the lengths that the file has; cuts off half a sample. */
  static void wav(FileChannel file) throws IOException {
    if (file.size() < WAV_HEADER) {
      return;
    }
    ByteBuffer header = ByteBuffer.allocate(WAV_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    int got = 0;
    while (header.hasRemaining() && got >= 0) {
      got = file.read(header, header.position());
    }
    int block = 2 * Math.max(1, header.getShort(CHANNELS_AT));
    long data = (file.size() - WAV_HEADER) / block * block;
    file.truncate(WAV_HEADER + data);
    WavWriter.putLengths(header, data, block);
    header.rewind();
    while (header.hasRemaining()) {
      file.write(header, header.position());
    }
  }

  /** Cuts off a page that is not complete, and marks the last one as such. */
  static void ogg(FileChannel file) throws IOException {
    OggReader reader = new OggReader(file); // not closed: the channel is the caller's
    OggPage page = reader.page();
    file.position(0);
    long last = -1;
    while (reader.nextPage()) {
      last = reader.pageAt();
    }
    if (last < 0) {
      return;
    }
    reader.position(last);
    if (reader.nextPage()) {
      file.truncate(last + page.length());
      page.flags(page.flags() | OggPage.LAST);
      page.seal();
      ByteBuffer out = ByteBuffer.wrap(page.bytes, 0, page.length());
      while (out.hasRemaining()) {
        file.write(out, last + out.position());
      }
    }
  }
}
