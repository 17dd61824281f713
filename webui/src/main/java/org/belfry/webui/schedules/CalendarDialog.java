package org.belfry.webui.schedules;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import java.util.function.Consumer;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.Toast;

/** Takes a calendar file. */
final class CalendarDialog extends Dialog {
  private static final int BYTES_MAX = 2_000_000;

  /**
   * @param read takes the file, or throws what is wrong with it
   * @param done runs when it was taken
   */
  CalendarDialog(Consumer<byte[]> read, Runnable done) {
    setHeaderTitle(getTranslation("holidays.calendar"));
    addClassName("bf-dialog");
    Paragraph lead = new Paragraph(getTranslation("holidays.calendar.lead"));
    lead.addClassName("bf-small");
    Drop drop =
        new Drop(
            BYTES_MAX,
            bytes -> {
              read.accept(bytes);
              close();
              done.run();
              Toast.done(getTranslation("holidays.calendar.taken"));
            },
            ".ics");
    add(lead, drop);
    Button cancel = new Button(getTranslation("base.cancel"), clicked -> close());
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    getFooter().add(cancel);
  }
}
