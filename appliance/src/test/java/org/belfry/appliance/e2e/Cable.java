package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Carries TCP to a server on this machine, until it is pulled out. */
final class Cable implements AutoCloseable {
  static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

  private final ServerSocket near;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile FarEnd far;
  private volatile boolean pulled;

  /** To a port, as it comes. */
  Cable(int port) {
    this(plain(port));
  }

  Cable(FarEnd far) {
    this.far = far;
    try {
      near = new ServerSocket(0, 50, LOCAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static FarEnd plain(int port) {
    return () -> new Socket(LOCAL, port);
  }

  int port() {
    return near.getLocalPort();
  }

  /** From now on nothing goes through; what is open is over. */
  void pull() {
    pulled = true;
    open.forEach(Cable::shut);
    open.clear();
  }

  void plug() {
    pulled = false;
  }

  /** Leads elsewhere from now on. */
  void lead(int port) {
    far = plain(port);
  }

  /** Where it leads. */
  @FunctionalInterface
  interface FarEnd {
    Socket connect() throws IOException;
  }

  private void accept() {
    while (!near.isClosed()) {
      try {
        connect(near.accept());
      } catch (IOException e) {
        return; // the cable is taken away
      }
    }
  }

  private void connect(Socket here) {
    if (pulled) {
      shut(here);
      return;
    }
    try {
      Socket there = far.connect();
      open.addAll(List.of(here, there));
      Thread.ofVirtual().start(() -> carry(here, there));
      Thread.ofVirtual().start(() -> carry(there, here));
    } catch (IOException e) {
      shut(here); // nobody is at the other end
    }
  }

  private void carry(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      shut(to); // either end may go at any time
    } finally {
      shut(from);
      shut(to);
      open.removeAll(List.of(from, to));
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    pull();
    try {
      near.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
