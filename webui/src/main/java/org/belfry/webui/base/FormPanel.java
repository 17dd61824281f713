package org.belfry.webui.base;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import java.util.function.Supplier;

/** A form that stands on a page. Its button works as soon as something was changed. */
public abstract class FormPanel extends Panel {
  private final Form form = new Form();
  private transient Supplier<?> current = () -> "";
  private transient Object seen = "";
  private final Button save = new Button(text("base.save"), clicked -> trySave());

  /**
   * @param family of texts, ending in a full stop: {@code title} and {@code lead} are looked up in
   *     it
   */
  protected FormPanel(String family) {
    super(text(family + "title"));
    Paragraph lead = new Paragraph(text(family + "lead"));
    lead.addClassName("bf-small");
    save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    save.addClassName("bf-save");
    save.setEnabled(false);
    save.addClickShortcut(Key.ENTER).listenOn(form).resetFocusOnActiveElement();
    form.onTouch(() -> save.setEnabled(true));
    add(lead, form, save);
  }

  protected final Form form() {
    return form;
  }

  /** Says that what stands there from the beginning is not saved yet. */
  protected final void unsaved() {
    save.setEnabled(true);
  }

  /** Saves what was changed; true when nothing is left that is not saved. */
  public final boolean settle() {
    return !save.isEnabled() || trySave();
  }

  /** Sends the command; as {@link FormDialog#save}. */
  protected abstract void save();

  /**
   * Before saving asks whether somebody else has changed what the form shows.
   *
   * @param fields tells its fields as they are at the moment
   */
  protected final void unlessOther(Supplier<?> fields) {
    current = fields;
    seen = fields.get();
  }

  private boolean trySave() {
    Object now = current.get();
    if (!now.equals(seen)) {
      seen = now;
      form.say(text("base.changed.meanwhile"));
      return false;
    }
    boolean taken = form.submit(this::save);
    if (taken) {
      seen = current.get();
      save.setEnabled(false);
      Toast.done(text("base.saved"));
    }
    return taken;
  }
}
