package org.belfry.webui.phones;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.ModelView;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneAdmin.SwapPhone;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;

/** Another device takes the place of a broken one and keeps its user, keys and settings. */
final class SwapDialog extends FormDialog {
  private final transient PhoneAdmin phones;
  private final long phone;
  private final transient Consumer<PhoneView> saved;
  private final transient Map<String, ModelView> models = new LinkedHashMap<>();
  private final TextField mac;
  private final ComboBox<String> model;

  SwapDialog(PhoneAdmin phones, PhoneView phone, Consumer<PhoneView> saved) {
    this.phones = phones;
    this.phone = phone.id();
    this.saved = saved;
    super(text("phone.swap"), text("phone.swap.save"));
    Inputs inputs = new Inputs("phones.");
    phones.models().stream()
        .filter(each -> !each.soft())
        .forEach(each -> models.put(each.brandName() + " " + each.model(), each));
    mac = inputs.line("mac");
    model = inputs.name("model", List.copyOf(models.keySet()));
    models.entrySet().stream()
        .filter(each -> each.getValue().brand().equals(phone.brand()))
        .filter(each -> each.getValue().model().equals(phone.model()))
        .findFirst()
        .ifPresent(each -> model.setValue(each.getKey()));
    Paragraph lead = new Paragraph(text("phone.swap.lead"));
    lead.addClassName("bf-small");
    note(lead);
    field("mac", mac);
    field("model", model);
    form().at("brand", model);
  }

  @Override
  protected void save() {
    ModelView chosen = model.getValue() == null ? null : models.get(model.getValue());
    saved.accept(
        phones.swap(
            phone,
            new SwapPhone(
                Inputs.orNull(mac.getValue()),
                chosen == null ? null : chosen.brand(),
                chosen == null ? null : chosen.model())));
  }
}
