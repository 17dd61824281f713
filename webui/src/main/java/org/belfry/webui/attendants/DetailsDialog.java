package org.belfry.webui.attendants;

import com.vaadin.flow.component.textfield.TextField;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;

/** Name, number and language of the attendant on the page; saved with its steps. */
final class DetailsDialog extends FormDialog {
  private final transient Draft draft;
  private final transient Runnable changed;
  private final transient Inputs inputs = new Inputs("attendants.");
  private final TextField name = inputs.line("name");
  private final TextField number = inputs.line("number");
  private final TextField language = inputs.line("language");

  DetailsDialog(Draft draft, Runnable changed) {
    this.draft = draft;
    this.changed = changed;
    super(text("attendants.details"), text("attendants.details.take"));
    field("name", name).setValue(draft.name);
    field("number", number).setValue(Inputs.orEmpty(draft.number));
    field("language", language).setValue(Inputs.orEmpty(draft.language));
  }

  @Override
  protected void save() {
    draft.name = name.getValue().strip();
    draft.number = Inputs.orNull(number.getValue());
    draft.language = Inputs.orNull(language.getValue());
    changed.run();
  }
}
