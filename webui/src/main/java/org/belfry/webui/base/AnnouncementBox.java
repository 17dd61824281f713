package org.belfry.webui.base;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.List;

/** Puts announcements into a field of what is said: each that is chosen is a line there. */
public final class AnnouncementBox {
  private AnnouncementBox() {}

  /**
   * Adds such a field below the lines; none when there is nothing to choose from.
   *
   * @param component of the lines in the form's command
   */
  public static void below(Form form, String component, TextArea lines, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    ComboBox<String> box = new Inputs("insert.").name("announcement", names);
    box.addValueChangeListener(chosen -> {
      if (chosen.getValue() != null) {
        String before = lines.getValue().stripTrailing();
        String line = "prompt:" + chosen.getValue();
        lines.setValue(before.isEmpty() ? line : before + "\n" + line);
        box.clear();
      }
    });
    form.field(component + ".announcement", box);
  }
}
