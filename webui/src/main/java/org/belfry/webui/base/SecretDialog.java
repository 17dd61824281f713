package org.belfry.webui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;

/** Shows a secret, this once. */
public final class SecretDialog extends Dialog {

  /**
   * @param once a sentence that says so
   * @param label what the secret is called
   */
  public SecretDialog(String title, String once, String label, String secret) {
    setHeaderTitle(title);
    addClassName("bf-dialog");
    setCloseOnOutsideClick(false);
    // It cannot be had again: leaving takes a deliberate click.
    setCloseOnEsc(false);
    Paragraph words = new Paragraph(once);
    words.addClassName("bf-hint");
    add(words, new CopyField(label, secret));
    Button noted = new Button(getTranslation("base.noted"), clicked -> close());
    noted.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    getFooter().add(noted);
  }
}
