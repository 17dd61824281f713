package org.belfry.media.server.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.nio.ByteOrder;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;

/** A {@code sockaddr_in} or {@code sockaddr_in6}. */
final class SocketAddressMemory {
  static final int IPV4 = 16;
  static final int IPV6 = 28;
  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt ADDRESS =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong HALF =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddressMemory() {}

  static int write(MemorySegment memory, TransportAddress address) {
    memory.set(PORT, 2, (short) address.port());
    if (address.address() instanceof Inet6Address six) {
      memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) Libc.AF_INET6);
      memory.set(JAVA_INT_UNALIGNED, 4, 0);
      memory.set(HALF, 8, address.high());
      memory.set(HALF, 16, address.low());
      memory.set(JAVA_INT_UNALIGNED, 24, six.getScopeId());
      return IPV6;
    }
    memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) Libc.AF_INET);
    memory.set(ADDRESS, 4, (int) address.low());
    memory.set(JAVA_LONG_UNALIGNED, 8, 0L);
    return IPV4;
  }

  static void read(MemorySegment memory, Sender sender) {
    int port = memory.get(PORT, 2) & 0xffff;
    if (memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0) == Libc.AF_INET) {
      sender.setIpv4(memory.get(ADDRESS, 4), port);
    } else {
      sender.setIpv6(
          memory.get(HALF, 8), memory.get(HALF, 16), port, memory.get(JAVA_INT_UNALIGNED, 24));
    }
  }
}
