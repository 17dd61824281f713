package org.belfry.webui.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import org.belfry.pbx.admin.SignInAdmin.Invitation;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.QrCode;

/** Shows what a phone needs to register, this once. */
public final class CredentialsDialog extends Dialog {
  private final Div invited = new Div();

  /**
   * @param system knows where phones reach it
   */
  public CredentialsDialog(NewUser user, SystemView system) {
    this(user, Accounts.of(user, system));
  }

  private CredentialsDialog(NewUser user, SipAccount account) {
    setHeaderTitle(getTranslation("users.credentials.title", user.user().name()));
    addClassNames("bf-dialog", "bf-credentials");
    setCloseOnOutsideClick(false);
    // The password cannot be had again: leaving takes a deliberate click.
    setCloseOnEsc(false);

    Paragraph once = new Paragraph(getTranslation("users.credentials.once"));
    once.addClassName("bf-hint");
    Div fields =
        new Div(
            new CopyField(getTranslation("users.credentials.user"), account.user()),
            new CopyField(getTranslation("users.credentials.password"), account.password()),
            new CopyField(getTranslation("users.credentials.domain"), account.domain()),
            new CopyField(getTranslation("users.credentials.server"), account.server()),
            new CopyField(
                getTranslation("users.credentials.transport"), account.transport().name()));
    fields.addClassName("bf-copies");
    Paragraph scan = new Paragraph(getTranslation("users.credentials.scan"));
    scan.addClassName("bf-small");
    Div picture =
        new Div(new QrCode(account.readable(), getTranslation("users.credentials.qr")), scan);
    picture.addClassName("bf-qr-box");
    Div both = new Div(fields, picture);
    both.addClassName("bf-two");
    add(once, both, invited);

    Button noted = new Button(getTranslation("base.noted"), clicked -> close());
    noted.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    getFooter().add(noted);
  }

  /** Shows an invitation to the pages too, which was mailed or is to be passed on. */
  void invited(Invitation invitation) {
    String until = Moments.of(this).minute(invitation.until());
    String to = invitation.mailedTo();
    Paragraph sentence =
        new Paragraph(
            to == null
                ? getTranslation("access.invite.once", until)
                : getTranslation("access.invite.mailed", to, until));
    invited.add(sentence, new CopyField(getTranslation("access.invite.link"), invitation.link()));
  }
}
