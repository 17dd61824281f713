package org.belfry.webui.users;

import com.vaadin.flow.component.textfield.TextArea;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** Whose calls get through. */
public final class FilterPanel extends FormPanel {
  private final transient CallSettingsAdmin settings;
  private final String extension;
  private final TextArea blocked;
  private final TextArea allowed;

  public FilterPanel(CallSettingsAdmin settings, String extension) {
    this.settings = settings;
    this.extension = extension;
    super("filter.");
    Inputs inputs = new Inputs("filter.");
    CallSettingsView now = settings.settings(extension);
    blocked = form().field("blocked", inputs.lines("blocked"));
    allowed = form().field("allowed", inputs.lines("allowed"));
    blocked.setValue(String.join("\n", now.blocked()));
    allowed.setValue(String.join("\n", now.allowed()));
  }

  @Override
  protected void save() {
    settings.change(extension, Changes.filter(Inputs.values(blocked), Inputs.values(allowed)));
  }
}
