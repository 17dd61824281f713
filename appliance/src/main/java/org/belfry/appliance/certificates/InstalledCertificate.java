package org.belfry.appliance.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.Certificate;
import org.belfry.appliance.system.KeyAndChain;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Shows and replaces the certificate. Who uses its files watches them (Spring Boot's SSL bundle
 * {@value Bootstrap#BUNDLE}), so a certificate that is put there by hand is taken as well.
 */
final class InstalledCertificate implements CertificateAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(InstalledCertificate.class);
  private static final int MOST = 200_000; // characters; a chain has a few thousand

  private final Certificate certificate;
  private final BooleanSupplier owns;
  private final CertificateAudit audit;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  InstalledCertificate(Certificate certificate, BooleanSupplier owns, CertificateAudit audit) {
    this.certificate = certificate;
    this.owns = owns;
    this.audit = audit;
  }

  /** What replaces the files. */
  @FunctionalInterface
  private interface Replacement {
    void run()
        throws IOException,
            GeneralSecurityException,
            OperatorCreationException,
            KeyAndChain.Unusable;
  }

  @Override
  public CertificateView certificate() {
    return view(shown());
  }

  /** The one in use, expired or not. */
  X509Certificate shown() {
    try {
      return certificate.shown();
    } catch (KeyAndChain.Unusable | IOException e) {
      throw new IllegalStateException("the certificate cannot be read", e);
    }
  }

  @Override
  public CertificateView install(InstallCertificate command) {
    checkOwner();
    String chain = needed("chain", command.chain());
    String key = needed("key", command.key());
    try {
      KeyAndChain.of(chain, key, Instant.now());
      return replace(() -> certificate.replace(chain, key));
    } catch (KeyAndChain.Unusable e) {
      throw new InvalidCommand(e.field(), e.phrase());
    }
  }

  private void checkOwner() {
    if (!owns.getAsBoolean()) {
      throw new InvalidCommand("chain", "only an owner can change the certificate");
    }
  }

  @Override
  public CertificateView useOwn() {
    checkOwner();
    try {
      return replace(certificate::useOwn);
    } catch (KeyAndChain.Unusable e) {
      throw new IllegalStateException("the certificate that was made cannot be used", e);
    }
  }

  /**
   * Uses a certificate that ACME brought.
   *
   * @throws KeyAndChain.Unusable when it cannot be used
   */
  void installAutomatic(String chain, String key) throws KeyAndChain.Unusable {
    KeyAndChain.of(chain, key, Instant.now());
    replace(() -> certificate.replaceAutomatic(chain, key));
  }

  /** Makes a certificate of our own authority anew when it is time. */
  void renewOwn(Instant now) {
    oneAtATime.lock();
    try {
      certificate.renewOwn(now);
    } catch (KeyAndChain.Unusable
        | IOException
        | GeneralSecurityException
        | OperatorCreationException e) {
      LOG.error("the certificate of our own authority cannot be renewed", e);
    } finally {
      oneAtATime.unlock();
    }
  }

  private CertificateView replace(Replacement replacement) throws KeyAndChain.Unusable {
    oneAtATime.lock();
    try {
      CertificateView before = certificate();
      replacement.run();
      CertificateView after = certificate();
      tell(before, after);
      return after;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("the certificate cannot be written", e);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void tell(CertificateView before, CertificateView after) {
    try {
      audit.tell("certificate", before, after);
    } catch (DataAccessException e) {
      LOG.warn("a new certificate is in use, but the audit log cannot be written", e);
    }
  }

  /** True when ACME brought the one in use, or the one that it stands in for. */
  boolean isToBeAutomatic() {
    try {
      return certificate.isToBeAutomatic();
    } catch (KeyAndChain.Unusable | IOException e) {
      throw new IllegalStateException("the certificate cannot be read", e);
    }
  }

  @Override
  public String authority() {
    return Pem.of(List.of(certificate.authority()));
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
    boolean ours = certificate.madeHere(own);
    return new CertificateView(
        own.getSubjectX500Principal().getName(),
        own.getIssuerX500Principal().getName(),
        KeyAndChain.names(own),
        own.getNotBefore().toInstant(),
        own.getNotAfter().toInstant(),
        Certificate.fingerprint(own),
        ours,
        ours ? Source.OWN : isAutomatic(own) ? Source.AUTOMATIC : Source.UPLOADED,
        certificate.authority().getNotAfter().toInstant());
  }

  private boolean isAutomatic(X509Certificate own) {
    try {
      return certificate.isAutomatic(own);
    } catch (IOException e) {
      throw new IllegalStateException("the certificate cannot be read", e);
    }
  }
}
