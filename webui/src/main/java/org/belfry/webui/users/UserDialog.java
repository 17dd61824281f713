package org.belfry.webui.users;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.ChangeUser;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.Digest;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.pbx.admin.UserAdmin.Srtp;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;

/** The fields of a user, shared by the form for a new one and the form for an existing one. */
abstract class UserDialog extends FormDialog {
  final TextField extension = new TextField(getTranslation("users.extension"));
  final TextField name = new TextField(getTranslation("users.name"));
  final EmailField email = new EmailField(getTranslation("users.email"));
  final Select<Srtp> srtp = new Select<>();
  final Select<Digest> digest = new Select<>();

  private UserDialog(String title, String saveText) {
    super(title, saveText);
    extension.setHelperText(getTranslation("users.extension.help"));
    extension.setRequiredIndicatorVisible(true);
    extension.setValueChangeMode(ValueChangeMode.EAGER);
    extension.addValueChangeListener(changed ->
        extension.setHelperText(
            getTranslation(
                changed.getValue().matches(".*\\p{L}.*")
                    ? "users.extension.letters"
                    : "users.extension.help")));
    extension.setAutofocus(true);
    name.setRequiredIndicatorVisible(true);
    email.setHelperText(getTranslation("users.email.help"));
    email.setManualValidation(true);
    for (TextField field : List.of(extension, name)) {
      field.setAutocomplete(Autocomplete.OFF);
    }
    email.setAutocomplete(Autocomplete.OFF);
    field("extension", extension);
    field("name", name);
    field("email", email);
    srtp.setLabel(getTranslation("users.srtp"));
    srtp.setHelperText(getTranslation("users.srtp.help"));
    srtp.setItems(Srtp.values());
    srtp.setItemLabelGenerator(
        choice -> getTranslation("users.srtp.choice." + choice.name().toLowerCase(Locale.ROOT)));
    srtp.setValue(Srtp.SITE);
    field("srtp", srtp);
    digest.setLabel(getTranslation("users.digest"));
    digest.setHelperText(getTranslation("users.digest.help"));
    digest.setItems(Digest.values());
    digest.setItemLabelGenerator(
        choice -> getTranslation("users.digest.choice." + choice.name().toLowerCase(Locale.ROOT)));
    digest.setValue(Digest.SITE);
    field("digest", digest);
  }

  /** The form for a new user. */
  static final class Create extends UserDialog {
    private final transient UserAdmin users;
    private final transient BiConsumer<NewUser, Boolean> created;
    private final Checkbox invite = new Inputs("users.").check("invite");
    private final PasswordField sipPassword =
        new PasswordField(getTranslation("users.sippassword"));

    /**
     * @param created is given the user with the credentials, and whether to invite the user
     */
    Create(UserAdmin users, BiConsumer<NewUser, Boolean> created) {
      this.users = users;
      this.created = created;
      super(text("users.create.title"), text("users.create.save"));
      sipPassword.setHelperText(getTranslation("users.sippassword.help"));
      sipPassword.setAutocomplete(Autocomplete.NEW_PASSWORD);
      field("sipPassword", sipPassword);
      field("invite", invite);
    }

    @Override
    protected void save() {
      created.accept(
          users
              .create(
                  List.of(
                      new CreateUser(
                          extension.getValue().strip(),
                          name.getValue().strip(),
                          email.isEmpty() ? null : email.getValue().strip(),
                          sipPassword.isEmpty() ? null : sipPassword.getValue(),
                          srtp.getValue(),
                          digest.getValue())))
              .getFirst(),
          invite.getValue());
    }
  }

  /** The form for a user there is. */
  static final class Change extends UserDialog {
    private final transient UserAdmin users;
    private final long id;
    private final transient Consumer<UserView> changed;

    /**
     * @param changed is given the user as it is afterwards
     */
    Change(UserAdmin users, UserView user, Consumer<UserView> changed) {
      this.users = users;
      this.id = user.id();
      this.changed = changed;
      super(text("users.change.title"), text("base.save"));
      extension.setValue(user.extension());
      name.setValue(user.name());
      email.setValue(user.email() == null ? "" : user.email());
      srtp.setValue(user.srtp());
      digest.setValue(user.digest());
      unlessOther(() -> users.user(id).map(Change::fields));
    }

    private static List<Object> fields(UserView user) {
      return List.of(
          user.extension(), user.name(), Inputs.orEmpty(user.email()), user.srtp(), user.digest());
    }

    @Override
    protected void save() {
      changed.accept(
          users.change(
              id,
              new ChangeUser(
                  extension.getValue().strip(),
                  name.getValue().strip(),
                  email.getValue().strip(),
                  null,
                  srtp.getValue(),
                  digest.getValue())));
    }
  }
}
