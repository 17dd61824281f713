package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.i18n.I18NProvider;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/**
 * A form in a dialog. What was typed survives problems, failures of the appliance and slips of the
 * mouse; giving it up is asked for, and the browser asks before the page is left. When somebody
 * else has changed the thing meanwhile, that is said before it is overwritten.
 */
public abstract class FormDialog extends Dialog {
  private final Form form = new Form();
  private boolean dirty;
  private transient BooleanSupplier changedMeanwhile = () -> false;
  private boolean warned;

  protected FormDialog(String title, String saveText) {
    setHeaderTitle(title);
    addClassName("bf-dialog");
    setCloseOnOutsideClick(false);
    form.onTouch(this::touched);
    add(form);

    Button cancel = new Button(getTranslation("base.cancel"), clicked -> giveUp());
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    Button save = new Button(saveText, clicked -> trySave());
    save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    // On the fields only, or Enter on "Cancel" would save; and with what has just been typed.
    save.addClickShortcut(Key.ENTER).listenOn(form).resetFocusOnActiveElement();
    getFooter().add(cancel, save);
    addDialogCloseActionListener(escaped -> giveUp());
    addDetachListener(
        detached -> detached.getUI().getPage().executeJs("window.onbeforeunload = null"));
  }

  /** For everything but single fields. */
  protected final Form form() {
    return form;
  }

  /** Adds a field; problems of the command's component of this name show there. */
  protected final <F extends Component & HasValue<?, ?> & HasValidationProperties> F field(
      String component, F field) {
    return form.field(component, field);
  }

  /** The text in the reader's language, for use before a dialog is built. */
  protected static String text(String key) {
    return I18NProvider.translate(key);
  }

  /** Adds something that is no field. */
  protected final void note(Component component) {
    form.add(component);
  }

  /** Before saving asks whether somebody else has changed the thing since the form was opened. */
  protected final void unlessChanged(BooleanSupplier changed) {
    changedMeanwhile = changed;
  }

  /**
   * The same for a thing whose fields, as they are at the moment, this tells: what it told when the
   * form was opened is compared.
   */
  protected final void unlessOther(Supplier<?> fields) {
    Object opened = fields.get();
    unlessChanged(() -> !opened.equals(fields.get()));
  }

  /**
   * Sends the command.
   *
   * @throws InvalidCommand to be shown at the fields; the dialog stays
   * @throws NotFound to be said; the dialog stays
   */
  protected abstract void save();

  private void trySave() {
    if (!warned && changedMeanwhile.getAsBoolean()) {
      warned = true;
      form.say(getTranslation("base.changed.meanwhile"));
    } else if (form.submit(this::save)) {
      close();
    }
  }

  private void touched() {
    if (!dirty) {
      dirty = true;
      getElement().executeJs("window.onbeforeunload = e => e.preventDefault()");
    }
  }

  private void giveUp() {
    if (!dirty) {
      close();
      return;
    }
    new Question(
            getTranslation("base.discard.title"),
            getTranslation("base.discard.sentence"),
            getTranslation("base.discard.yes"),
            this::close)
        .open();
  }
}
