package org.belfry.webui.wizard;

import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.IntConsumer;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.DialPlanAdmin.SiteView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** How the site dials, as much of it as everybody has to say. */
final class NumbersPanel extends FormPanel {
  private static final int FIRST_MIN = 10;
  private static final int FIRST_MAX = 99_999;

  private final transient DialPlanAdmin plan;
  private final transient IntConsumer chosen;
  private final transient Inputs inputs = new Inputs("numberplan.");
  private final IntegerField first = inputs.whole("first");
  private final TextField outsidePrefix = inputs.line("outsideprefix");
  private final TextField areaCode = inputs.line("areacode");
  private final TextField mainNumber = inputs.line("mainnumber");

  /**
   * @param chosen given the first extension for users to come
   */
  NumbersPanel(DialPlanAdmin plan, int firstExtension, IntConsumer chosen) {
    this.plan = plan;
    this.chosen = chosen;
    super("numberplan.");
    SiteView site = plan.site();
    form().field("first", first).setValue(firstExtension);
    form().field("outsidePrefix", outsidePrefix).setValue(site.outsidePrefix());
    form().field("areaCode", areaCode).setValue(Inputs.orEmpty(site.areaCode()));
    form().field("mainNumber", mainNumber).setValue(Inputs.orEmpty(site.mainNumber()));
  }

  @Override
  protected void save() {
    Integer number = first.getValue();
    if (number == null || number < FIRST_MIN || number > FIRST_MAX) {
      throw new InvalidCommand("first", inputs.text("first.range"));
    }
    plan.change(
        new ChangeSite(
            null,
            areaCode.getValue().strip(),
            outsidePrefix.getValue().strip(),
            mainNumber.getValue().strip(),
            null,
            null,
            null,
            null,
            null,
            null));
    chosen.accept(number);
  }
}
