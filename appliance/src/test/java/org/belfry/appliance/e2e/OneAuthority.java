package org.belfry.appliance.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS that believes one authority only. */
final class OneAuthority {
  private OneAuthority() {}

  /** Takes plain TCP and leads it to a server by TLS: Debian's sipp speaks none itself. */
  static Cable cable(Path authority, int port) throws IOException, GeneralSecurityException {
    SSLContext context = trusting(authority);
    return new Cable(() -> connect(context, port));
  }

  private static Socket connect(SSLContext context, int port) throws IOException {
    SSLSocket far = (SSLSocket) context.getSocketFactory().createSocket(Cable.LOCAL, port);
    SSLParameters parameters = far.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // it must be for 127.0.0.1
    far.setSSLParameters(parameters);
    return far;
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
}
