package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.RouterLink;

/** A page inside the frame: a title, a sentence on what it is for, its actions, its content. */
public abstract class Page extends Div implements HasDynamicTitle {
  private final H1 heading = new H1();
  private final Paragraph lead = new Paragraph();
  private final Div words = new Div(heading, lead);
  private final Div actions = new Div();

  /**
   * @param titleKey text of the title, also of the browser's
   * @param leadKey text of the sentence below
   */
  protected Page(String titleKey, String leadKey) {
    addClassName("bf-page");
    getElement().setAttribute("role", "main");
    actions.addClassName("bf-actions");
    lead.addClassName("bf-lead");
    say(getTranslation(titleKey), getTranslation(leadKey));
    Div head = new Div(words, actions);
    head.addClassName("bf-head");
    add(head);
  }

  /** Title and sentence of a page that is about one thing of many. */
  protected final void say(String title, String sentence) {
    heading.setText(title);
    lead.setText(sentence);
  }

  /** Leads back to the page that this one is one of many of. */
  protected final void up(String textKey, Class<? extends Component> page) {
    RouterLink link = new RouterLink("‹ " + getTranslation(textKey), page);
    link.addClassName("bf-up");
    words.addComponentAsFirst(link);
  }

  /** Puts buttons beside the title. */
  protected final void addActions(Component... components) {
    actions.add(components);
  }

  @Override
  public final String getPageTitle() {
    return getTranslation("page.title", heading.getText());
  }
}
