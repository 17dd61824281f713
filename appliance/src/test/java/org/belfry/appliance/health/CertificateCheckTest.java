package org.belfry.appliance.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.belfry.pbx.admin.AcmeAdmin.RenewalView;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.Source;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final RenewalView WELL = new RenewalView(null, 0, null);

  /**
   * @param life of the certificate in days
   * @param left of it in hours
   */
  private static List<CheckView> checks(Source source, int life, int left, RenewalView renewal) {
    Instant until = NOW.plus(Duration.ofHours(left));
    CertificateView view =
        new CertificateView(
            "CN=a",
            "CN=b",
            List.of("a"),
            until.minus(Duration.ofDays(life)),
            until,
            "ab",
            source == Source.OWN,
            source,
            NOW.plus(Duration.ofDays(3000)));
    return CertificateCheck.judge(view, renewal, NOW, ZoneOffset.UTC);
  }

  private static String first(Source source, int life, int left) {
    CheckView check = checks(source, life, left, WELL).getFirst();
    return check.level()
        + " "
        + check.code()
        + (check.words().size() > 1 ? " " + check.words().getLast() : "");
  }

  @Test
  void anUploadedOneIsToldOfThirtyFourteenSevenThreeAndOneDayBeforeItsEnd() {
    assertThat(first(Source.UPLOADED, 365, 31 * 24)).isEqualTo("OK certificate_ok");
    assertThat(first(Source.UPLOADED, 365, 30 * 24 - 1)).isEqualTo("WARNING certificate_near 30");
    assertThat(first(Source.UPLOADED, 365, 14 * 24 - 1)).isEqualTo("WARNING certificate_near 14");
    assertThat(first(Source.UPLOADED, 365, 7 * 24 - 1)).isEqualTo("WARNING certificate_near 7");
    assertThat(first(Source.UPLOADED, 365, 3 * 24 - 1)).isEqualTo("BAD certificate_near 3");
    assertThat(first(Source.UPLOADED, 365, 23)).isEqualTo("BAD certificate_near 1");
    assertThat(first(Source.UPLOADED, 365, -1)).isEqualTo("BAD certificate_over");
  }

  @Test
  void anAutomaticOneIsExpectedToBeRenewedInItsLastThird() {
    assertThat(first(Source.AUTOMATIC, 90, 29 * 24)).isEqualTo("OK certificate_ok");
    assertThat(first(Source.AUTOMATIC, 90, 20 * 24)).isEqualTo("WARNING certificate_near 30");
    assertThat(first(Source.AUTOMATIC, 6, 2 * 24)).isEqualTo("OK certificate_ok");
    assertThat(first(Source.AUTOMATIC, 6, 23)).isEqualTo("BAD certificate_near 1");
  }

  @Test
  void ourOwnIsRenewedThirtyDaysBeforeItsEnd() {
    assertThat(first(Source.OWN, 825, 20 * 24)).isEqualTo("OK certificate_ok");
    assertThat(first(Source.OWN, 825, 13 * 24)).isEqualTo("WARNING certificate_near 14");
  }

  @Test
  void theEndOfOurAuthorityIsToldOf() {
    CertificateView view =
        new CertificateView(
            "CN=a",
            "CN=b",
            List.of("a"),
            NOW,
            NOW.plus(Duration.ofDays(800)),
            "ab",
            true,
            Source.OWN,
            NOW.plus(Duration.ofDays(6)));
    assertThat(CertificateCheck.judge(view, WELL, NOW, ZoneOffset.UTC))
        .anySatisfy(check -> {
          assertThat(check.code()).isEqualTo("authority_near");
          assertThat(check.words()).endsWith("7");
        });
  }

  @Test
  void aRenewalThatFailsIsAFaultWhenTheEndIsNear() {
    RenewalView failing = new RenewalView(NOW, 3, NOW.minus(Duration.ofDays(2)));
    CheckView far = checks(Source.AUTOMATIC, 90, 25 * 24, failing).getLast();
    assertThat(far.code()).isEqualTo("acme_failing");
    assertThat(far.level()).isEqualTo(Level.WARNING);
    assertThat(far.words()).containsExactly("2026-11-23");
    assertThat(checks(Source.AUTOMATIC, 90, 47, failing).getLast().level()).isEqualTo(Level.BAD);
  }
}
