package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.AcmeAdmin.AcmeView;
import org.belfry.pbx.admin.AcmeAdmin.ChangeAcme;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.InstallCertificate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The certificate of pages, API and SIP. */
@RestController
@RequestMapping("/api/v1/certificate")
@Tag(name = "certificate")
class CertificateResource {
  private final CertificateAdmin certificates;
  private final AcmeAdmin acme;

  CertificateResource(CertificateAdmin certificates, AcmeAdmin acme) {
    this.certificates = certificates;
    this.acme = acme;
  }

  /**
   * @param test true to discard the certificate that is issued
   */
  record Order(@Nullable Boolean test) {}

  /** As {@link AcmeAdmin#terms}. */
  record Directory(@Nullable String directory, @Nullable Boolean inside, @Nullable String trust) {}

  /**
   * @param url null when there are none
   */
  record Terms(@Nullable String url) {}

  @GetMapping
  @Operation(summary = "The certificate that is shown now")
  CertificateView get() {
    return certificates.certificate();
  }

  @PutMapping
  @Operation(
      summary = "Install a certificate",
      description =
          "Chain and key as PEM. New connections show it within seconds; open ones keep what they"
              + " have. Turns automatic certificates off.")
  CertificateView install(@RequestBody InstallCertificate command) {
    return certificates.install(command);
  }

  @PostMapping("/own")
  @Operation(
      summary = "Use a certificate of the appliance's own authority",
      description = "Turns automatic certificates off.")
  CertificateView own() {
    return certificates.useOwn();
  }

  @GetMapping(value = "/authority", produces = "application/x-pem-file")
  @Operation(summary = "The authority that made the first certificate, as PEM; for everybody")
  String authority() {
    return certificates.authority();
  }

  @GetMapping("/acme")
  @Operation(summary = "Automatic certificates: settings, progress and next renewal")
  AcmeView acme() {
    return acme.acme();
  }

  @PutMapping("/acme")
  @Operation(
      summary = "Change automatic certificates",
      description = "Fields that are left out stay. Turned on, a certificate is requested at once.")
  AcmeView change(@RequestBody ChangeAcme command) {
    return acme.change(command);
  }

  @PostMapping("/acme/request")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Request a certificate now",
      description = "With test, it is discarded; Let's Encrypt is asked at its staging directory.")
  AcmeView request(@RequestBody Order order) {
    return acme.request(Boolean.TRUE.equals(order.test()));
  }

  @PostMapping("/acme/terms")
  @Operation(summary = "Where the terms of service of a directory are")
  Terms terms(@RequestBody Directory of) {
    String directory = of.directory() == null ? "" : of.directory();
    return new Terms(acme.terms(directory, Boolean.TRUE.equals(of.inside()), of.trust()));
  }
}
