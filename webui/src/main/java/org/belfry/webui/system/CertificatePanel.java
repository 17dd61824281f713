package org.belfry.webui.system;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.InstallCertificate;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Pill;

/** The certificate that browsers and phones are shown, and the way to another one. */
public final class CertificatePanel extends FormPanel {
  private final transient CertificateAdmin certificates;
  private final transient Inputs inputs = new Inputs("certificate.");
  private final Moments moments = Moments.of(this);
  private final Div now = new Div();
  private final TextArea chain = inputs.lines("chain");
  private final TextArea key = inputs.lines("key");

  public CertificatePanel(CertificateAdmin certificates) {
    this.certificates = certificates;
    super("certificate.");
    form().add(now);
    form().part(inputs.text("part.install"));
    form().field("chain", chain);
    form().field("key", key);
    show(certificates.certificate());
  }

  private void show(CertificateView view) {
    Facts facts =
        new Facts()
            .fact(
                inputs.text("made"),
                view.ownAuthority()
                    ? new Pill(inputs.text("made.here"), Pill.Tone.BUSY)
                    : new Pill(inputs.text("made.elsewhere"), Pill.Tone.GOOD))
            .fact(inputs.text("names"), String.join(", ", view.names()))
            .fact(inputs.text("until"), moments.minute(view.notAfter()))
            .fact(inputs.text("issuer"), view.issuer());
    now.removeAll();
    now.add(facts);
    if (view.ownAuthority()) {
      Anchor authority =
          new Anchor(
              DownloadHandler.fromInputStream(event -> {
                byte[] pem = certificates.authority().getBytes(StandardCharsets.US_ASCII);
                return new DownloadResponse(
                    new ByteArrayInputStream(pem),
                    "belfry-authority.pem",
                    "application/x-pem-file",
                    pem.length);
              }),
              inputs.text("authority"));
      authority.addClassName("bf-link-button");
      now.add(authority);
    }
  }

  @Override
  protected void save() {
    show(certificates.install(new InstallCertificate(chain.getValue(), key.getValue())));
    chain.clear();
    key.clear();
  }
}
