package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;

/** A page inside the frame: a title, a sentence on what it is for, its actions, its content. */
public abstract class Page extends Div implements HasDynamicTitle {
  private final String titleKey;
  private final Div actions = new Div();

  /**
   * @param titleKey text of the title, also of the browser's
   * @param leadKey text of the sentence below
   */
  protected Page(String titleKey, String leadKey) {
    this.titleKey = titleKey;
    addClassName("bf-page");
    actions.addClassName("bf-actions");
    Paragraph lead = new Paragraph(getTranslation(leadKey));
    lead.addClassName("bf-lead");
    Div words = new Div(new H1(getTranslation(titleKey)), lead);
    Div head = new Div(words, actions);
    head.addClassName("bf-head");
    add(head);
  }

  /** Puts buttons beside the title. */
  protected final void addActions(Component... components) {
    actions.add(components);
  }

  @Override
  public final String getPageTitle() {
    return getTranslation("page.title", getTranslation(titleKey));
  }
}
