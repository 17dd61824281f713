package org.belfry.webui.numbers;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.FeatureView;
import org.belfry.webui.base.FormPanel;

/** What is dialled for each feature. */
final class CodesPanel extends FormPanel {
  private final transient DialPlanAdmin plan;
  private final Map<String, TextField> codes = new LinkedHashMap<>();
  private final Map<String, String> before = new LinkedHashMap<>();

  CodesPanel(DialPlanAdmin plan) {
    this.plan = plan;
    super("codes.");
    Div all = new Div();
    all.addClassName("bf-codes");
    for (FeatureView feature : plan.features()) {
      TextField code =
          new TextField(text("codes.feature." + feature.feature().toLowerCase(Locale.ROOT)));
      code.setAutocomplete(Autocomplete.OFF);
      code.setHelperText(getTranslation("codes.usual", feature.usual()));
      code.setValue(feature.code());
      codes.put(feature.feature(), code);
      before.put(feature.feature(), feature.code());
      all.add(form().at(feature.feature(), code));
    }
    form().add(all);
  }

  @Override
  protected void save() {
    Map<String, String> changed = new LinkedHashMap<>();
    codes.forEach((feature, field) -> {
      String code = field.getValue().strip();
      if (!code.equals(before.get(feature))) {
        changed.put(feature, code);
      }
    });
    plan.changeFeatures(changed).forEach(feature -> before.put(feature.feature(), feature.code()));
  }
}
