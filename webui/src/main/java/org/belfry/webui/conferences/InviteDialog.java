package org.belfry.webui.conferences;

import com.vaadin.flow.component.combobox.ComboBox;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** Calls somebody into a conference. */
final class InviteDialog extends FormDialog {
  private final transient ConferenceControl control;
  private final String name;
  private final transient Inputs inputs = new Inputs("conference.");
  private final ComboBox<String> to;

  InviteDialog(ConferenceControl control, String name, Destinations destinations) {
    this.control = control;
    this.name = name;
    super(text("conference.invite"), text("conference.invite.save"));
    to = field("to", destinations.number(inputs, "to"));
    to.setAutofocus(true);
  }

  @Override
  protected void save() {
    control.invite(name, Inputs.orEmpty(to.getValue()));
    Toast.done(inputs.text("invited"));
  }
}
