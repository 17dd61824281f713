package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.InstallCertificate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The certificate of pages, API and SIP. */
@RestController
@RequestMapping("/api/v1/certificate")
@Tag(name = "certificate")
class CertificateResource {
  private final CertificateAdmin certificates;

  CertificateResource(CertificateAdmin certificates) {
    this.certificates = certificates;
  }

  @GetMapping
  @Operation(summary = "The certificate that is shown now")
  CertificateView get() {
    return certificates.certificate();
  }

  @PutMapping
  @Operation(
      summary = "Install a certificate",
      description =
          "Chain and key as PEM. New connections show it within seconds; open ones keep what they have.")
  CertificateView install(@RequestBody InstallCertificate command) {
    return certificates.install(command);
  }

  @GetMapping(value = "/authority", produces = "application/x-pem-file")
  @Operation(summary = "The authority that made the first certificate, as PEM; for everybody")
  String authority() {
    return certificates.authority();
  }
}
