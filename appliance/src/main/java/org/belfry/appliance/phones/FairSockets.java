package org.belfry.appliance.phones;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.belfry.pbx.sip.SourceAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for a server that has a thread for each connection and a limit for all of them: a source
 * (of IPv6 its /64) has so many, and one that says nothing is closed. Strangers would have them all
 * otherwise, and phones none.
 */
final class FairSockets extends ServerSocketFactory {
  private final ServerSocketFactory factory;
  private final int ofASource;
  private final Duration idle;

  FairSockets(ServerSocketFactory factory, int ofASource, Duration idle) {
    this.factory = factory;
    this.ofASource = ofASource;
    this.idle = idle;
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Fair(factory.createServerSocket());
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return new Fair(factory.createServerSocket(port));
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return new Fair(factory.createServerSocket(port, backlog));
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address)
      throws IOException {
    return new Fair(factory.createServerSocket(port, backlog, address));
  }

  /** Only {@link #accept} does more than the one inside. */
  private final class Fair extends ServerSocket {
    private final ServerSocket inside;
    private final Map<InetAddress, List<Socket>> open = new HashMap<>();

    Fair(ServerSocket inside) throws IOException {
      this.inside = inside;
    }

    @Override
    public Socket accept() throws IOException {
      while (true) {
        Socket socket = inside.accept();
        if (isAdmitted(socket)) {
          socket.setSoTimeout((int) idle.toMillis());
          return socket;
        }
        socket.close();
      }
    }

    private boolean isAdmitted(Socket socket) {
      open.values()
          .removeIf(sockets -> {
            sockets.removeIf(Socket::isClosed);
            return sockets.isEmpty();
          });
      List<Socket> its =
          open.computeIfAbsent(
              SourceAddress.of(socket.getInetAddress()), source -> new ArrayList<>());
      return its.size() < ofASource && its.add(socket);
    }

    @Override
    public void close() throws IOException {
      inside.close();
      super.close();
    }

    @Override
    public void bind(SocketAddress address, int backlog) throws IOException {
      inside.bind(address, backlog);
    }

    @Override
    public boolean isBound() {
      return inside.isBound();
    }

    @Override
    public InetAddress getInetAddress() {
      return inside.getInetAddress();
    }

    @Override
    public int getLocalPort() {
      return inside.getLocalPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
      return inside.getLocalSocketAddress();
    }

    @Override
    public void setReceiveBufferSize(int size) throws java.net.SocketException {
      inside.setReceiveBufferSize(size);
    }
  }
}
