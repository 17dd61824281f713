package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Takes plain TCP and leads it to a server by TLS, believing one authority only: Debian's sipp
 * speaks no TLS itself.
 */
final class TlsPipe implements AutoCloseable {
  private final ServerSocket plain;
  private final SSLContext context;
  private final int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  TlsPipe(Path authority, int target) {
    this.target = target;
    try {
      context = trusting(authority);
      plain = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    Thread.ofPlatform().daemon(true).start(this::accept);
  }

  static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      trust.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), new SecureRandom());
    return context;
  }

  int port() {
    return plain.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = plain.accept();
        SSLSocket far =
            (SSLSocket) context.getSocketFactory().createSocket(plain.getInetAddress(), target);
        SSLParameters parameters = far.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // it must be for 127.0.0.1
        far.setSSLParameters(parameters);
        open.addAll(List.of(near, far));
        Thread.ofPlatform().daemon(true).start(() -> copy(near, far));
        Thread.ofPlatform().daemon(true).start(() -> copy(far, near));
      }
    } catch (IOException e) {
      close(); // by the test, or because the server refused us: the other side will see it
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      int n;
      while ((n = in.read(bytes)) > 0) {
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      closeQuietly(to);
    }
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(TlsPipe::closeQuietly);
  }
}
