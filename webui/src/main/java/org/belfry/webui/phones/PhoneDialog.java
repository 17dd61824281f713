package org.belfry.webui.phones;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.ModelView;
import org.belfry.pbx.admin.PhoneAdmin.NewcomerView;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneAdmin.SavePhone;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** The form for one phone: what it is, whose, its keys, and what an expert wants otherwise. */
final class PhoneDialog extends FormDialog {
  private final transient PhoneAdmin phones;
  private final @Nullable PhoneView before;
  private final transient Consumer<PhoneView> saved;
  private final transient Inputs inputs = new Inputs("phones.");
  private final transient Map<String, ModelView> models = new LinkedHashMap<>();
  private final TextField mac = inputs.line("mac");
  private final ComboBox<String> model;
  private final ComboBox<String> user;
  private final TextArea lines = inputs.lines("lines");
  private final TextField name = inputs.line("name");
  private final TextField site = inputs.line("site");
  private final Checkbox plainHttp = inputs.check("plain");
  private final Rows<KeyRow> keys =
      new Rows<>(inputs, "keys", false, () -> new KeyRow(inputs, null));
  private final TextArea settings = inputs.lines("settings");
  private final TextArea overrides = inputs.lines("overrides");

  PhoneDialog(
      PhoneAdmin phones, UserAdmin users, @Nullable PhoneView before, Consumer<PhoneView> saved) {
    this.phones = phones;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "phones.create" : "phones.change"),
        text(before == null ? "phones.create.save" : "base.save"));
    phones.models().forEach(m -> models.put(m.brandName() + " " + m.model(), m));
    model = inputs.name("model", List.copyOf(models.keySet()));
    Map<String, String> names =
        users.users().stream()
            .collect(Collectors.toMap(UserView::extension, u -> u.extension() + " " + u.name()));
    user = inputs.name("user", users.users().stream().map(UserView::extension).toList());
    user.setItemLabelGenerator(extension -> names.getOrDefault(extension, extension));
    field("model", model);
    form().at("brand", model);
    field("mac", mac);
    field("user", user);
    field("name", name);
    field("site", site);
    form().rows("keys", keys);
    form().part(inputs.text("expert"));
    field("lines", lines);
    field("plainHttp", plainHttp);
    field("settings", settings);
    field("overrides", overrides);
    if (before != null) {
      fill(before);
      unlessOther(() -> phones.phone(before.id()).map(PhoneDialog::fields));
    }
  }

  /** The form for a phone that has made itself known. */
  static PhoneDialog adopting(
      PhoneAdmin phones, UserAdmin users, NewcomerView newcomer, Consumer<PhoneView> saved) {
    PhoneDialog dialog = new PhoneDialog(phones, users, null, saved);
    dialog.mac.setValue(newcomer.mac());
    dialog.models.entrySet().stream()
        .filter(m -> m.getValue().brand().equals(newcomer.brand()))
        .filter(m -> m.getValue().model().equals(newcomer.model()))
        .findFirst()
        .ifPresent(m -> dialog.model.setValue(m.getKey()));
    return dialog;
  }

  private void fill(PhoneView phone) {
    mac.setValue(Inputs.orEmpty(phone.mac()));
    models.entrySet().stream()
        .filter(m -> m.getValue().brand().equals(phone.brand()))
        .filter(m -> m.getValue().model().equals(phone.model()))
        .findFirst()
        .ifPresent(m -> model.setValue(m.getKey()));
    if (!phone.users().isEmpty()) {
      user.setValue(phone.users().getFirst());
      lines.setValue(String.join("\n", phone.users().subList(1, phone.users().size())));
    }
    name.setValue(Inputs.orEmpty(phone.name()));
    site.setValue(Inputs.orEmpty(phone.site()));
    plainHttp.setValue(phone.plainHttp());
    phone.keys().forEach(key -> keys.add(new KeyRow(inputs, key)));
    settings.setValue(text(phone.settings()));
    overrides.setValue(text(phone.overrides()));
  }

  private static String text(Map<String, String> words) {
    return new TreeMap<>(words)
        .entrySet().stream()
            .map(each -> each.getKey() + " = " + each.getValue())
            .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> words(String text) {
    Map<String, String> words = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          int equals = line.indexOf('=');
          String word = equals < 0 ? line.strip() : line.substring(0, equals).strip();
          words.put(word, equals < 0 ? "" : line.substring(equals + 1).strip());
        });
    return words;
  }

  private static List<Object> fields(PhoneView phone) {
    return List.of(
        Inputs.orEmpty(phone.mac()),
        phone.brand(),
        phone.model(),
        Inputs.orEmpty(phone.name()),
        Inputs.orEmpty(phone.site()),
        phone.users(),
        Inputs.orEmpty(phone.firmware()),
        phone.settings());
  }

  @Override
  protected void save() {
    ModelView chosen = model.getValue() == null ? null : models.get(model.getValue());
    SavePhone command =
        new SavePhone(
            Inputs.orNull(mac.getValue()),
            chosen == null ? "" : chosen.brand(),
            chosen == null ? "" : chosen.model(),
            user.getValue(),
            Inputs.values(lines),
            Inputs.orNull(name.getValue()),
            Inputs.orNull(site.getValue()),
            plainHttp.getValue(),
            words(settings.getValue()),
            keys.rows().stream().map(KeyRow::placed).toList(),
            words(overrides.getValue()));
    saved.accept(
        before == null
            ? phones.create(List.of(command)).getFirst()
            : phones.replace(before.id(), command));
  }
}
