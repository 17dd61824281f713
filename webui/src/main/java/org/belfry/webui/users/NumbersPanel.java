package org.belfry.webui.users;

import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.webui.base.FormPanel;
import org.belfry.webui.base.Inputs;

/**
 * The user's further numbers, what outside parties see, short numbers, and where the phone stands.
 */
final class NumbersPanel extends FormPanel {
  private final transient CallSettingsAdmin settings;
  private final String extension;
  private final TextField outsideNumber;
  private final TextArea aliases;
  private final TextArea speedDials;
  private final TextField pickupGroup;
  private final TextField location;

  NumbersPanel(CallSettingsAdmin settings, String extension) {
    this.settings = settings;
    this.extension = extension;
    super("ownnumbers.");
    Inputs inputs = new Inputs("ownnumbers.");
    CallSettingsView now = settings.settings(extension);
    form().warnings(now.warnings());
    outsideNumber = form().field("outsideNumber", inputs.line("outsidenumber"));
    aliases = form().field("aliases", inputs.lines("aliases"));
    speedDials = form().field("speedDials", inputs.lines("speeddials"));
    pickupGroup = form().field("pickupGroup", inputs.line("pickupgroup"));
    location = form().field("location", inputs.line("location"));
    outsideNumber.setValue(Inputs.orEmpty(now.outsideNumber()));
    aliases.setValue(String.join("\n", now.aliases()));
    speedDials.setValue(
        now.speedDials().entrySet().stream()
            .map(each -> each.getKey() + " = " + each.getValue())
            .collect(Collectors.joining("\n")));
    pickupGroup.setValue(Inputs.orEmpty(now.pickupGroup()));
    location.setValue(Inputs.orEmpty(now.location()));
  }

  @Override
  protected void save() {
    settings.change(
        extension,
        Changes.numbers(
            Inputs.values(aliases),
            outsideNumber.getValue().strip(),
            pickupGroup.getValue().strip(),
            written(speedDials),
            location.getValue().strip()));
  }

  /** {@code 77 = 1002}; what has no number is sent as it is, and refused with a sentence. */
  private static Map<String, String> written(TextArea lines) {
    Map<String, String> dials = new LinkedHashMap<>();
    for (String line : Inputs.values(lines)) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals);
      dials.put(key.strip(), equals < 0 ? "" : line.substring(equals + 1).strip());
    }
    return dials;
  }
}
