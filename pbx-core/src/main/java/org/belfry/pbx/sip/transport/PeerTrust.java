package org.belfry.pbx.sip.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes a server that we connect to: its chain must be good and name whom we meant. What chains
 * end in is read when the first is checked, on a handshake's thread: Java knows 150 authorities,
 * and reading them would hold up the first calls after a start.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  private static final X509Certificate[] NONE = {};

  /** What checks chains. */
  interface Anchors {
    X509ExtendedTrustManager read() throws GeneralSecurityException, IOException;
  }

  private final @Nullable Anchors anchors;
  private volatile @Nullable X509ExtendedTrustManager chains;

  private PeerTrust(@Nullable Anchors anchors) {
    this.anchors = anchors;
  }

  static PeerTrust in(Anchors anchors) {
    return new PeerTrust(anchors);
  }

  static PeerTrust inAnybody() {
    return new PeerTrust(null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (anchors == null) {
      return;
    }
    chains(anchors).checkServerTrusted(chain, type, engine);
    String expected = engine.getPeerHost();
    if (expected == null || !ServerNames.match(chain[0], expected)) {
      throw new CertificateException("the certificate is not for " + expected);
    }
  }

  /** Two handshakes at once may read both: they read the same. */
  private X509ExtendedTrustManager chains(Anchors from) throws CertificateException {
    X509ExtendedTrustManager known = chains;
    if (known == null) {
      try {
        known = from.read();
      } catch (GeneralSecurityException | IOException e) {
        throw new CertificateException("the authorities cannot be read: " + e.getMessage(), e);
      }
      chains = known;
    }
    return known;
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
    return NONE; // of those that servers ask: we ask none
  }
}
