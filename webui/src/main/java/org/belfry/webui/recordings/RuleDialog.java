package org.belfry.webui.recordings;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;

/** Says that somebody's calls are recorded. */
final class RuleDialog extends FormDialog {
  private final transient RecordingAdmin recordings;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("recordingrules.");
  private final Select<OwnerKind> kind = inputs.choice("kind", OwnerKind.class);
  private final ComboBox<String> name;
  private final Select<When> when = inputs.choice("when", When.class);
  private final Checkbox announce = inputs.check("announce");
  private final Checkbox hear = inputs.check("hear");

  RuleDialog(RecordingAdmin recordings, Destinations destinations, Runnable saved) {
    this.recordings = recordings;
    this.saved = saved;
    super(text("recordingrules.create"), text("base.save"));
    name = destinations.number(inputs, "name");
    field("kind", kind).setValue(OwnerKind.USER);
    field("name", name);
    field("when", when).setValue(When.ON_DEMAND);
    field("announce", announce).setValue(true);
    field("hear", hear);
    kind.addValueChangeListener(chosen -> hear.setVisible(chosen.getValue() == OwnerKind.USER));
  }

  @Override
  protected void save() {
    try {
      OwnerKind of = kind.getValue();
      recordings.change(
          new RuleView(
              of,
              Inputs.orEmpty(name.getValue()),
              when.getValue(),
              announce.getValue(),
              of == OwnerKind.USER && hear.getValue()));
      saved.run();
    } catch (NotFound nobody) {
      throw new InvalidCommand("name", inputs.text("name.unknown"));
    }
  }
}
