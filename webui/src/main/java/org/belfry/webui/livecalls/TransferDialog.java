package org.belfry.webui.livecalls;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.CallControl.Party;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** Sends one side of a call to somebody else; the other side is out of it then. */
final class TransferDialog extends FormDialog {
  private final transient CallControl control;
  private final LiveCallView call;
  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("transfer.");
  private final RadioButtonGroup<Party> stays = inputs.labelled("stays", new RadioButtonGroup<>());
  private final ComboBox<String> to;

  /**
   * @param caller what the caller is called
   * @param callee what the callee is called
   */
  TransferDialog(
      CallControl control,
      LiveCallView call,
      String caller,
      String callee,
      Destinations destinations) {
    this.control = control;
    this.call = call;
    this.destinations = destinations;
    super(text("transfer.title"), text("transfer.save"));
    to = destinations.number(inputs, "to");
    stays.setItems(Party.CALLER, Party.CALLEE);
    stays.setItemLabelGenerator(party -> party == Party.CALLER ? caller : callee);
    stays.setValue(Party.CALLER);
    field("callId", stays);
    field("to", to);
    to.setRequiredIndicatorVisible(true);
  }

  @Override
  protected void save() {
    Party leaves = stays.getValue() == Party.CALLER ? Party.CALLEE : Party.CALLER;
    String number = Inputs.orEmpty(to.getValue());
    control.transfer(call.callId(), leaves, number);
    Toast.done(inputs.text("done", destinations.nameOf(number)));
  }
}
