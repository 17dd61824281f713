package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyAdmin.Home;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.EmergencyPreview.Preview;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;
import org.belfry.webui.emergency.AddressFields;
import org.jspecify.annotations.Nullable;

/** Where the user is for an emergency centre; who works at home says where. */
final class WorkplacePanel extends FormPanel {
  private final transient EmergencyAdmin emergency;
  private final transient EmergencyPreview preview;
  private final String extension;
  private final transient Inputs inputs = new Inputs("workplace.");
  private final Paragraph now = new Paragraph();
  private final transient AddressFields address;
  private final TextField note;
  private final Button leave;

  WorkplacePanel(
      EmergencyAdmin emergency, EmergencyPreview preview, DialPlanAdmin plan, String extension) {
    this.emergency = emergency;
    this.preview = preview;
    this.extension = extension;
    super("workplace.");
    @Nullable Home home = emergency.home(extension).orElse(null);
    form().add(now);
    address =
        new AddressFields(
            form(), getLocale(), home == null ? null : home.address(), plan.site().country());
    note = form().field("note", inputs.line("note"));
    note.setValue(home == null ? "" : Inputs.orEmpty(home.note()));
    leave = new Button(inputs.text("leave"), clicked -> leave());
    leave.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    leave.setVisible(home != null);
    add(leave);
    tell();
  }

  private void tell() {
    Preview call = preview.preview(extension, null, null);
    now.setText(
        call.location().isEmpty() ? inputs.text("unknown") : inputs.text("now", call.location()));
  }

  private void leave() {
    emergency.leaveHome(extension);
    leave.setVisible(false);
    tell();
    Toast.done(inputs.text("left"));
  }

  @Override
  protected void save() {
    emergency.moveHome(extension, new Home(address.value(), Inputs.orNull(note.getValue())));
    leave.setVisible(true);
    tell();
  }
}
