package org.belfry.webui.phones;

import com.vaadin.flow.component.textfield.TextField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.PhoneSettingsAdmin;
import org.belfry.pbx.admin.PhoneSettingsAdmin.LayerView;
import org.belfry.pbx.admin.PhoneSettingsAdmin.SettingView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/** One layer of settings; each field says what holds when it is empty, and where that is from. */
final class LayerPanel extends FormPanel {
  /** One for each phone, so no layer has it. */
  private static final String OF_EACH_PHONE = "admin-password";

  private final transient PhoneSettingsAdmin settings;
  private final String scope;
  private final transient Runnable saved;
  private final Map<String, TextField> fields = new LinkedHashMap<>();

  /**
   * What a weaker layer says.
   *
   * @param name in words
   */
  record Below(String name, Map<String, String> settings) {}

  /**
   * @param name of the layer, in words
   * @param below the strongest first
   */
  LayerPanel(
      PhoneSettingsAdmin settings, String scope, String name, List<Below> below, Runnable saved) {
    this.settings = settings;
    this.scope = scope;
    this.saved = saved;
    super("phone.layer.form.");
    form().part(name);
    Inputs inputs = new Inputs("phone.");
    Map<String, String> now =
        settings.layers().stream()
            .filter(layer -> layer.scope().equals(scope))
            .map(LayerView::settings)
            .findFirst()
            .orElse(Map.of());
    for (SettingView setting : settings.settings()) {
      String word = setting.setting();
      if (word.equals(OF_EACH_PHONE)) {
        continue;
      }
      TextField field = inputs.line("setting." + word);
      field.setHelperText(
          inputs.text("setting." + word + ".help") + " " + otherwise(inputs, setting, below));
      field.setValue(now.getOrDefault(word, ""));
      form().field("settings." + word, field);
      fields.put(word, field);
    }
  }

  private static String otherwise(Inputs inputs, SettingView setting, List<Below> below) {
    for (Below layer : below) {
      String value = layer.settings().get(setting.setting());
      if (value != null) {
        return inputs.text("otherwise", value, layer.name());
      }
    }
    String builtIn = setting.builtIn();
    return inputs.text(
        "otherwise",
        builtIn.isEmpty() ? inputs.text("nothing") : builtIn,
        inputs.text("layer.built-in"));
  }

  @Override
  protected void save() {
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach((word, field) -> {
      if (!field.getValue().isBlank()) {
        values.put(word, field.getValue().strip());
      }
    });
    settings.save(scope, values);
    saved.run();
  }
}
