package org.belfry.webui.system;

import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.AccountAdmin.NewApiToken;
import org.belfry.webui.base.FormDialog;

/** Asks what a new API token is for. */
final class NewTokenDialog extends FormDialog {
  private final transient AccountAdmin accounts;
  private final transient Consumer<NewApiToken> created;
  private final TextField name = new TextField(getTranslation("tokens.name"));

  NewTokenDialog(AccountAdmin accounts, Consumer<NewApiToken> created) {
    this.accounts = accounts;
    this.created = created;
    super(text("tokens.create.title"), text("tokens.create.save"));
    name.setHelperText(getTranslation("tokens.name.help"));
    name.setAutofocus(true);
    name.setAutocomplete(Autocomplete.OFF);
    field("name", name);
  }

  @Override
  protected void save() {
    created.accept(accounts.createApiToken(name.getValue().strip()));
  }
}
