package org.belfry.media.server.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.BindException;
import java.util.NoSuchElementException;

/**
 * The calls of the C library that sockets need (Linux, 64 bits). Addresses of memory go as plain
 * longs: a segment for each call would be an allocation for each packet.
 */
@SuppressWarnings("restricted") // these calls are what the class is for
final class Libc {
  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_DONTWAIT = 0x40;
  static final int EPOLL_CLOEXEC = 0x80000;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int IPPROTO_IP = 0;
  static final int IP_TOS = 1;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_TCLASS = 67;
  private static final int SCHED_RR = 2;
  private static final int SCHED_RESET_ON_FORK = 0x40000000;
  private static final int EADDRINUSE = 98;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  // Not as "critical" calls, which would keep the collector of the whole appliance waiting while
  // the
  // kernel delivers a packet: that was measured, and is no faster (bench/diary.md).
  private static final MethodHandle RECVFROM =
      plain(
          "recvfrom",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle SENDTO =
      plain(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECVMMSG =
      plain(
          "recvmmsg",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle SENDMMSG =
      plain("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_WAIT =
      plain("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));

  private static final MethodHandle SCHED_SETSCHEDULER =
      checked("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SOCKET =
      checked("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      checked("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CONNECT =
      checked("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKNAME =
      checked("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SETSOCKOPT =
      checked(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle EPOLL_CREATE =
      checked("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CTL =
      checked("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle EVENTFD =
      checked("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      checked("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      checked("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      checked("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Libc() {}

  /**
   * Whether all of them are here. False on another system, and where the JVM forbids native access.
   */
  static boolean isHere() {
    if (!System.getProperty("os.name", "").equals("Linux")
        || !System.getProperty("sun.arch.data.model", "64").equals("64")) {
      return false;
    }
    try {
      return LINKER.defaultLookup().find("epoll_wait").isPresent() && SOCKET != null;
    } catch (LinkageError | NoSuchElementException | IllegalCallerException e) {
      return false;
    }
  }

  private static MethodHandle plain(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
  }

  private static MethodHandle checked(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** Bytes read, negative when there is nothing or an error. */
  static long recvfrom(
      int fd, long buffer, long length, int flags, long address, long addressLength) {
    try {
      return (long) RECVFROM.invokeExact(fd, buffer, length, flags, address, addressLength);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Bytes sent, negative when the system did not take them. */
  static long sendto(int fd, long buffer, long length, int flags, long address, int addressLength) {
    try {
      return (long) SENDTO.invokeExact(fd, buffer, length, flags, address, addressLength);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** How many of the {@code struct mmsghdr}s were filled, negative when none. */
  static int recvmmsg(int fd, long headers, int count, int flags) {
    try {
      return (int) RECVMMSG.invokeExact(fd, headers, count, flags, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** How many of the {@code struct mmsghdr}s were sent, negative when the first was not taken. */
  static int sendmmsg(int fd, long headers, int count, int flags) {
    try {
      return (int) SENDMMSG.invokeExact(fd, headers, count, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Events, negative when a signal came in between. */
  static int epollWait(int fd, long events, int room, int millis) {
    try {
      return (int) EPOLL_WAIT.invokeExact(fd, events, room, millis);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int socket(int family, int type) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      return succeeded("socket", (int) SOCKET.invokeExact(state, family, type, 0), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void bind(int fd, byte[] address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment copy = arena.allocateFrom(JAVA_BYTE, address);
      succeeded("bind", (int) BIND.invokeExact(state, fd, copy, address.length), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void connect(int fd, byte[] address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment copy = arena.allocateFrom(JAVA_BYTE, address);
      succeeded("connect", (int) CONNECT.invokeExact(state, fd, copy, address.length), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Where a socket is bound to, as a {@code sockaddr} of this many bytes at most. */
  static byte[] localAddress(int fd, int room) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment address = arena.allocate(room, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, room);
      succeeded("getsockname", (int) GETSOCKNAME.invokeExact(state, fd, address, length), state);
      return address.toArray(JAVA_BYTE);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void option(int fd, int level, int name, int value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment copy = arena.allocateFrom(JAVA_INT, value);
      succeeded("setsockopt", (int) SETSOCKOPT.invokeExact(state, fd, level, name, copy, 4), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * Gives a thread the lowest real-time priority; what it starts has ordinary priority again.
   *
   * @param thread its number in the kernel, or 0 for the calling thread
   * @throws IOException when the account has no right to it
   */
  static void makeRealTime(int thread) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment priority = arena.allocateFrom(JAVA_INT, 1);
      succeeded(
          "sched_setscheduler",
          (int)
              SCHED_SETSCHEDULER.invokeExact(
                  state, thread, SCHED_RR | SCHED_RESET_ON_FORK, priority),
          state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int epollCreate() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      return succeeded(
          "epoll_create1", (int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void epollControl(int epoll, int operation, int fd, MemorySegment event)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      succeeded(
          "epoll_ctl", (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int eventfd() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      return succeeded(
          "eventfd", (int) EVENTFD.invokeExact(state, 0, SOCK_NONBLOCK | SOCK_CLOEXEC), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Adds one to an eventfd. */
  static void signal(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
      succeeded("write", (int) (long) WRITE.invokeExact(state, fd, one, 8L), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Sets an eventfd that has been signalled to zero. */
  static void clear(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment count = arena.allocate(JAVA_LONG);
      succeeded("read", (int) (long) READ.invokeExact(state, fd, count, 8L), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void close(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      succeeded("close", (int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static int succeeded(String call, int result, MemorySegment state) throws IOException {
    if (result >= 0) {
      return result;
    }
    int number = (int) ERRNO.get(state, 0L);
    if (number == EADDRINUSE) {
      throw new BindException(call + ": the port is taken");
    }
    throw new IOException(call + " failed with errno " + number);
  }

  private static IOException failed(Throwable e) {
    if (e instanceof IOException expected) {
      return expected;
    }
    throw unexpected(e);
  }

  /** A call by these handles throws nothing itself. */
  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException mine ? mine : new IllegalStateException(e);
  }
}
