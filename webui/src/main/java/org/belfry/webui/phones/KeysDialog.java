package org.belfry.webui.phones;

import com.vaadin.flow.component.html.Paragraph;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;

/** What is on the keys of one phone: for administrators, and for whose phone it is. */
public final class KeysDialog extends FormDialog {
  private final transient PhoneAdmin phones;
  private final long phone;
  private final transient Predicate<PhoneView> may;
  private final transient Consumer<PhoneView> saved;
  private final Rows<KeyRow> keys;

  /**
   * @param may asked once more when it is saved, of the phone as it is then: it may have become
   *     somebody else's since the dialog was opened
   * @param saved told of the phone as it is then
   */
  public KeysDialog(
      PhoneAdmin phones, PhoneView phone, Predicate<PhoneView> may, Consumer<PhoneView> saved) {
    this.phones = phones;
    this.phone = phone.id();
    this.may = may;
    this.saved = saved;
    super(text("phones.keys"), text("base.save"));
    Inputs inputs = new Inputs("phones.");
    keys = new Rows<>(inputs, "keys", false, () -> new KeyRow(inputs, null));
    phone.keys().forEach(key -> keys.add(new KeyRow(inputs, key)));
    String now =
        phones.keys(phone.id()).stream()
            .filter(key -> !key.placed())
            .map(key -> key.key() + " " + (key.label().isEmpty() ? key.value() : key.label()))
            .collect(Collectors.joining(", "));
    if (!now.isEmpty()) {
      Paragraph others = new Paragraph(inputs.text("keys.others", now));
      others.addClassName("bf-small");
      note(others);
    }
    form().rows("keys", keys);
  }

  @Override
  protected void save() {
    if (phones.phone(phone).filter(may).isEmpty()) {
      throw new NotFound("phone", phone);
    }
    saved.accept(phones.placeKeys(phone, keys.rows().stream().map(KeyRow::placed).toList()));
  }
}
