package org.belfry.appliance.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import org.belfry.appliance.outgoing.Deadline;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of one conversation with a mail server, which may say so much and take so long. Jakarta
 * Mail bounds neither a line nor an answer, and its time-outs begin anew at each octet. Each looks
 * at the address that it connects to, so that a name that has come to lead elsewhere is no way past
 * it (DNS rebinding).
 */
final class MailSockets extends SocketFactory implements AutoCloseable {
  /** Octets that a server may say: some 500 replies of the longest kind (RFC 5321 §4.5.3.1.5). */
  static final int SAID_MAX = 256 * 1024;

  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Duration patience;
  private final Deadline deadline;
  private final boolean inside;
  private volatile @Nullable String broken;

  /**
   * @param patience from now on; all sockets are closed then
   * @param inside whether they may connect to this machine or a private network
   */
  MailSockets(Duration patience, boolean inside) {
    this.inside = inside;
    this.patience = patience;
    this.deadline = new Deadline(patience, () -> sockets.forEach(OutgoingHttp::shut));
  }

  /** A sentence on the limit that was reached; null for none. */
  @Nullable String broken() {
    return deadline.passed()
        ? "The mail server did not finish within " + patience.toSeconds() + " s."
        : broken;
  }

  @Override
  public Socket createSocket() {
    Socket socket = new Counted();
    sockets.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress own, int ownPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(own, ownPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress own, int ownPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(own, ownPort));
  }

  private Socket connected(InetSocketAddress to, @Nullable InetSocketAddress from)
      throws IOException {
    Socket socket = createSocket();
    if (from != null) {
      socket.bind(from);
    }
    socket.connect(to);
    return socket;
  }

  /** Sockets are closed by their users. */
  @Override
  public void close() {
    deadline.close();
  }

  private int counted(int count, int before) throws IOException {
    if (before + count > SAID_MAX) {
      broken = "The mail server says too much.";
      throw new IOException("more than " + SAID_MAX + " octets");
    }
    return before + Math.max(0, count);
  }

  private final class Counted extends Socket {
    private int said;

    @Override
    public void connect(SocketAddress to) throws IOException {
      connect(to, 0);
    }

    @Override
    public void connect(SocketAddress to, int timeoutMs) throws IOException {
      if (!inside && to instanceof InetSocketAddress at && at.getAddress() != null) {
        OutgoingHttp.refuseInside(at.getAddress());
      }
      super.connect(to, timeoutMs);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {

        @Override
        public int read() throws IOException {
          int octet = super.read();
          said = counted(octet < 0 ? 0 : 1, said);
          return octet;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          int count = super.read(into, from, length);
          said = counted(count, said);
          return count;
        }
      };
    }
  }
}
