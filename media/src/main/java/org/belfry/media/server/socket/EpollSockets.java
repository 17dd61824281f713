package org.belfry.media.server.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.belfry.media.relay.Sender;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/** Sockets by Linux's own calls. */
public final class EpollSockets implements Sockets {
  /** Whether this system has them. */
  public static boolean isSupported() {
    return Libc.isHere();
  }

  @Override
  public UdpSocket open(TransportAddress local, int trafficClass, int buffers) throws IOException {
    boolean six = local.isIpv6();
    int fd =
        Libc.socket(
            six ? Libc.AF_INET6 : Libc.AF_INET,
            Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
    try {
      if (six) {
        Libc.option(fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
        Libc.option(fd, Libc.IPPROTO_IPV6, Libc.IPV6_TCLASS, trafficClass);
      } else {
        Libc.option(fd, Libc.IPPROTO_IP, Libc.IP_TOS, trafficClass);
      }
      if (buffers > 0) {
        Libc.option(fd, Libc.SOL_SOCKET, Libc.SO_RCVBUF, buffers);
        Libc.option(fd, Libc.SOL_SOCKET, Libc.SO_SNDBUF, buffers);
      }
      byte[] address = new byte[six ? SocketAddressMemory.IPV6 : SocketAddressMemory.IPV4];
      SocketAddressMemory.write(MemorySegment.ofArray(address), local);
      Libc.bind(fd, address);
      Sender bound = new Sender();
      SocketAddressMemory.read(
          MemorySegment.ofArray(Libc.localAddress(fd, SocketAddressMemory.IPV6)), bound);
      return new EpollSocket(fd, local.withPort(bound.port()));
    } catch (IOException | RuntimeException e) {
      Libc.close(fd);
      throw e;
    }
  }

  @Override
  public Poller poller() throws IOException {
    return new EpollPoller();
  }

  /** Where calls of one thread put and find their bytes: one datagram and one address. */
  private static final class Staging {
    private static final int ADDRESS_AT = 0;
    private static final int LENGTH_AT = 32;
    private static final int DATAGRAM_AT = 64;
    private static final int ROOM = 4096;

    final Arena arena;
    final MemorySegment memory;
    final MemorySegment addressMemory;
    final long address;
    final long length;
    final long datagram;

    Staging(Arena arena) {
      this.arena = arena;
      memory = arena.allocate(DATAGRAM_AT + ROOM, 64);
      addressMemory = memory.asSlice(ADDRESS_AT, SocketAddressMemory.IPV6);
      address = memory.address() + ADDRESS_AT;
      length = memory.address() + LENGTH_AT;
      datagram = memory.address() + DATAGRAM_AT;
    }
  }

  private static final class EpollSocket implements UdpSocket {
    private static final int CLOSED = -1;

    private final TransportAddress local;
    private final boolean six;
    private int fd;
    private int index = -1;
    private @Nullable Staging staging;
    private @Nullable TransportAddress peer;
    private @Nullable Burst incoming;
    private @Nullable Burst outgoing;

    EpollSocket(int fd, TransportAddress local) {
      this.fd = fd;
      this.local = local;
      this.six = local.isIpv6();
    }

    @Override
    public TransportAddress local() {
      return local;
    }

    @Override
    public boolean receive(Packet packet, Sender sender) {
      Staging place = staging;
      if (place == null) {
        return false;
      }
      place.memory.set(JAVA_INT, Staging.LENGTH_AT, SocketAddressMemory.IPV6);
      long read =
          Libc.recvfrom(
              fd,
              place.datagram,
              Packet.MAX_LENGTH + 1,
              Libc.MSG_DONTWAIT,
              place.address,
              place.length);
      if (read < 0) {
        return false;
      }
      int length = read > Packet.MAX_LENGTH ? 0 : (int) read;
      packet.set(Packet.HEADROOM, length);
      MemorySegment.copy(
          place.memory,
          ValueLayout.JAVA_BYTE,
          Staging.DATAGRAM_AT,
          packet.bytes(),
          Packet.HEADROOM,
          length);
      SocketAddressMemory.read(place.addressMemory, sender);
      return true;
    }

    @Override
    public boolean send(Packet packet, TransportAddress to) {
      Staging place = staging;
      if (place == null || to.isIpv6() != six) {
        return false;
      }
      int length = packet.length();
      MemorySegment.copy(
          packet.bytes(),
          packet.offset(),
          place.memory,
          ValueLayout.JAVA_BYTE,
          Staging.DATAGRAM_AT,
          length);
      long address = 0;
      int addressLength = 0;
      if (!to.equals(peer)) { // a connected socket keeps the route, which is a tenth of the work
        address = place.address;
        addressLength = SocketAddressMemory.write(place.addressMemory, to);
      }
      return Libc.sendto(fd, place.datagram, length, Libc.MSG_DONTWAIT, address, addressLength)
          >= 0;
    }

    @Override
    public int receive(Packet[] packets, Sender[] senders) {
      Staging place = staging;
      if (place == null) {
        return 0;
      }
      Burst burst = incoming;
      if (burst == null) {
        burst = new Burst(place.arena);
        incoming = burst;
      }
      return burst.receive(fd, packets, senders);
    }

    @Override
    public boolean put(Packet packet, TransportAddress to) {
      Staging place = staging;
      if (place == null || to.isIpv6() != six) {
        return false;
      }
      Burst burst = outgoing;
      if (burst == null) {
        burst = new Burst(place.arena);
        outgoing = burst;
      }
      return burst.put(packet, to);
    }

    @Override
    public int flush() {
      Burst burst = outgoing;
      return burst == null || staging == null ? 0 : burst.send(fd);
    }

    /** Connects, which for UDP is a filter and a cached route, or dissolves that. */
    @Override
    public void narrow(@Nullable TransportAddress to) {
      if (fd == CLOSED || Objects.equals(to, peer) || (to != null && to.isIpv6() != six)) {
        return;
      }
      byte[] address = new byte[six ? SocketAddressMemory.IPV6 : SocketAddressMemory.IPV4];
      if (to == null) {
        address[0] = Libc.AF_UNSPEC;
      } else {
        SocketAddressMemory.write(MemorySegment.ofArray(address), to);
      }
      try {
        Libc.connect(fd, address);
        peer = to;
      } catch (IOException e) {
        peer = null; // no route just now: sending says so, packet by packet
      }
    }

    @Override
    public void close() {
      if (fd == CLOSED) {
        return;
      }
      int open = fd;
      fd = CLOSED;
      staging = null;
      try {
        Libc.close(open);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean hurry() {
    try {
      Libc.makeRealTime(0);
    } catch (IOException e) {
      return false; // the account has no right to it
    }
    VmThread.hurry();
    return true;
  }

  private static final class EpollPoller implements Poller {
    private static final int ROOM = 512;
    // The kernel packs its struct on x86-64 and nowhere else.
    private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
    private static final int EVENT = PACKED ? 12 : 16;
    private static final int INDEX_AT = PACKED ? 4 : 8;
    private static final int WAKE = -1;

    private final Arena arena = Arena.ofShared();
    private final Staging staging = new Staging(arena);
    private final MemorySegment events = arena.allocate((long) EVENT * ROOM, 8);
    private final MemorySegment control = arena.allocate(EVENT, 8);
    private final long eventsAddress = events.address();
    private final int epoll;
    private final int wake;
    private final List<@Nullable Object> owners = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private final int[] ready = new int[ROOM];

    EpollPoller() throws IOException {
      epoll = Libc.epollCreate();
      wake = Libc.eventfd();
      register(wake, WAKE);
    }

    private void register(int fd, int index) throws IOException {
      control.set(JAVA_INT_UNALIGNED, 0, Libc.EPOLLIN);
      control.set(JAVA_LONG_UNALIGNED, INDEX_AT, (long) index);
      Libc.epollControl(epoll, Libc.EPOLL_CTL_ADD, fd, control);
    }

    @Override
    public void add(UdpSocket socket, Object owner) throws IOException {
      EpollSocket mine = (EpollSocket) socket;
      int index = free.isEmpty() ? owners.size() : free.removeLast();
      if (index == owners.size()) {
        owners.add(owner);
      } else {
        owners.set(index, owner);
      }
      mine.index = index;
      mine.staging = staging;
      register(mine.fd, index);
    }

    @Override
    public void remove(UdpSocket socket) {
      EpollSocket mine = (EpollSocket) socket;
      if (mine.index < 0) {
        return;
      }
      owners.set(mine.index, null);
      free.add(mine.index);
      mine.index = -1;
      try {
        Libc.epollControl(epoll, Libc.EPOLL_CTL_DEL, mine.fd, control);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int await(int millis) {
      int found = Libc.epollWait(epoll, eventsAddress, ROOM, millis);
      int count = 0;
      for (int i = 0; i < found; i++) {
        int index = (int) events.get(JAVA_LONG_UNALIGNED, (long) i * EVENT + INDEX_AT);
        if (index == WAKE) {
          awake();
        } else {
          ready[count++] = index;
        }
      }
      return count;
    }

    private void awake() {
      try {
        Libc.clear(wake);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public @Nullable Object owner(int index) {
      return owners.get(ready[index]);
    }

    @Override
    public void wake() {
      try {
        Libc.signal(wake);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        Libc.close(wake);
        Libc.close(epoll);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        arena.close();
      }
    }
  }
}
