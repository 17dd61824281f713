package org.belfry.webui.login;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** The password of the one who is signed in. */
public final class PasswordPanel extends Panel {
  private final transient SignInAdmin signIns;
  private final String principal;
  private final FieldProblems problems = new FieldProblems();
  private final PasswordField before = new PasswordField(getTranslation("password.old"));
  private final PasswordField after = new PasswordField(getTranslation("password.new"));
  private final PasswordField again = new PasswordField(getTranslation("setup.again"));

  public PasswordPanel(SignInAdmin signIns, String principal) {
    this.signIns = signIns;
    this.principal = principal;
    super(text("password.title"));
    before.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
    after.setAutocomplete(Autocomplete.NEW_PASSWORD);
    again.setAutocomplete(Autocomplete.NEW_PASSWORD);
    after.setHelperText(getTranslation("setup.password.help"));
    Button change = new Button(getTranslation("password.change"), clicked -> change());
    Div form =
        new Div(
            problems.at("oldPassword", before),
            problems.at("newPassword", after),
            problems.at("again", again),
            change);
    form.addClassName("bf-form");
    add(problems.rest(), form);
  }

  private void change() {
    try {
      if (!after.getValue().equals(again.getValue())) {
        throw new InvalidCommand("again", getTranslation("setup.again.differs"));
      }
      signIns.changePassword(principal, before.getValue(), after.getValue());
      before.clear();
      after.clear();
      again.clear();
      problems.clear();
      Toast.done(getTranslation("password.changed"));
    } catch (InvalidCommand invalid) {
      problems.show(invalid);
    }
  }
}
