package org.belfry.webui.system;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.AccountAdmin.CreateApiToken;
import org.belfry.pbx.admin.AccountAdmin.NewApiToken;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.belfry.webui.base.FormDialog;

/** Asks what a new API token is for, what it may and how long. */
final class NewTokenDialog extends FormDialog {
  private static final int NEVER = 0;

  private final transient AccountAdmin accounts;
  private final transient Consumer<NewApiToken> created;
  private final TextField name = new TextField(getTranslation("tokens.name"));
  private final CheckboxGroup<Scope> scopes = new CheckboxGroup<>();
  private final Select<Integer> days = new Select<>();

  NewTokenDialog(AccountAdmin accounts, Consumer<NewApiToken> created) {
    this.accounts = accounts;
    this.created = created;
    super(text("tokens.create.title"), text("tokens.create.save"));
    name.setHelperText(getTranslation("tokens.name.help"));
    name.setAutofocus(true);
    name.setAutocomplete(Autocomplete.OFF);
    field("name", name);
    scopes.setLabel(getTranslation("tokens.scopes"));
    scopes.setItems(Scope.values());
    scopes.setItemLabelGenerator(scope -> getTranslation(key(scope)));
    scopes.setItemHelperGenerator(scope -> getTranslation(key(scope) + ".help"));
    scopes.setValue(Set.of(Scope.READ));
    field("scopes", scopes);
    days.setLabel(getTranslation("tokens.expires"));
    days.setItems(30, 90, 365, NEVER);
    days.setItemLabelGenerator(count ->
        count == NEVER
            ? getTranslation("tokens.expires.never")
            : getTranslation("tokens.expires.days", count));
    days.setValue(365);
    field("expiresAt", days);
  }

  static String key(Scope scope) {
    return "tokens.scope." + scope.name().toLowerCase(Locale.ROOT);
  }

  @Override
  protected void save() {
    if (scopes.isEmpty()) {
      scopes.setInvalid(true);
      scopes.setErrorMessage(getTranslation("tokens.scopes.none"));
      return;
    }
    Instant until =
        days.getValue() == NEVER ? null : Instant.now().plus(Duration.ofDays(days.getValue()));
    created.accept(
        accounts.createApiToken(
            new CreateApiToken(name.getValue().strip(), scopes.getValue(), until)));
  }
}
