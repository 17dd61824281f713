package org.belfry.media.server.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;

/**
 * Room for the datagrams that one {@code recvmmsg} reads or one {@code sendmmsg} sends: {@code
 * struct mmsghdr}s, and for each an address, a vector of one and the bytes. Belongs to one socket
 * and one thread.
 */
final class Burst {
  static final int SIZE = 32;

  // Linux, 64 bits: msg_name, msg_namelen, msg_iov, msg_iovlen, (no control data), msg_len.
  private static final int HEADER = 64;
  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int VECTOR_AT = 16;
  private static final int VECTORS_AT = 24;
  private static final int LENGTH_AT = 56;
  private static final int VECTOR = 16;
  private static final int VECTOR_LENGTH_AT = 8;
  private static final int ADDRESS = 32;
  private static final int DATAGRAM = Packet.MAX_LENGTH + 64;

  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment[] addresses = new MemorySegment[SIZE];
  private final MemorySegment datagrams;
  private int count;

  Burst(Arena arena) {
    headers = arena.allocate((long) SIZE * HEADER, 64);
    vectors = arena.allocate((long) SIZE * VECTOR, 64);
    datagrams = arena.allocate((long) SIZE * DATAGRAM, 64);
    MemorySegment names = arena.allocate((long) SIZE * ADDRESS, 64);
    for (int i = 0; i < SIZE; i++) {
      addresses[i] = names.asSlice((long) i * ADDRESS, SocketAddressMemory.IPV6);
      long header = (long) i * HEADER;
      headers.set(JAVA_LONG, header + NAME_AT, addresses[i].address());
      headers.set(JAVA_LONG, header + VECTOR_AT, vectors.address() + (long) i * VECTOR);
      headers.set(JAVA_LONG, header + VECTORS_AT, 1);
      vectors.set(JAVA_LONG, (long) i * VECTOR, datagrams.address() + (long) i * DATAGRAM);
      // One more than a packet holds shows that a datagram was longer.
      vectors.set(JAVA_LONG, (long) i * VECTOR + VECTOR_LENGTH_AT, Packet.MAX_LENGTH + 1);
    }
  }

  /** Reads what waits, as much as there is room for; how many it were. */
  int receive(int fd, Packet[] packets, Sender[] senders) {
    int room = Math.min(SIZE, packets.length);
    for (int i = 0; i < room; i++) {
      headers.set(JAVA_INT, (long) i * HEADER + NAME_LENGTH_AT, SocketAddressMemory.IPV6);
    }
    int found = Libc.recvmmsg(fd, headers.address(), room, Libc.MSG_DONTWAIT);
    for (int i = 0; i < found; i++) {
      int read = headers.get(JAVA_INT, (long) i * HEADER + LENGTH_AT);
      int length = read > Packet.MAX_LENGTH ? 0 : read;
      packets[i].set(Packet.HEADROOM, length);
      MemorySegment.copy(
          datagrams, JAVA_BYTE, (long) i * DATAGRAM, packets[i].bytes(), Packet.HEADROOM, length);
      SocketAddressMemory.read(addresses[i], senders[i]);
    }
    return Math.max(0, found);
  }

  /** Copies one in; false when it is full. */
  boolean put(Packet packet, TransportAddress to) {
    if (count == SIZE || packet.length() > DATAGRAM) {
      return false;
    }
    MemorySegment.copy(
        packet.bytes(),
        packet.offset(),
        datagrams,
        JAVA_BYTE,
        (long) count * DATAGRAM,
        packet.length());
    vectors.set(JAVA_LONG, (long) count * VECTOR + VECTOR_LENGTH_AT, packet.length());
    headers.set(
        JAVA_INT,
        (long) count * HEADER + NAME_LENGTH_AT,
        SocketAddressMemory.write(addresses[count], to));
    count++;
    return true;
  }

  /** Sends what was put; how many the system did not take. */
  int send(int fd) {
    int lost = 0;
    for (int next = 0; next < count; ) {
      int sent =
          Libc.sendmmsg(
              fd, headers.address() + (long) next * HEADER, count - next, Libc.MSG_DONTWAIT);
      if (sent <= 0) { // the first of them; the others may go elsewhere
        lost++;
        sent = 1;
      }
      next += sent;
    }
    count = 0;
    return lost;
  }
}
