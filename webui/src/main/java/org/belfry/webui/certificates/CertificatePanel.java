package org.belfry.webui.certificates;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.InstallCertificate;
import org.belfry.pbx.admin.CertificateAdmin.Source;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** The certificate that browsers and phones are shown, and the way to another one. */
public final class CertificatePanel extends FormPanel {
  private final transient CertificateAdmin certificates;
  private final transient Inputs inputs = new Inputs("certificate.");
  private final Moments moments = Moments.of(this);
  private final Div now = new Div();
  private final TextArea chain = inputs.lines("chain");
  private final TextArea key = inputs.lines("key");
  private transient @Nullable CertificateView shown;

  public CertificatePanel(CertificateAdmin certificates) {
    this.certificates = certificates;
    super("certificate.");
    form().add(now);
    form().part(inputs.text("part.install"));
    form().field("chain", chain);
    form().field("key", key);
    refresh();
  }

  /** Shows the certificate that is in use now. */
  void refresh() {
    CertificateView view = certificates.certificate();
    if (view.equals(shown)) {
      return;
    }
    shown = view;
    Pill source =
        new Pill(
            inputs.word("source", view.source()),
            view.source() == Source.OWN ? Pill.Tone.BUSY : Pill.Tone.GOOD);
    now.removeAll();
    now.add(
        new Facts()
            .fact(inputs.text("made"), source)
            .fact(inputs.text("names"), String.join(", ", view.names()))
            .fact(inputs.text("until"), moments.minute(view.notAfter()))
            .fact(inputs.text("issuer"), view.issuer()));
    if (view.source() != Source.OWN) {
      Div actions = new Div(new Button(inputs.text("own"), clicked -> ask()));
      actions.addClassName("bf-actions");
      now.add(actions);
    }
  }

  private void ask() {
    new Question(
            inputs.text("own.title"), inputs.text("own.sentence"), inputs.text("own"), this::useOwn)
        .open();
  }

  private void useOwn() {
    try {
      certificates.useOwn();
    } catch (InvalidCommand refused) {
      Toast.problem(FieldProblems.sentence(refused.problems().getFirst().message()));
    }
    refresh();
  }

  @Override
  protected void save() {
    certificates.install(new InstallCertificate(chain.getValue(), key.getValue()));
    refresh();
    chain.clear();
    key.clear();
  }
}
