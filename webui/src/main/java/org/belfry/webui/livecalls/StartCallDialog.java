package org.belfry.webui.livecalls;

import com.vaadin.flow.component.combobox.ComboBox;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** Starts a call: the phones of one of us ring first, then the number is called. */
public final class StartCallDialog extends FormDialog {
  private final transient CallControl control;
  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("startcall.");
  private final ComboBox<String> from;
  private final ComboBox<String> to;

  public StartCallDialog(CallControl control, Destinations destinations) {
    this.control = control;
    this.destinations = destinations;
    super(text("startcall.title"), text("startcall.save"));
    from = destinations.user(inputs, "from");
    to = destinations.number(inputs, "to");
    from.setAutofocus(true);
    from.setRequiredIndicatorVisible(true);
    to.setRequiredIndicatorVisible(true);
    field("from", from);
    field("to", to);
  }

  @Override
  protected void save() {
    String extension = Inputs.orEmpty(from.getValue());
    if (extension.isEmpty()) {
      throw new InvalidCommand("from", inputs.text("from.missing"));
    }
    control.call(extension, Inputs.orEmpty(to.getValue()));
    Toast.done(inputs.text("rings", destinations.nameOf(extension)));
  }
}
