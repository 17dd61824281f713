package org.belfry.webui.login;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.webui.base.Brand;
import org.belfry.webui.base.FieldProblems;

/** Lets a user choose a password, once, by the link that an administrator has sent. */
@Route("welcome")
@AnonymousAllowed
public class WelcomeView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  private final transient SignInAdmin signIns;
  private final FieldProblems problems = new FieldProblems();
  private final PasswordField password = new PasswordField(getTranslation("setup.password"));
  private final PasswordField again = new PasswordField(getTranslation("setup.again"));
  private final Div card = new Div();

  public WelcomeView(SignInAdmin signIns) {
    this.signIns = signIns;
    addClassName("bf-alone");
    getElement().setAttribute("role", "main");
    card.addClassName("bf-alone-card");
    add(card);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String token = event.getLocation().getQueryParameters().getSingleParameter("token").orElse("");
    signIns
        .invited(token)
        .ifPresentOrElse(
            name -> showForm(token, name), () -> say("welcome.wrong.title", "welcome.wrong"));
  }

  @Override
  public String getPageTitle() {
    return getTranslation("page.title", getTranslation("welcome.short"));
  }

  private void showForm(String token, String name) {
    Paragraph lead = new Paragraph(getTranslation("welcome.lead"));
    lead.addClassName("bf-lead");
    password.setAutocomplete(Autocomplete.NEW_PASSWORD);
    password.setAutofocus(true);
    again.setAutocomplete(Autocomplete.NEW_PASSWORD);
    password.setHelperText(getTranslation("setup.password.help"));
    Button save = new Button(getTranslation("welcome.save"), clicked -> save(token));
    save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    save.addClickShortcut(Key.ENTER).resetFocusOnActiveElement();
    Div form = new Div(problems.at("password", password), problems.at("again", again), save);
    form.addClassName("bf-form");
    card.removeAll();
    card.add(
        new Brand(), new H1(getTranslation("welcome.title", name)), lead, problems.rest(), form);
  }

  private void save(String token) {
    try {
      if (!password.getValue().equals(again.getValue())) {
        throw new InvalidCommand("again", getTranslation("setup.again.differs"));
      }
      signIns.accept(token, password.getValue());
      say("welcome.done.title", "welcome.done");
    } catch (InvalidCommand invalid) {
      problems.show(invalid);
    }
  }

  private void say(String titleKey, String sentenceKey) {
    Anchor signIn = new Anchor("login", getTranslation("setup.signin"));
    signIn.addClassName("bf-button");
    card.removeAll();
    card.add(
        new Brand(),
        new H1(getTranslation(titleKey)),
        new Paragraph(getTranslation(sentenceKey)),
        signIn);
  }
}
