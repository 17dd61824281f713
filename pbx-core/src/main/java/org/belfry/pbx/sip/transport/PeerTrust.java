package org.belfry.pbx.sip.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Believes a server that we connect to: its chain must be good and name whom we meant. */
final class PeerTrust extends X509ExtendedTrustManager {
  private static final X509Certificate[] NONE = {};

  private final @Nullable X509ExtendedTrustManager chains;

  private PeerTrust(@Nullable X509ExtendedTrustManager chains) {
    this.chains = chains;
  }

  static PeerTrust in(X509ExtendedTrustManager chains) {
    return new PeerTrust(chains);
  }

  static PeerTrust inAnybody() {
    return new PeerTrust(null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (chains == null) {
      return;
    }
    chains.checkServerTrusted(chain, type, engine);
    String expected = engine.getPeerHost();
    if (expected == null || !ServerNames.match(chain[0], expected)) {
      throw new CertificateException("the certificate is not for " + expected);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are used here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("only engines are used here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("clients are known by digest");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("clients are known by digest");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("clients are known by digest");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains == null ? NONE : chains.getAcceptedIssuers();
  }
}
