package org.belfry.webui.certificates;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;

/** Certificates: the one in use, automatic ones, our own authority. */
@Route(value = "certificates", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class CertificatesView extends Page {

  public CertificatesView(CertificateAdmin certificates, AcmeAdmin acme) {
    super("certificates.title", "certificates.lead");
    CertificatePanel current = new CertificatePanel(certificates);
    Div left = new Div(new AcmePanel(acme), current);
    left.addClassName("bf-stack");
    Div right = new Div(new RequestPanel(acme, current::refresh), new AuthorityPanel(certificates));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(both);
  }
}
