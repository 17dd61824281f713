package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate that pages, API, SIP over TLS and secure WebSockets show. */
public interface CertificateAdmin {

  /** The one that is shown now. */
  CertificateView certificate();

  /**
   * Takes another one, for all new connections; those that are open keep what they have.
   *
   * @throws InvalidCommand when something cannot be read, the key is another's, or its time is over
   */
  CertificateView install(InstallCertificate command);

  /** Makes a certificate by our own authority and uses it. */
  CertificateView useOwn();

  /**
   * The certificate of the authority that was made at the first start, as PEM: whoever believes it
   * believes the certificates we make ourselves.
   */
  String authority();

  /** Where a certificate comes from. */
  enum Source {
    /** Our own authority; renewed by it. */
    OWN,
    /** {@link AcmeAdmin}; renewed by it. */
    AUTOMATIC,
    /** Uploaded, or put into place by hand; renewed by nothing. */
    UPLOADED
  }

  /**
   * @param names that it is for: host names and addresses
   * @param sha256 fingerprint in hexadecimal digits
   * @param ownAuthority true when we have made it ourselves, and shall renew it
   * @param authorityUntil when our own authority's certificate ends
   */
  record CertificateView(
      String subject,
      String issuer,
      List<String> names,
      Instant notBefore,
      Instant notAfter,
      String sha256,
      boolean ownAuthority,
      Source source,
      Instant authorityUntil) {}

  /**
   * @param chain PEM: the server's certificate, and its issuers but the root
   * @param key PEM: its private key, not encrypted
   */
  record InstallCertificate(@Nullable String chain, @Nullable String key) {}
}
