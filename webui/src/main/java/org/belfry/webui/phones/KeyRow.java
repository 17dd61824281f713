package org.belfry.webui.phones;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.Locale;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** What somebody puts on one key. */
final class KeyRow extends Rows.Row {
  /** As the API has it. */
  enum Kind {
    LAMP,
    SPEED_DIAL,
    PARK,
    LINE,
    NONE
  }

  private final IntegerField key;
  private final Select<Kind> kind;
  private final IntegerField line;
  private final TextField value;
  private final TextField label;

  KeyRow(Inputs inputs, @Nullable PlacedKey before) {
    key = field("key", inputs.whole("key"));
    kind = field("kind", inputs.choice("key.kind", Kind.class));
    value = field("value", inputs.line("key.value"));
    label = field("label", inputs.line("key.label"));
    line = field("line", inputs.whole("key.line"));
    if (before == null) {
      kind.setValue(Kind.LAMP);
      return;
    }
    key.setValue(before.key());
    kind.setValue(Kind.valueOf(before.kind().toUpperCase(Locale.ROOT).replace('-', '_')));
    line.setValue(before.line());
    value.setValue(Inputs.orEmpty(before.value()));
    label.setValue(Inputs.orEmpty(before.label()));
  }

  PlacedKey placed() {
    return new PlacedKey(
        key.getValue() == null ? 0 : key.getValue(),
        kind.getValue().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        line.getValue(),
        Inputs.orNull(value.getValue()),
        Inputs.orNull(label.getValue()));
  }
}
