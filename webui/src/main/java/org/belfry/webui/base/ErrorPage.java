package org.belfry.webui.base;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;

/** A page instead of the page that was asked for. */
abstract class ErrorPage extends Div implements HasDynamicTitle {

  ErrorPage() {
    addClassName("bf-alone");
    getElement().setAttribute("role", "main");
  }

  final void say(String title, String sentence) {
    Anchor home = new Anchor("", getTranslation("base.home"));
    home.addClassName("bf-button");
    Div card = new Div(new Brand(), new H1(title), new Paragraph(sentence), home);
    card.addClassName("bf-alone-card");
    removeAll();
    add(card);
  }

  @Override
  public final String getPageTitle() {
    return getTranslation("page.title", getTranslation("base.problem.short"));
  }
}
