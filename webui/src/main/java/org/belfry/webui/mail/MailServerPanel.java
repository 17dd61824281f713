package org.belfry.webui.mail;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.MailAdmin.MailSecurity;
import org.belfry.pbx.admin.MailAdmin.MailServerView;
import org.belfry.pbx.admin.MailAdmin.SetMailServer;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** The mail server that takes our mail. */
public final class MailServerPanel extends FormPanel {
  private final transient MailAdmin mails;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("mailserver.");
  private final TextField host = inputs.line("host");
  private final Select<MailSecurity> security = inputs.choice("security", MailSecurity.class);
  private final IntegerField port = inputs.whole("port");
  private final TextField from = inputs.line("from");
  private final TextField user = inputs.line("user");
  private final PasswordField password = inputs.password("password");
  private final Checkbox verify = inputs.check("verify");

  /**
   * @param saved runs after the server was changed
   */
  public MailServerPanel(MailAdmin mails, Runnable saved) {
    this.mails = mails;
    this.saved = saved;
    super("mailserver.");
    form().field("host", host);
    form().beside(form().at("security", security), form().at("port", port));
    form().field("from", from);
    form().beside(form().at("user", user), form().at("password", password));
    form().field("tlsVerify", verify);
    show(mails.server());
    unlessOther(() -> fields(mails.server()));
  }

  private static List<Object> fields(MailServerView server) {
    return List.of(
        server.host(),
        server.port(),
        server.from(),
        server.user(),
        server.hasPassword(),
        server.security(),
        server.tlsVerify());
  }

  private void show(MailServerView server) {
    host.setValue(server.host());
    security.setValue(server.security());
    port.setValue(server.host().isEmpty() ? null : server.port());
    from.setValue(server.from());
    user.setValue(server.user());
    password.clear();
    password.setPlaceholder(inputs.text(server.hasPassword() ? "kept.password" : "none.password"));
    verify.setValue(server.tlsVerify());
  }

  @Override
  protected void save() {
    show(
        mails.setServer(
            new SetMailServer(
                host.getValue().strip(),
                port.getValue(),
                Inputs.orNull(from.getValue()),
                Inputs.orNull(user.getValue()),
                Inputs.orNull(password.getValue()),
                security.getValue(),
                verify.getValue())));
    saved.run();
  }
}
