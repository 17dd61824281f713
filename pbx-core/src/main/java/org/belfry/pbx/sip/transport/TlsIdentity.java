package org.belfry.pbx.sip.transport;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who we are on TLS, and whom we believe.
 *
 * @param key of the first certificate
 * @param chain ours first, then its issuers; not empty
 * @param authorities believed beside those that Java brings, when we connect to others
 * @param anyPeer true to connect to others whatever certificate they show (encryption without
 *     identity, for neighbours with certificates of their own making)
 */
public record TlsIdentity(
    PrivateKey key,
    List<X509Certificate> chain,
    List<X509Certificate> authorities,
    boolean anyPeer) {

  /**
   * @throws IllegalArgumentException when there is no certificate
   */
  public TlsIdentity {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a certificate is needed");
    }
  }

  /** The key stays out of logs. */
  @Override
  public String toString() {
    return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal().getName() + "]";
  }
}
