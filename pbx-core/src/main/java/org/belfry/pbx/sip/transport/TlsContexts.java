package org.belfry.pbx.sip.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 for new connections, by the identity that was given last. Connections that are
 * open keep what they have agreed on.
 */
final class TlsContexts {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  static {
    // A client of TLS 1.2 could have handshake after handshake computed on one connection
    // (CVE-2011-1473). Read by Java at its first handshake, for all that this process serves.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private record Pair(SslContext server, SslContext client) {}

  private final Executor handshakes;
  private final long openingMs;
  private volatile @Nullable Pair current;

  /**
   * @param handshakes where the costly part of handshakes is done, so that no lane waits for it
   * @param opening how long a handshake may take
   */
  TlsContexts(Executor handshakes, Duration opening) {
    this.handshakes = handshakes;
    this.openingMs = opening.toMillis();
  }

  /**
   * @throws IllegalArgumentException when nothing can be made of it
   */
  void use(TlsIdentity identity) {
    X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
    try {
      SslContext server =
          SslContextBuilder.forServer(identity.key(), chain)
              .sslProvider(SslProvider.JDK)
              .protocols(VERSIONS)
              .build();
      SslContext client =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols(VERSIONS)
              .keyManager(identity.key(), chain)
              .trustManager(trust(identity))
              .endpointIdentificationAlgorithm(null) // ours knows SIP's rules
              .build();
      current = new Pair(server, client);
    } catch (IOException e) {
      throw new IllegalArgumentException("no TLS with this certificate: " + e.getMessage(), e);
    }
  }

  private static TrustManager trust(TlsIdentity identity) {
    return identity.anyPeer()
        ? PeerTrust.inAnybody()
        : PeerTrust.in(() -> anchors(identity.authorities()));
  }

  private static X509ExtendedTrustManager anchors(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    int number = 0;
    for (X509Certificate known : extended(null).getAcceptedIssuers()) {
      anchors.setCertificateEntry("java-" + number++, known);
    }
    for (X509Certificate own : authorities) {
      anchors.setCertificateEntry("own-" + number++, own);
    }
    return extended(anchors);
  }

  private static X509ExtendedTrustManager extended(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager && manager instanceof X509ExtendedTrustManager x) {
        return x;
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust manager");
  }

  /** For a connection that was opened to us; null before there is an identity. */
  @Nullable SslHandler accept(ByteBufAllocator allocator) {
    Pair pair = current;
    return pair == null ? null : patient(pair.server().newHandler(allocator, handshakes));
  }

  /** For a connection that we open; null before there is an identity. */
  @Nullable SslHandler connect(ByteBufAllocator allocator, Hop to) {
    Pair pair = current;
    if (pair == null) {
      return null;
    }
    InetSocketAddress remote = to.remote();
    String name = to.serverName() == null ? remote.getAddress().getHostAddress() : to.serverName();
    return patient(pair.client().newHandler(allocator, name, remote.getPort(), handshakes));
  }

  private SslHandler patient(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(openingMs);
    return handler;
  }
}
