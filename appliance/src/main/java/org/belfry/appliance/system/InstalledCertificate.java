package org.belfry.appliance.system;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Shows and replaces the certificate. Who uses its files watches them (Spring Boot's SSL bundle
 * {@value Groundwork#BUNDLE}), so a certificate that is put there by hand is taken as well.
 */
@Component
class InstalledCertificate implements CertificateAdmin {
  private static final int MOST = 200_000; // characters; a chain has a few thousand
  private static final int LINE = 64;

  private final Certificate certificate;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  InstalledCertificate(Groundwork groundwork) {
    this.certificate = groundwork.certificate();
  }

  @Override
  public CertificateView certificate() {
    return view(certificate.keyAndChain().chain().getFirst());
  }

  @Override
  public CertificateView install(InstallCertificate command) {
    String chain = needed("chain", command.chain());
    String key = needed("key", command.key());
    try {
      KeyAndChain read = KeyAndChain.of(chain, key, Instant.now());
      oneAtATime.lock();
      try {
        certificate.replace(chain, key);
      } finally {
        oneAtATime.unlock();
      }
      return view(read.chain().getFirst());
    } catch (KeyAndChain.Unusable e) {
      throw new InvalidCommand(e.field(), e.phrase());
    } catch (IOException e) {
      throw new IllegalStateException("the certificate cannot be written", e);
    }
  }

  @Override
  public String authority() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(LINE, new byte[] {'\n'})
              .encodeToString(certificate.authority().getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String needed(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new InvalidCommand(field, "required");
    }
    if (text.length() > MOST) {
      throw new InvalidCommand(field, "too long");
    }
    return text;
  }

  private CertificateView view(X509Certificate own) {
    try {
      return new CertificateView(
          own.getSubjectX500Principal().getName(),
          own.getIssuerX500Principal().getName(),
          KeyAndChain.names(own),
          own.getNotBefore().toInstant(),
          own.getNotAfter().toInstant(),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(own.getEncoded())),
          certificate.madeHere(own));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
