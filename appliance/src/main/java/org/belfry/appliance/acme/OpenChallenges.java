package org.belfry.appliance.acme;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the web server answers an authority while challenges are open. */
@Component
public final class OpenChallenges {
  /** Where the path of a file begins (RFC 8555 §8.3). */
  public static final String PATH = "/.well-known/acme-challenge/";

  /** The protocol that an authority asks for (RFC 8737 §6.2). */
  public static final String ALPN = "acme-tls/1";

  private static final int MOST = 100;

  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final Map<String, SSLContext> certificates = new ConcurrentHashMap<>();

  /** A challenge that is answered until it is closed. */
  interface Open extends AutoCloseable {
    @Override
    void close();
  }

  /** The key authorization for a path; null when no challenge is open there. */
  public @Nullable String file(String path) {
    return path.startsWith(PATH) ? files.get(path.substring(PATH.length())) : null;
  }

  /**
   * The server's side of a connection that asks for {@link #ALPN}; null when no challenge is open
   * for this name.
   */
  public @Nullable SSLEngine engine(@Nullable String serverName) {
    SSLContext context =
        serverName == null ? null : certificates.get(serverName.toLowerCase(Locale.ROOT));
    if (context == null) {
      return null;
    }
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {ALPN});
    engine.setSSLParameters(parameters);
    return engine;
  }

  Open openFile(String token, String authorization) {
    limit(files);
    files.put(token, authorization);
    return () -> files.remove(token);
  }

  Open openCertificate(String name, PrivateKey key, X509Certificate certificate) {
    limit(certificates);
    String lower = name.toLowerCase(Locale.ROOT);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("challenge", key, new char[0], new Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      certificates.put(lower, context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a challenge's certificate cannot be used", e);
    }
    return () -> certificates.remove(lower);
  }

  private static void limit(Map<String, ?> open) {
    if (open.size() >= MOST) {
      throw new IllegalStateException("more than " + MOST + " challenges are open");
    }
  }
}
