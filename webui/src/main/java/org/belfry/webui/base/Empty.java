package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;

/** What stands where a list would be when there is nothing in it: why, and what to do. */
public class Empty extends Div {

  /**
   * @param actions what one can do about it, perhaps nothing
   */
  public Empty(VaadinIcon icon, String title, String sentence, Component... actions) {
    addClassName("bf-empty");
    Icon picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    add(picture, new H2(title), new Paragraph(sentence));
    add(actions);
  }
}
