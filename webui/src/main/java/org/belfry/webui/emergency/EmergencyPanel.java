package org.belfry.webui.emergency;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.LinkedHashSet;
import java.util.List;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.DialPlanAdmin.SiteView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** Emergency numbers, test numbers, trunks, and who is told. */
final class EmergencyPanel extends FormPanel {
  private final transient DialPlanAdmin plan;
  private final TextArea numbers;
  private final TextArea tests;
  private final ComboBox<String> frontDesk;
  private final MultiSelectComboBox<String> trunks;

  EmergencyPanel(DialPlanAdmin plan, List<String> names, Destinations destinations) {
    this.plan = plan;
    super("emergency.numbers.");
    Inputs inputs = new Inputs("emergency.");
    numbers = inputs.lines("emergencynumbers");
    tests = inputs.lines("testnumbers");
    frontDesk = destinations.number(inputs, "frontdesk");
    trunks = inputs.labelled("emergencytrunks", new MultiSelectComboBox<>());
    trunks.setItems(names);
    trunks.setSelectedItemsOnTop(true);
    SiteView site = plan.site();
    form().warnings(site.warnings());
    form().field("frontDesk", frontDesk).setValue(site.frontDesk());
    form().field("emergencyNumbers", numbers);
    form().field("emergencyTestNumbers", tests);
    form().field("emergencyTrunks", trunks);
    numbers.setValue(String.join(", ", site.emergencyNumbers()));
    tests.setValue(String.join(", ", site.emergencyTestNumbers()));
    trunks.setValue(new LinkedHashSet<>(site.emergencyTrunks()));
  }

  @Override
  protected void save() {
    plan.change(
        new ChangeSite(
            null,
            null,
            null,
            null,
            new LinkedHashSet<>(Inputs.values(numbers)),
            Inputs.orEmpty(frontDesk.getValue()),
            List.copyOf(trunks.getValue()),
            null,
            null,
            new LinkedHashSet<>(Inputs.values(tests))));
  }
}
