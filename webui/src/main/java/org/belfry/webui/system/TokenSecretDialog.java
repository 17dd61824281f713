package org.belfry.webui.system;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import org.belfry.pbx.admin.AccountAdmin.NewApiToken;
import org.belfry.webui.base.CopyField;

/** Shows the secret of a new API token, this once. */
final class TokenSecretDialog extends Dialog {

  TokenSecretDialog(NewApiToken created) {
    setHeaderTitle(getTranslation("tokens.secret.title", created.token().name()));
    addClassName("bf-dialog");
    setCloseOnOutsideClick(false);
    setCloseOnEsc(false);
    Paragraph once = new Paragraph(getTranslation("tokens.secret.once"));
    once.addClassName("bf-hint");
    add(once, new CopyField(getTranslation("tokens.secret"), created.secret()));
    Button noted = new Button(getTranslation("users.credentials.noted"), clicked -> close());
    noted.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    getFooter().add(noted);
  }
}
