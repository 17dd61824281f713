package org.belfry.webui.users;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.textfield.IntegerField;
import java.util.List;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** How a user is reached when no rule says otherwise. */
public final class ReachPanel extends FormPanel {
  private final transient CallSettingsAdmin settings;
  private final String extension;
  private final Checkbox doNotDisturb;
  private final Checkbox mailbox;
  private final IntegerField ringSeconds;
  private final IntegerField callLimit;

  public ReachPanel(CallSettingsAdmin settings, String extension) {
    this.settings = settings;
    this.extension = extension;
    super("reach.");
    Inputs inputs = new Inputs("reach.");
    CallSettingsView now = settings.settings(extension);
    doNotDisturb = form().field("doNotDisturb", inputs.check("disturb"));
    mailbox = form().field("mailbox", inputs.check("mailbox"));
    ringSeconds = inputs.whole("ringseconds");
    callLimit = inputs.whole("calllimit");
    form().beside(form().at("ringSeconds", ringSeconds), form().at("callLimit", callLimit));
    doNotDisturb.setValue(now.doNotDisturb());
    mailbox.setValue(now.mailbox());
    ringSeconds.setValue(now.ringSeconds());
    callLimit.setValue(now.callLimit());
    unlessOther(() -> fields(settings.settings(extension)));
  }

  private static List<Object> fields(CallSettingsView now) {
    return List.of(now.doNotDisturb(), now.mailbox(), now.ringSeconds(), now.callLimit());
  }

  @Override
  protected void save() {
    settings.change(
        extension,
        Changes.reach(
            doNotDisturb.getValue(),
            ringSeconds.getValue(),
            callLimit.getValue(),
            mailbox.getValue()));
  }
}
