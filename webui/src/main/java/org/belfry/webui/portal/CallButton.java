package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.icon.VaadinIcon;

/** Calls somebody by the phone of the page. */
final class CallButton extends Button {

  /**
   * @param shown who is called, for those who do not see the icon
   */
  CallButton(String number, String shown) {
    super(VaadinIcon.PHONE.create());
    addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    setTooltipText(getTranslation("portal.call", shown));
    setAriaLabel(getTranslation("portal.call", shown));
    addClickListener(clicked -> getUI().ifPresent(ui -> PortalLayout.call(ui, number)));
  }
}
