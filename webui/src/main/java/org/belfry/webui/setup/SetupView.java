package org.belfry.webui.setup;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.Locale;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.Brand;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Language;
import org.belfry.webui.base.Texts;

/**
 * Makes the first administrator, once, for the one who has the link printed at the first start; or
 * gives one a new password, for the one who got a link on the machine itself.
 */
@Route("setup")
@AnonymousAllowed
public class SetupView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  private final transient AccountAdmin accounts;
  private final FieldProblems problems = new FieldProblems();
  private final TextField userName = new TextField(getTranslation("setup.name"));
  private final PasswordField password = new PasswordField(getTranslation("setup.password"));
  private final PasswordField again = new PasswordField(getTranslation("setup.again"));
  private final Div card = new Div();

  public SetupView(AccountAdmin accounts) {
    this.accounts = accounts;
    addClassName("bf-alone");
    getElement().setAttribute("role", "main");
    card.addClassName("bf-alone-card");
    add(card);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String token = event.getLocation().getQueryParameters().getSingleParameter("token").orElse("");
    if (accounts.setupTokenValid(token)) {
      showForm(token);
    } else if (!accounts.setupNeeded()) {
      say("setup.done.title", "setup.done.sentence", "setup.signin");
    } else {
      say("setup.wrong.title", "setup.wrong.sentence", "setup.signin");
    }
  }

  @Override
  public String getPageTitle() {
    return getTranslation("page.title", getTranslation("setup.title"));
  }

  private void showForm(String token) {
    Paragraph lead =
        new Paragraph(getTranslation(accounts.setupNeeded() ? "setup.lead" : "setup.lead.again"));
    lead.addClassName("bf-lead");
    userName.setAutocomplete(Autocomplete.USERNAME);
    userName.setAutofocus(true);
    password.setAutocomplete(Autocomplete.NEW_PASSWORD);
    again.setAutocomplete(Autocomplete.NEW_PASSWORD);
    password.setHelperText(getTranslation("setup.password.help"));
    Button create = new Button(getTranslation("setup.create"), clicked -> create(token));
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickShortcut(Key.ENTER).resetFocusOnActiveElement();
    Div form =
        new Div(
            problems.at("userName", userName),
            problems.at("password", password),
            problems.at("again", again),
            create);
    form.addClassName("bf-form");
    card.removeAll();
    card.add(
        new Brand(),
        language(),
        new H1(getTranslation("setup.title")),
        lead,
        problems.rest(),
        form);
  }

  private Select<Locale> language() {
    Select<Locale> language = new Select<>();
    language.setLabel(getTranslation("base.language"));
    language.setItems(Texts.offered());
    language.setItemLabelGenerator(each -> each.getDisplayLanguage(each));
    Texts.offered().stream()
        .filter(each -> each.getLanguage().equals(getLocale().getLanguage()))
        .findFirst()
        .or(() -> Texts.offered().stream().findFirst())
        .ifPresent(language::setValue);
    language.addValueChangeListener(changed -> {
      if (changed.isFromClient()) {
        getUI().ifPresent(ui -> Language.choose(changed.getValue(), ui));
      }
    });
    return language;
  }

  private void create(String token) {
    try {
      if (!password.getValue().equals(again.getValue())) {
        throw new InvalidCommand("again", getTranslation("setup.again.differs"));
      }
      accounts.completeSetup(token, userName.getValue(), password.getValue());
      say("setup.success.title", "setup.success.sentence", "setup.signin.wizard", "wizard");
    } catch (InvalidCommand invalid) {
      problems.show(invalid);
    }
  }

  private void say(String titleKey, String sentenceKey, String buttonKey) {
    say(titleKey, sentenceKey, buttonKey, "login");
  }

  private void say(String titleKey, String sentenceKey, String buttonKey, String path) {
    Anchor signIn = new Anchor(path, getTranslation(buttonKey));
    signIn.addClassName("bf-button");
    card.removeAll();
    card.add(
        new Brand(),
        new H1(getTranslation(titleKey)),
        new Paragraph(getTranslation(sentenceKey)),
        signIn);
  }
}
