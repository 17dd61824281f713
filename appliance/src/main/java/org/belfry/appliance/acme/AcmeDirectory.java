package org.belfry.appliance.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.outgoing.OutgoingHttp.Rules;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The directory of an authority that speaks ACME (RFC 8555 §7.1.1). */
public final class AcmeDirectory {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ANSWER_MAX = 256 * 1024;
  private static final int TRUST_MAX = 20_000; // characters

  private final URI uri;
  private final Rules rules;
  private final OutgoingHttp http;

  /**
   * @param url encrypted, with a host
   * @param inside whether it may be in a private network
   * @param trust PEM of the authorities its own certificate may be from; blank for the public ones
   * @throws InvalidCommand with the field {@code directory} or {@code trust}
   */
  public AcmeDirectory(String url, boolean inside, String trust, OutgoingHttp http) {
    this.uri = https(url);
    this.rules = new Rules(inside, PATIENCE, ANSWER_MAX, trust.isBlank() ? null : factory(trust));
    this.http = http;
  }

  private static URI https(String url) {
    try {
      URI uri = URI.create(url.strip());
      if ("https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidCommand("directory", "must be an https URL");
    }
    throw new InvalidCommand("directory", "must be an https URL");
  }

  private static SSLSocketFactory factory(String pem) {
    if (pem.length() > TRUST_MAX) {
      throw new InvalidCommand("trust", "too long");
    }
    try {
      Collection<? extends Certificate> roots =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (roots.isEmpty()) {
        throw new InvalidCommand("trust", "holds no certificate in PEM form");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int n = 0;
      for (Certificate root : roots) {
        store.setCertificateEntry("root" + n++, root);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidCommand("trust", "cannot be read as PEM");
    }
  }

  Session session() {
    Session session = new Session(uri, new Provider(new PinnedHttp(http, rules)));
    session.networkSettings().setCompressionEnabled(false);
    return session;
  }

  /** acme4j's provider for any directory, with our client. */
  private static final class Provider extends GenericAcmeProvider {
    private final HttpClient client;

    Provider(HttpClient client) {
      this.client = client;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      return client;
    }
  }

  /**
   * Where the terms of service are, or null when it has none.
   *
   * @throws AcmeFailure when it does not answer
   */
  public @Nullable String terms() throws AcmeFailure {
    try {
      Metadata metadata = session().getMetadata();
      return metadata.getTermsOfService().map(URI::toString).orElse(null);
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
      throw AcmeFailure.of(e);
    }
  }

  /** When the authority wants a certificate to be renewed (RFC 9773 §4.2). */
  public record Window(Instant start, Instant end) {}

  /**
   * The window for a certificate; empty when the authority gives none.
   *
   * @param account as it was registered
   * @throws AcmeFailure when it does not answer
   */
  public Optional<Window> window(KeyPair account, X509Certificate certificate) throws AcmeFailure {
    try {
      Session session = session();
      if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()
          || certificate.getExtensionValue("2.5.29.35") == null) {
        return Optional.empty();
      }
      Login login = new Login(uri.toURL(), account, session); // GET needs no account
      RenewalInfo info = login.bindRenewalInfo(certificate);
      info.fetch();
      Instant start = info.getSuggestedWindowStart();
      Instant end = info.getSuggestedWindowEnd();
      return end.isAfter(start) ? Optional.of(new Window(start, end)) : Optional.empty();
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
      throw AcmeFailure.of(e);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
