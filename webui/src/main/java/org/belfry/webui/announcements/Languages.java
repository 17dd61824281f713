package org.belfry.webui.announcements;

import com.vaadin.flow.component.combobox.ComboBox;
import java.text.Collator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.webui.base.Inputs;

/** Languages by name; the values are ISO 639 codes, {@code de}. */
final class Languages {
  private Languages() {}

  /** German for {@code de}, in the reader's language. */
  static String name(String code, Locale reader) {
    return Locale.of(code).getDisplayLanguage(reader);
  }

  /**
   * A field for any language.
   *
   * @param known those that are spoken here, which come first
   */
  static ComboBox<String> box(Inputs inputs, List<String> known, Locale reader) {
    Collator collator = Collator.getInstance(reader);
    List<String> all = new ArrayList<>(known);
    List.of(Locale.getISOLanguages()).stream()
        .filter(code -> code.length() == 2 && !known.contains(code))
        .sorted((a, b) -> collator.compare(name(a, reader), name(b, reader)))
        .forEach(all::add);
    ComboBox<String> box = inputs.name("language", all);
    box.setItemLabelGenerator(code -> name(code, reader));
    box.setValue(known.contains(reader.getLanguage()) ? reader.getLanguage() : known.getFirst());
    return box;
  }
}
