package org.belfry.webui.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import java.util.Objects;
import org.belfry.pbx.admin.AcmeAdmin.AcmeView;
import org.belfry.pbx.admin.AcmeAdmin.DnsServer;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeAcme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificatesPageTest extends PageTest {
  private FakeAcme acme;

  @BeforeEach
  void fresh() {
    acme = upkeep.acme();
  }

  /** Of the panel that has the automatic certificates, or of the last one. */
  private void save(int panel) {
    test(find(Button.class).withText("Save").all().get(panel)).click();
  }

  @Test
  void automaticCertificatesAreTurnedOnWhenTheTermsAreAccepted() {
    navigate(CertificatesView.class);
    assertThat(shown())
        .contains("Created by Belfry")
        .contains("No request yet")
        .contains("This system answers on port 8080");

    press("Show terms of service");
    assertThat(find(Anchor.class).all().stream().map(Anchor::getHref))
        .contains("https://example.com/terms.pdf");
    check("Get and renew certificates automatically");
    typeLines("Names", "pbx.example.com\nsip.example.com");
    save(0);
    assertThat(acme.acme().on()).isFalse();

    check("Terms of service accepted");
    save(0);
    AcmeView saved = acme.acme();
    assertThat(saved.on()).isTrue();
    assertThat(saved.names()).containsExactly("pbx.example.com", "sip.example.com");
  }

  @Test
  void theFieldsOfTheDnsServerAreThereForDns01Only() {
    navigate(CertificatesView.class);
    assertThat(shown()).doesNotContain("TSIG key name");
    select("Verification", "DNS-01: a record set by dynamic update");
    type("DNS server", "192.0.2.53");
    type("Zone", "example.com");
    type("TSIG key name", "belfry");
    typePassword("TSIG secret", "c2VjcmV0");
    check("Terms of service accepted");
    save(0);
    DnsServer saved = Objects.requireNonNull(acme.acme().dns());
    assertThat(saved.zone()).isEqualTo("example.com");
    assertThat(acme.acme().hasSecret()).isTrue();
  }

  @Test
  void aTestSaysThatItSucceeded() {
    navigate(CertificatesView.class);
    press("Test");
    assertThat(shown()).contains("Succeeded").contains("The test succeeded.");
  }

  @Test
  void aFailureSaysWhyInPlainWordsAndInThoseOfTheAuthority() {
    acme.failed(Reason.NO_CONNECTION, "pbx.example.com", "Fetching http://…: connection refused");
    navigate(CertificatesView.class);
    assertThat(shown())
        .contains("Failed")
        .contains("HTTP-01 requires port 80")
        .contains("pbx.example.com")
        .contains("connection refused");
  }

  @Test
  void anUploadedCertificateGivesWayToOurOwnAfterAQuestion() {
    navigate(CertificatesView.class);
    typeLines("Certificate chain", "-----BEGIN CERTIFICATE-----");
    typeLines("Private key", "-----BEGIN PRIVATE KEY-----");
    save(1);
    assertThat(shown()).contains("Uploaded");

    press("Use Belfry's own certificate");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(shown()).contains("Created by Belfry");
  }

  @Test
  void ourAuthorityIsExplainedForEachSystem() {
    navigate(CertificatesView.class);
    assertThat(shown()).contains("Download CA certificate").contains("Windows").contains("iPhone");
  }
}
