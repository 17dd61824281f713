package org.belfry.webui.numbers;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.DialPlanAdmin.Digest;
import org.belfry.pbx.admin.DialPlanAdmin.SiteView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** Country, prefixes, the main number, and how phones sign in. */
final class SitePanel extends FormPanel {
  private final transient DialPlanAdmin plan;
  private final ComboBox<String> country;
  private final TextField areaCode;
  private final TextField outsidePrefix;
  private final TextField mainNumber;
  private final Select<Digest> digest;
  private final TextArea contactNetworks;

  SitePanel(DialPlanAdmin plan) {
    this.plan = plan;
    super("site.");
    Inputs inputs = new Inputs("site.");
    country = inputs.country("country", getLocale());
    areaCode = inputs.line("areacode");
    outsidePrefix = inputs.line("outsideprefix");
    mainNumber = inputs.line("mainnumber");
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
    form().part(inputs.text("part.signin"));
    form().field("digest", digest).setValue(site.digest());
    form().field("contactNetworks", contactNetworks);
    areaCode.setValue(Inputs.orEmpty(site.areaCode()));
    outsidePrefix.setValue(site.outsidePrefix());
    mainNumber.setValue(Inputs.orEmpty(site.mainNumber()));
    contactNetworks.setValue(String.join(", ", site.contactNetworks()));
    unlessOther(() -> fields(plan.site()));
  }

  private static List<Object> fields(SiteView site) {
    return List.of(
        site.country(),
        Inputs.orEmpty(site.areaCode()),
        site.outsidePrefix(),
        Inputs.orEmpty(site.mainNumber()),
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
            null,
            null,
            null,
            digest.getValue(),
            Inputs.values(contactNetworks),
            null));
  }
}
