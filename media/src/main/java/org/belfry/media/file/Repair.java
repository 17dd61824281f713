package org.belfry.media.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.belfry.media.file.UnreadableSound.Reason;

/** Completes recordings of ours that a killed process left. */
final class Repair {
  private static final int FMT = 0x20746d66; // "fmt ", read as a little-endian number
  private static final int DATA = 0x61746164; // "data"
  private static final int FMT_AT = 12;
  private static final int DATA_AT = 36;

  /** Where the format is in an RF64 file, and in those that kept room for one before it. */
  private static final int LATE_FMT_AT = 48;

  /** Pages before the first with sound (RFC 7845 §3); ours have one each. */
  private static final int OPUS_HEADERS = 2;

  private Repair() {}

  /** Writes the lengths that the file has; cuts off half a sample. False when there is no sound. */
  static boolean wav(FileChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(WavWriter.LONG_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    int got = 0;
    while (header.hasRemaining() && got >= 0) {
      got = file.read(header, header.position());
    }
    if (header.position() < WavWriter.HEADER) {
      return false;
    }
    int format = header.getInt(FMT_AT) == FMT ? FMT_AT : LATE_FMT_AT;
    int start =
        format == FMT_AT && header.getInt(DATA_AT) == DATA
            ? WavWriter.HEADER
            : WavWriter.LONG_HEADER;
    if (header.getInt(format) != FMT) {
      throw new UnreadableSound(Reason.DAMAGED, "it is no WAV file of ours.");
    }
    int channels = Math.max(1, header.getShort(format + 10));
    int rate = header.getInt(format + 12);
    long block = 2L * channels;
    long data = Math.max(0, file.size() - start) / block * block;
    file.truncate(start + data);
    ByteBuffer whole = WavWriter.header(start, data, rate, channels);
    while (whole.hasRemaining()) {
      file.write(whole, whole.position());
    }
    return data > 0;
  }

  /**
   * Cuts off a page that is not complete, and marks the last one as such. False when there is none
   * with sound.
   */
  static boolean ogg(FileChannel file) throws IOException {
    OggReader reader = new OggReader(file); // not closed: the channel is the caller's
    OggPage page = reader.page();
    file.position(0);
    long last = 0;
    int pages = 0;
    while (reader.nextPage()) {
      pages++;
      last = reader.pageAt();
    }
    if (pages == 0 && file.size() > 0) {
      throw new UnreadableSound(Reason.DAMAGED, "it is no Ogg file.");
    }
    if (pages <= OPUS_HEADERS) {
      return false;
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
    return true;
  }
}
