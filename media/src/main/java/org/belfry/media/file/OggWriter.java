package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Lays packets into Ogg pages (RFC 3533). A page is written when it is full or when told to, so
 * what stands in the file is always whole pages.
 */
final class OggWriter {
  private final WritableByteChannel file;
  private final int serial;
  private final OggPage page = new OggPage();
  private final byte[] lacing = new byte[OggPage.SEGMENTS_MAX];
  private final byte[] body = new byte[255 * OggPage.SEGMENTS_MAX];
  private int segments;
  private int length;
  private long granule = OggPage.NO_GRANULE;
  private boolean continued;
  private int sequence;
  private long written;

  OggWriter(WritableByteChannel file, int serial) {
    this.file = file;
    this.serial = serial;
  }

  /**
   * Appends a packet.
   *
   * @param granuleAfter the granule position when this packet was the last
   */
  void packet(byte[] bytes, int from, int count, long granuleAfter) throws IOException {
    int at = from;
    int left = count;
    while (true) {
      if (segments == OggPage.SEGMENTS_MAX) {
        write(0);
        continued = at > from;
      }
      int piece = Math.min(left, 255);
      System.arraycopy(bytes, at, body, length, piece);
      lacing[segments++] = (byte) piece;
      length += piece;
      at += piece;
      left -= piece;
      if (piece < 255) {
        granule = granuleAfter;
        return;
      }
    }
  }

  /** Writes the page that is being filled, if there is anything on it. */
  void flush() throws IOException {
    if (segments > 0) {
      write(0);
    }
  }

  /** Writes the last page, which says that it is. */
  void end(long finalGranule) throws IOException {
    if (segments > 0 || sequence > 0) {
      granule = finalGranule;
      write(OggPage.LAST);
    }
  }

  long bytes() {
    return written + length;
  }

  private void write(int flags) throws IOException {
    int all = flags | (sequence == 0 ? OggPage.FIRST : 0) | (continued ? OggPage.CONTINUED : 0);
    page.begin(all, granule, serial, sequence, segments);
    System.arraycopy(lacing, 0, page.bytes, OggPage.HEADER, segments);
    System.arraycopy(body, 0, page.bytes, page.bodyStart(), length);
    page.seal();
    ByteBuffer out = ByteBuffer.wrap(page.bytes, 0, page.length());
    while (out.hasRemaining()) {
      written += file.write(out);
    }
    sequence++;
    segments = 0;
    length = 0;
    continued = false;
    granule = OggPage.NO_GRANULE;
  }
}
