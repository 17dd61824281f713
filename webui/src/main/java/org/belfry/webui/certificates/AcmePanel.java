package org.belfry.webui.certificates;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.Arrays;
import java.util.List;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.AcmeAdmin.AcmeView;
import org.belfry.pbx.admin.AcmeAdmin.ChangeAcme;
import org.belfry.pbx.admin.AcmeAdmin.Method;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** Automatic certificates: from which authority, for which names, verified how. */
final class AcmePanel extends FormPanel {
  private final transient AcmeAdmin acme;
  private final transient Inputs inputs = new Inputs("acme.");
  private final Checkbox on = inputs.check("on");
  private final Select<Authority> authority = inputs.choice("authority", Authority.class);
  private final TextField directory = inputs.line("directory");
  private final Checkbox inside = inputs.check("inside");
  private final TextArea trust = inputs.lines("trust");
  private final TextField email = inputs.line("email");
  private final TextArea names = inputs.lines("names");
  private final Select<Method> method = inputs.choice("method", Method.class);
  private final Paragraph port = new Paragraph();
  private final DnsFields dns;
  private final Checkbox agreed = inputs.check("agreed");
  private final Div terms = new Div();

  /** Which directory. */
  private enum Authority {
    LETS_ENCRYPT,
    OTHER
  }

  AcmePanel(AcmeAdmin acme) {
    this.acme = acme;
    super("acme.");
    dns = new DnsFields();
    port.addClassName("bf-hint");
    form().field("on", on);
    form().add(authority);
    form().field("directory", directory);
    form().field("inside", inside);
    form().field("trust", trust);
    form().field("names", names);
    form().field("method", method);
    form().add(port);
    dns.into(form());
    form().field("email", email);
    form().add(terms);
    form().field("agreed", agreed);
    show(acme.acme());
    authority.addValueChangeListener(changed -> {
      arrange();
      if (changed.isFromClient()) {
        unsaved();
      }
    });
    method.addValueChangeListener(changed -> arrange());
    unlessOther(() -> choices(acme.acme()));
  }

  private static List<Object> choices(AcmeView now) {
    return Arrays.asList(
        now.on(), now.directory(), now.email(), now.names(), now.method(), now.trust(), now.dns());
  }

  private void show(AcmeView now) {
    on.setValue(now.on());
    authority.setValue(
        now.directory().equals(AcmeAdmin.LETS_ENCRYPT) ? Authority.LETS_ENCRYPT : Authority.OTHER);
    directory.setValue(now.directory());
    inside.setValue(now.inside());
    trust.setValue(now.trust());
    email.setValue(now.email());
    names.setValue(String.join("\n", now.names()));
    method.setValue(now.method());
    agreed.setValue(now.agreed());
    dns.show(now.dns(), now.hasSecret());
    arrange();
  }

  private void arrange() {
    boolean other = authority.getValue() == Authority.OTHER;
    directory.setVisible(other);
    inside.setVisible(other);
    trust.setVisible(other);
    dns.setVisible(method.getValue() == Method.DNS_01);
    AcmeView now = acme.acme();
    port.setVisible(method.getValue() != Method.DNS_01);
    port.setText(
        method.getValue() == Method.HTTP_01
            ? inputs.text("port.http", Integer.toString(now.httpPort()))
            : inputs.text("port.tls", Integer.toString(now.httpsPort())));
    terms.removeAll();
    terms.add(new Button(inputs.text("terms"), clicked -> readTerms()));
  }

  private void readTerms() {
    try {
      String url = acme.terms(address(), isInside(), trust.getValue());
      terms.removeAll();
      if (url == null) {
        terms.add(new Paragraph(inputs.text("terms.none")));
      } else if (url.startsWith("https://")) {
        Anchor link = new Anchor(url, url);
        link.setTarget("_blank");
        link.getElement().setAttribute("rel", "noreferrer");
        terms.add(link);
      } else {
        terms.add(new Span(url));
      }
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
  }

  private String address() {
    return authority.getValue() == Authority.OTHER ? directory.getValue() : AcmeAdmin.LETS_ENCRYPT;
  }

  private boolean isInside() {
    return authority.getValue() == Authority.OTHER && inside.getValue();
  }

  @Override
  protected void save() {
    boolean other = authority.getValue() == Authority.OTHER;
    AcmeView after =
        acme.change(
            new ChangeAcme(
                on.getValue(),
                address(),
                email.getValue(),
                Inputs.values(names),
                method.getValue(),
                agreed.getValue(),
                isInside(),
                other ? trust.getValue() : "",
                method.getValue() == Method.DNS_01 ? dns.server() : null,
                dns.secret()));
    show(after);
  }
}
