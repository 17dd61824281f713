package org.belfry.webui.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.InvalidCommand;

/** The appliance's own certificate, until another one is installed. */
public final class FakeCertificates implements CertificateAdmin {
  private boolean own = true;

  public void clear() {
    own = true;
  }

  @Override
  public CertificateView certificate() {
    Instant now = Instant.now();
    return new CertificateView(
        "CN=pbx.example.com",
        own ? "CN=Belfry authority" : "CN=Example CA",
        List.of("pbx.example.com", "192.168.1.20"),
        now.minus(Duration.ofDays(10)),
        now.plus(Duration.ofDays(355)),
        "ab12",
        own,
        own ? Source.OWN : Source.UPLOADED,
        now.plus(Duration.ofDays(3600)));
  }

  @Override
  public CertificateView useOwn() {
    own = true;
    return certificate();
  }

  @Override
  public CertificateView install(InstallCertificate command) {
    if (command.key() == null || !command.key().startsWith("-----BEGIN")) {
      throw new InvalidCommand("key", "is no private key in PEM");
    }
    own = false;
    return certificate();
  }

  @Override
  public String authority() {
    return "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
  }
}
