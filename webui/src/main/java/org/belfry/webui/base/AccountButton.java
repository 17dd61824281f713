package org.belfry.webui.base;

import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;

/** Who is signed in; what opens below it is the layout's. */
public final class AccountButton extends Button {

  /**
   * @param name for the picture
   * @param words what is seen beside it
   */
  public AccountButton(String name, String words) {
    Avatar avatar = new Avatar(name);
    avatar.getElement().setAttribute("aria-hidden", "true");
    addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    addClassName("bf-user");
    // Not as a label of its own: who asks for the button by what it says must find it (WCAG 2.5.3).
    setText(words);
    setIcon(avatar);
    getElement().appendChild(new Unseen(getTranslation("nav.account")).getElement());
  }
}
