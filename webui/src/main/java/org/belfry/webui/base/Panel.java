package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.i18n.I18NProvider;

/** A bordered part of a page, with a heading. */
public class Panel extends Div {
  private final Div head;

  public Panel(String title, Component... content) {
    addClassName("bf-panel");
    head = new Div(new H2(title));
    head.addClassName("bf-panel-head");
    add(head);
    add(content);
  }

  /** The text in the reader's language, for use before a panel is built. */
  protected static String text(String key) {
    return I18NProvider.translate(key);
  }

  /** Puts something at the end of the heading's line. */
  public Panel withAction(Component action) {
    head.add(action);
    return this;
  }
}
