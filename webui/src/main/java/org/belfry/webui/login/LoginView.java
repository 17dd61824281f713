package org.belfry.webui.login;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.webui.base.Brand;

/** The page to sign in. */
@Route("login")
@AnonymousAllowed
public class LoginView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  private final LoginForm form = new LoginForm();

  public LoginView(AccountAdmin accounts) {
    addClassName("bf-alone");
    getElement().setAttribute("role", "main");
    form.setI18n(words());
    form.setAction("login");
    form.setForgotPasswordButtonVisible(false);
    Paragraph lead = new Paragraph(getTranslation("login.lead"));
    lead.addClassName("bf-lead");
    Div card = new Div(new Brand(), new H1(getTranslation("login.title")), lead);
    card.addClassName("bf-alone-card");
    if (accounts.setupNeeded()) {
      Paragraph hint = new Paragraph(getTranslation("login.setup"));
      hint.addClassName("bf-hint");
      card.add(hint);
    }
    card.add(form);
    add(card);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    form.setError(event.getLocation().getQueryParameters().getParameters().containsKey("error"));
  }

  @Override
  public String getPageTitle() {
    return getTranslation("page.title", getTranslation("login.title"));
  }

  private LoginI18n words() {
    LoginI18n words = LoginI18n.createDefault();
    LoginI18n.Form form = words.getForm();
    form.setTitle("");
    form.setUsername(getTranslation("login.name"));
    form.setPassword(getTranslation("login.password"));
    form.setSubmit(getTranslation("login.submit"));
    LoginI18n.ErrorMessage error = words.getErrorMessage();
    error.setTitle(getTranslation("login.error.title"));
    error.setMessage(getTranslation("login.error.sentence"));
    error.setUsername(getTranslation("login.name.missing"));
    error.setPassword(getTranslation("login.password.missing"));
    return words;
  }
}
