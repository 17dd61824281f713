package org.belfry.webui.system;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** The password of the one who is signed in. */
final class PasswordPanel extends Panel {
  private final transient AccountAdmin accounts;
  private final String userName;
  private final FieldProblems problems = new FieldProblems();
  private final PasswordField before = new PasswordField(getTranslation("password.old"));
  private final PasswordField after = new PasswordField(getTranslation("password.new"));
  private final PasswordField again = new PasswordField(getTranslation("setup.again"));

  PasswordPanel(AccountAdmin accounts, String userName) {
    this.accounts = accounts;
    this.userName = userName;
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
      accounts.changePassword(userName, before.getValue(), after.getValue());
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
