package org.belfry.webui.emergency;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyAdmin.LocationView;
import org.belfry.pbx.admin.EmergencyAdmin.SaveLocation;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The form for one location, new or existing. */
final class LocationDialog extends FormDialog {
  private final transient EmergencyAdmin emergency;
  private final @Nullable LocationView before;
  private final transient Consumer<LocationView> saved;
  private final transient Inputs inputs = new Inputs("emergency.");
  private final TextField name = inputs.line("name");
  private final transient AddressFields address;
  private final TextField note = inputs.line("note");
  private final NumberField latitude = inputs.labelled("latitude", new NumberField());
  private final NumberField longitude = inputs.labelled("longitude", new NumberField());
  private final TextArea networks = inputs.lines("networks");
  private final MultiSelectComboBox<String> phones =
      inputs.labelled("phones", new MultiSelectComboBox<>());
  private final MultiSelectComboBox<String> users =
      inputs.labelled("users", new MultiSelectComboBox<>());
  private final TextField callback = inputs.line("callback");
  private final Checkbox usual = inputs.check("usual");

  LocationDialog(
      EmergencyAdmin emergency,
      List<UserView> people,
      List<PhoneView> devices,
      @Nullable LocationView before,
      Consumer<LocationView> saved) {
    this.emergency = emergency;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "emergency.create" : "emergency.change"),
        text(before == null ? "emergency.create.save" : "base.save"));
    addClassName("bf-wide");
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    Map<String, String> named = new LinkedHashMap<>();
    people.forEach(each -> named.put(each.extension(), each.name() + " · " + each.extension()));
    offer(users, named, before == null ? List.of() : before.users());
    Map<String, String> labelled = new LinkedHashMap<>();
    for (PhoneView each : devices) {
      if (each.mac() != null) {
        String shown = each.name() == null ? each.brand() + " " + each.model() : each.name();
        labelled.put(
            each.mac().replace(":", "").toLowerCase(Locale.ROOT), shown + " · " + each.mac());
      }
    }
    offer(phones, labelled, before == null ? List.of() : before.phones());
    if (before != null) {
      form().warnings(before.warnings());
    }
    field("name", name);
    address = new AddressFields(form(), getLocale(), before == null ? null : before.address(), "");
    field("note", note);
    form().part(inputs.text("part.callers"));
    field("networks", networks);
    field("phones", phones);
    field("users", users);
    field("usual", usual);
    form().part(inputs.text("part.more"));
    field("callbackNumber", callback);
    form().beside(form().at("latitude", latitude), form().at("longitude", longitude));
    if (before != null) {
      name.setValue(before.name());
      note.setValue(Inputs.orEmpty(before.note()));
      latitude.setValue(before.latitude());
      longitude.setValue(before.longitude());
      networks.setValue(String.join("\n", before.networks()));
      callback.setValue(Inputs.orEmpty(before.callbackNumber()));
      usual.setValue(before.usual());
    }
    unlessChanged(
        () -> before != null && emergency.location(before.id()).filter(before::equals).isEmpty());
  }

  /** What is there already may be unknown by now. */
  private static void offer(
      MultiSelectComboBox<String> field, Map<String, String> words, List<String> chosen) {
    LinkedHashSet<String> all = new LinkedHashSet<>(words.keySet());
    all.addAll(chosen);
    field.setItems(all);
    field.setItemLabelGenerator(value -> words.getOrDefault(value, value));
    field.setSelectedItemsOnTop(true);
    field.setValue(new LinkedHashSet<>(chosen));
  }

  @Override
  protected void save() {
    SaveLocation command =
        new SaveLocation(
            name.getValue().strip(),
            address.value(),
            Inputs.orNull(note.getValue()),
            latitude.getValue(),
            longitude.getValue(),
            Inputs.values(networks),
            new ArrayList<>(phones.getValue()),
            new ArrayList<>(users.getValue()),
            Inputs.orNull(callback.getValue()),
            usual.getValue());
    saved.accept(
        before == null ? emergency.create(command) : emergency.replace(before.id(), command));
  }
}
