package org.belfry.webui.certificates;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;

/** The certificate of our own authority, and how computers and phones are made to trust it. */
public final class AuthorityPanel extends Panel {

  /** What it is installed on. */
  private enum Place {
    WINDOWS,
    MACOS,
    IOS,
    ANDROID,
    FIREFOX,
    LINUX,
    PHONES
  }

  public AuthorityPanel(CertificateAdmin certificates) {
    super(text("authority.title"));
    Inputs inputs = new Inputs("authority.");
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    Anchor download =
        new Anchor(
            DownloadHandler.fromInputStream(event -> {
              byte[] pem = certificates.authority().getBytes(StandardCharsets.US_ASCII);
              return new DownloadResponse(
                  new ByteArrayInputStream(pem),
                  "belfry-authority.crt",
                  "application/x-x509-ca-cert",
                  pem.length);
            }),
            inputs.text("download"));
    download.addClassName("bf-link-button");
    Paragraph until =
        new Paragraph(
            inputs.text(
                "until", Moments.of(this).minute(certificates.certificate().authorityUntil())));
    until.addClassName("bf-small");
    add(lead, download, until);
    for (Place place : Place.values()) {
      Paragraph steps =
          new Paragraph(inputs.text("steps." + place.name().toLowerCase(Locale.ROOT)));
      add(new Details(inputs.word("place", place), steps));
    }
  }
}
