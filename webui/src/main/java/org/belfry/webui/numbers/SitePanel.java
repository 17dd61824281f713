package org.belfry.webui.numbers;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.DialPlanAdmin.Digest;
import org.belfry.pbx.admin.DialPlanAdmin.SiteView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** Country, prefixes, the main number, and what holds for emergency calls. */
final class SitePanel extends FormPanel {
  private final transient DialPlanAdmin plan;
  private final ComboBox<String> country;
  private final TextField areaCode;
  private final TextField outsidePrefix;
  private final TextField mainNumber;
  private final TextArea emergencyNumbers;
  private final ComboBox<String> frontDesk;
  private final MultiSelectComboBox<String> emergencyTrunks;
  private final Select<Digest> digest;
  private final TextArea contactNetworks;

  SitePanel(DialPlanAdmin plan, List<String> trunks, Destinations destinations) {
    this.plan = plan;
    super("site.");
    Inputs inputs = new Inputs("site.");
    country = inputs.country("country", getLocale());
    areaCode = inputs.line("areacode");
    outsidePrefix = inputs.line("outsideprefix");
    mainNumber = inputs.line("mainnumber");
    emergencyNumbers = inputs.lines("emergencynumbers");
    frontDesk = destinations.number(inputs, "frontdesk");
    emergencyTrunks = inputs.labelled("emergencytrunks", new MultiSelectComboBox<>());
    emergencyTrunks.setItems(trunks);
    emergencyTrunks.setSelectedItemsOnTop(true);
    digest = inputs.labelled("digest", new Select<>());
    digest.setItems(Digest.values());
    digest.setItemLabelGenerator(
        choice -> inputs.text("digest.choice." + choice.name().toLowerCase(Locale.ROOT)));
    contactNetworks = inputs.lines("contactnetworks");
    SiteView site = plan.site();
    form().warnings(site.warnings());
    form().field("country", country).setValue(site.country());
    form().beside(form().at("areaCode", areaCode), form().at("outsidePrefix", outsidePrefix));
    form().field("mainNumber", mainNumber);
    form().part(inputs.text("part.emergency"));
    form().field("emergencyNumbers", emergencyNumbers);
    form().field("frontDesk", frontDesk).setValue(site.frontDesk());
    form().field("emergencyTrunks", emergencyTrunks);
    form().part(inputs.text("part.signin"));
    form().field("digest", digest).setValue(site.digest());
    form().field("contactNetworks", contactNetworks);
    areaCode.setValue(Inputs.orEmpty(site.areaCode()));
    outsidePrefix.setValue(site.outsidePrefix());
    mainNumber.setValue(Inputs.orEmpty(site.mainNumber()));
    emergencyNumbers.setValue(String.join(", ", site.emergencyNumbers()));
    emergencyTrunks.setValue(new LinkedHashSet<>(site.emergencyTrunks()));
    contactNetworks.setValue(String.join(", ", site.contactNetworks()));
    unlessOther(() -> fields(plan.site()));
  }

  private static List<Object> fields(SiteView site) {
    return List.of(
        site.country(),
        Inputs.orEmpty(site.areaCode()),
        site.outsidePrefix(),
        Inputs.orEmpty(site.mainNumber()),
        site.emergencyNumbers(),
        Inputs.orEmpty(site.frontDesk()),
        site.emergencyTrunks(),
        site.digest(),
        site.contactNetworks());
  }

  @Override
  protected void save() {
    plan.change(
        new ChangeSite(
            Inputs.orEmpty(country.getValue()),
            areaCode.getValue().strip(),
            outsidePrefix.getValue().strip(),
            mainNumber.getValue().strip(),
            new LinkedHashSet<>(Inputs.values(emergencyNumbers)),
            Inputs.orEmpty(frontDesk.getValue()),
            List.copyOf(emergencyTrunks.getValue()),
            digest.getValue(),
            Inputs.values(contactNetworks),
            null));
  }
}
