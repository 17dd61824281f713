package org.belfry.webui.users;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import java.util.EnumSet;
import java.util.List;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** What a user may call. Emergency numbers are open to everybody and not asked about. */
final class PermissionsPanel extends FormPanel {
  private final transient CallSettingsAdmin settings;
  private final String extension;
  private final CheckboxGroup<NumberKind> mayCall;
  private final MultiSelectComboBox<String> countries;

  PermissionsPanel(CallSettingsAdmin settings, String extension) {
    this.settings = settings;
    this.extension = extension;
    super("permissions.");
    Inputs inputs = new Inputs("permissions.");
    CallSettingsView now = settings.settings(extension);
    mayCall =
        form()
            .field(
                "mayCall",
                inputs.kinds("maycall", EnumSet.complementOf(EnumSet.of(NumberKind.EMERGENCY))));
    countries = form().field("countries", inputs.countries("countries", getLocale()));
    mayCall.addValueChangeListener(changed -> arrange());
    mayCall.setValue(now.mayCall());
    countries.setValue(now.countries());
    unlessOther(() -> fields(settings.settings(extension)));
    arrange();
  }

  private void arrange() {
    countries.setVisible(mayCall.getValue().contains(NumberKind.INTERNATIONAL));
  }

  private static List<Object> fields(CallSettingsView now) {
    return List.of(now.mayCall(), now.countries());
  }

  @Override
  protected void save() {
    settings.change(extension, Changes.permissions(mayCall.getValue(), countries.getValue()));
  }
}
