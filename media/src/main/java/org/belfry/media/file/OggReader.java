package org.belfry.media.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * Takes packets out of an Ogg file (RFC 3533): the first logical stream in it; pages of others and
 * damaged ones are skipped.
 */
final class OggReader implements Closeable {
  /**
   * Longest packet that is kept: RFC 7845 §6 asks for 61440 bytes. Of a longer one, the rest is
   * dropped.
   */
  static final int PACKET_MAX = 61_440;

  /** How far a page is looked for in what is no page. */
  private static final int SEARCH_MAX = 1 << 20;

  /** How many things that look like a page and are none are looked at, one after the other. */
  private static final int TRIES_MAX = 300;

  private final SeekableByteChannel file;
  private final OggPage page = new OggPage();
  private final ByteBuffer bytes = ByteBuffer.wrap(page.bytes);
  private final byte[] packet = new byte[PACKET_MAX];
  private int packetLength;
  private boolean havePage;
  private boolean known;
  private int serial;
  private int segment;
  private int body;
  private long pageAt;
  private long pagesDamaged;

  OggReader(SeekableByteChannel file) {
    this.file = file;
  }

  /** The bytes of the last packet, up to {@link #packetLength}. */
  byte[] packet() {
    return packet;
  }

  int packetLength() {
    return packetLength;
  }

  /** The page on which the last packet ended. */
  OggPage page() {
    return page;
  }

  /** Where that page begins in the file. */
  long pageAt() {
    return pageAt;
  }

  /** Whether the last packet was the last on its page to end there. */
  boolean lastOnPage() {
    for (int i = segment; i < page.segments(); i++) {
      if (page.segment(i) < 255) {
        return false;
      }
    }
    return true;
  }

  long pagesDamaged() {
    return pagesDamaged;
  }

  /** Reads the next packet; false at the end. */
  boolean nextPacket() throws IOException {
    packetLength = 0;
    boolean begun = false;
    while (true) {
      if (!havePage || segment >= page.segments()) {
        int expected = page.sequence() + 1;
        if (!nextPage()) {
          return false;
        }
        begun = begun && page.sequence() == expected;
        boolean continues = (page.flags() & OggPage.CONTINUED) != 0;
        if (continues && !begun) {
          skipContinuation();
        }
        begun = begun && continues;
        packetLength = begun ? packetLength : 0; // where a page is lost, so is its packet
        continue;
      }
      int length = page.segment(segment++);
      int kept = Math.min(length, PACKET_MAX - packetLength);
      System.arraycopy(page.bytes, body, packet, packetLength, kept);
      packetLength += kept;
      body += length;
      begun = true;
      if (length < 255) {
        return true;
      }
    }
  }

  /** Passes over the end of a packet whose beginning was not read. */
  private void skipContinuation() {
    while (segment < page.segments()) {
      int length = page.segment(segment++);
      body += length;
      if (length < 255) {
        return;
      }
    }
  }

  /** Goes to the next page of the stream; its packets are read then. False at the end. */
  boolean nextPage() throws IOException {
    havePage = false;
    while (readPage()) {
      if (!known) {
        known = true;
        serial = page.serial();
      }
      if (page.serial() == serial) {
        segment = 0;
        body = page.bodyStart();
        havePage = true;
        return true;
      }
    }
    return false;
  }

  private boolean readPage() throws IOException {
    long searched = 0;
    for (int tries = 0; tries < TRIES_MAX && searched < SEARCH_MAX; tries++) {
      long at = file.position();
      if (!read(0, OggPage.HEADER)) {
        return false;
      }
      if (page.isPage()
          && read(OggPage.HEADER, page.segments())
          && read(page.bodyStart(), page.bodyLength())
          && page.crcIsRight()) {
        pageAt = at;
        return true;
      }
      if (page.isPage()) {
        pagesDamaged++;
      }
      // Look again from the next byte that may begin a page.
      long next = next(at + 1);
      if (next < 0) {
        return false;
      }
      searched += next - at;
      file.position(next);
    }
    return false;
  }

  /** Where the next {@code OggS} stands, from a place on; -1 for nowhere near. */
  private long next(long from) throws IOException {
    file.position(from);
    Arrays.fill(page.bytes, (byte) 0);
    bytes.clear();
    int got = 0;
    while (bytes.hasRemaining() && got >= 0) {
      got = file.read(bytes);
    }
    int there = bytes.position();
    for (int i = 0; i + 4 <= there; i++) {
      if (page.bytes[i] == 'O'
          && page.bytes[i + 1] == 'g'
          && page.bytes[i + 2] == 'g'
          && page.bytes[i + 3] == 'S') {
        return from + i;
      }
    }
    return there < page.bytes.length ? -1 : from + there - 3;
  }

  private boolean read(int at, int count) throws IOException {
    bytes.limit(at + count).position(at);
    int got = 0;
    while (bytes.hasRemaining() && got >= 0) {
      got = file.read(bytes);
    }
    return !bytes.hasRemaining();
  }

  /** Goes to a place in the file; the next packet read is the first that begins after it. */
  void position(long at) throws IOException {
    file.position(at);
    havePage = false;
    segment = 0;
  }

  long size() throws IOException {
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
