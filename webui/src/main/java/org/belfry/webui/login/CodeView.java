package org.belfry.webui.login;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Input;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.NativeLabel;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.belfry.webui.base.Brand;

/** Asks for the code of the authenticator, after the password. */
@Route("login/code")
@RolesAllowed("CODE")
public class CodeView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  /** Where the reader wanted to go: path and query. */
  static final String TO = "to";

  private static final String FIELD = "bf-code";

  private final Paragraph wrong = new Paragraph(getTranslation("code.wrong"));
  private final Input to = new Input();

  public CodeView() {
    addClassName("bf-alone");
    getElement().setAttribute("role", "main");
    Paragraph lead = new Paragraph(getTranslation("code.lead"));
    lead.addClassName("bf-lead");
    wrong.addClassName("bf-form-problem");
    wrong.getElement().setAttribute("role", "alert");
    Div card = new Div(new Brand(), new H1(getTranslation("code.title")), lead, wrong);
    card.addClassName("bf-alone-card");
    card.getElement().appendChild(form());
    add(card);
  }

  /** A form of the browser's own, for what it sends renews the session. */
  private Element form() {
    NativeLabel label = new NativeLabel(getTranslation("code.field"));
    label.setFor(FIELD);
    Input code = new Input();
    code.setId(FIELD);
    code.addClassName("bf-plain-field");
    code.getElement()
        .setAttribute("name", "code")
        .setAttribute("inputmode", "numeric")
        .setAttribute("autocomplete", "one-time-code")
        .setAttribute("maxlength", "7")
        .setAttribute("autofocus", true);
    to.setType("hidden");
    to.getElement().setAttribute("name", TO);
    NativeButton send = new NativeButton(getTranslation("code.send"));
    send.addClassName("bf-button");
    send.getElement().setAttribute("type", "submit");
    Element form = new Element("form");
    form.setAttribute("method", "post");
    form.setAttribute("action", "login/code");
    form.getClassList().add("bf-plain-form");
    form.appendChild(label.getElement(), code.getElement(), to.getElement(), send.getElement());
    code.getElement().executeJs("this.focus()");
    return form;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    QueryParameters query = event.getLocation().getQueryParameters();
    wrong.setVisible(query.getParameters().containsKey("error"));
    to.getElement().setAttribute("value", query.getSingleParameter(TO).orElse(""));
  }

  @Override
  public String getPageTitle() {
    return getTranslation("page.title", getTranslation("code.title"));
  }
}
