package org.belfry.appliance.health;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.AcmeAdmin.RenewalView;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.Source;
import org.belfry.pbx.admin.HealthMonitor.CheckView;

/**
 * How long the certificate, and that of our own authority, are valid; and whether the automatic
 * renewal works. Each of {@link #DAYS} is an alarm of its own.
 */
final class CertificateCheck {
  /** Days left at which the owner is told. */
  static final List<Integer> DAYS = List.of(1, 3, 7, 14, 30);

  /** Days left from which on it is a fault. */
  private static final int BAD_DAYS = 3;

  /** Our own is renewed 30 days before its end: 14 left say that this has failed. */
  private static final int OWN_DAYS = 14;

  /** Automatic ones are renewed with a third left, and have a while to succeed. */
  private static final int LATE_PARTS = 4;

  private static final String PAGE = "install or request a certificate on the page Certificates";

  private CertificateCheck() {}

  static List<CheckView> judge(
      CertificateView certificate, RenewalView renewal, Instant now, ZoneId zone) {
    List<CheckView> found = new ArrayList<>();
    found.add(end(certificate, now, zone));
    int authority = daysLeft(certificate.authorityUntil(), now);
    if (authority > 0) {
      String day = LocalDate.ofInstant(certificate.authorityUntil(), zone).toString();
      found.add(
          Finding.warning(
              "certificate",
              "authority_near",
              "the certificate of the appliance's own authority expires " + day,
              "remove ca.pem and ca-key.pem in the directory tls and restart; install the new"
                  + " authority on computers and phones",
              day,
              Integer.toString(authority)));
    }
    Instant since = renewal.failingSince();
    if (since != null) {
      found.add(failing(certificate, since, now, zone));
    }
    return found;
  }

  private static CheckView end(CertificateView certificate, Instant now, ZoneId zone) {
    Instant until = certificate.notAfter();
    String day = LocalDate.ofInstant(until, zone).toString();
    if (!until.isAfter(now)) {
      return Finding.bad(
          "certificate", "certificate_over", "the certificate expired " + day, PAGE, day);
    }
    int left = daysLeft(until, now);
    if (left == 0 || isExpected(certificate, left, now)) {
      return Finding.ok(
          "certificate", "certificate_ok", "the certificate is valid until " + day, day);
    }
    String days = Integer.toString(left);
    String sentence = "the certificate expires " + day;
    return left <= BAD_DAYS
        ? Finding.bad("certificate", "certificate_near", sentence, PAGE, day, days)
        : Finding.warning("certificate", "certificate_near", sentence, PAGE, day, days);
  }

  /** Whether it is renewed without the owner, and not late yet. */
  private static boolean isExpected(CertificateView certificate, int left, Instant now) {
    Duration life = Duration.between(certificate.notBefore(), certificate.notAfter());
    Duration rest = Duration.between(now, certificate.notAfter());
    return switch (certificate.source()) {
      case OWN -> left > OWN_DAYS;
      case AUTOMATIC -> rest.compareTo(life.dividedBy(LATE_PARTS)) > 0;
      case UPLOADED -> false;
    };
  }

  /** The least of {@link #DAYS} within which it ends; 0 when that is further away. */
  private static int daysLeft(Instant until, Instant now) {
    return DAYS.stream()
        .filter(days -> until.isBefore(now.plus(Duration.ofDays(days))))
        .findFirst()
        .orElse(0);
  }

  private static CheckView failing(
      CertificateView certificate, Instant since, Instant now, ZoneId zone) {
    String day = LocalDate.ofInstant(since, zone).toString();
    String sentence = "certificate requests have failed since " + day;
    String advice = "see the reason on the page Certificates";
    boolean soon =
        certificate.source() == Source.AUTOMATIC
            && daysLeft(certificate.notAfter(), now) != 0
            && daysLeft(certificate.notAfter(), now) <= BAD_DAYS;
    return soon
        ? Finding.bad("acme", "acme_failing", sentence, advice, day)
        : Finding.warning("acme", "acme_failing", sentence, advice, day);
  }
}
