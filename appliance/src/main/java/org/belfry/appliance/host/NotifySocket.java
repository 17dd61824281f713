package org.belfry.appliance.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * A datagram to the socket of whoever supervises this process, as sd_notify(3) has it. Java has
 * stream sockets of this family and no others, so the C library is called.
 */
@SuppressWarnings("restricted") // these calls are what the class is for
final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;

  /** Of sockaddr_un, after the two bytes of the family. */
  private static final int PATH_MAX = 108;

  private static final int FAMILY_BYTES = 2;

  private final byte[] path;
  private final MethodHandle socket;
  private final MethodHandle sendto;
  private final MethodHandle close;

  /**
   * @param path as {@code NOTIFY_SOCKET} has it: a file, or {@code @name} in the abstract namespace
   * @throws IllegalArgumentException when it is neither
   */
  NotifySocket(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (!path.matches("[/@].+") || bytes.length >= PATH_MAX) {
      throw new IllegalArgumentException("NOTIFY_SOCKET cannot be " + path);
    }
    if (bytes[0] == '@') {
      bytes[0] = 0;
    }
    this.path = bytes;
    socket = function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    sendto =
        function(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /**
   * Sends lines such as {@code READY=1}.
   *
   * @throws IOException when nobody takes them
   */
  void send(String lines) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(JAVA_BYTE, lines.getBytes(StandardCharsets.UTF_8));
      MemorySegment to = arena.allocate(FAMILY_BYTES + PATH_MAX, Short.BYTES);
      to.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, to, JAVA_BYTE, FAMILY_BYTES, path.length);
      int descriptor = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (descriptor < 0) {
        throw new IOException("no socket");
      }
      long sent =
          (long)
              sendto.invokeExact(
                  descriptor, text, text.byteSize(), 0, to, FAMILY_BYTES + path.length);
      int closed = (int) close.invokeExact(descriptor);
      if (sent != text.byteSize() || closed != 0) {
        throw new IOException("nobody takes it");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("The C library cannot be called", e);
    }
  }
}
