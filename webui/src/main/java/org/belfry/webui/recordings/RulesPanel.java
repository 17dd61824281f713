package org.belfry.webui.recordings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;

/** Whose calls are recorded; nobody's until somebody says so. */
final class RulesPanel extends Panel {
  private final transient RecordingAdmin recordings;
  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("recordingrules.");
  private final Div list = new Div();

  RulesPanel(RecordingAdmin recordings, Destinations destinations) {
    this.recordings = recordings;
    this.destinations = destinations;
    super(text("recordingrules.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    list.addClassName("bf-rows");
    Button add = new Button(inputs.text("create"), VaadinIcon.PLUS.create());
    add.addThemeVariants(ButtonVariant.LUMO_SMALL);
    add.addClickListener(clicked -> new RuleDialog(recordings, destinations, this::refresh).open());
    add(lead, list, add);
    refresh();
  }

  private void refresh() {
    list.removeAll();
    for (RuleView rule : recordings.rules()) {
      if (rule.when() != When.NEVER || rule.hear()) {
        list.add(row(rule));
      }
    }
    if (list.getComponentCount() == 0) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      list.add(none);
    }
  }

  private Component row(RuleView rule) {
    String known =
        rule.kind() == OwnerKind.TRUNK || rule.kind() == OwnerKind.QUEUE
            ? rule.name()
            : destinations.nameOf(rule.name());
    Span name = new Span(inputs.word("kind", rule.kind()) + " " + known);
    name.addClassName("bf-entry-title");
    Div line =
        new Div(
            new Pill(
                inputs.word("when", rule.when()),
                rule.when() == When.ALWAYS ? Pill.Tone.BAD : Pill.Tone.QUIET));
    line.addClassName("bf-entry-line");
    if (rule.announce()) {
      line.add(new Span(inputs.text("announced")));
    }
    if (rule.hear()) {
      line.add(new Span(inputs.text("heard")));
    }
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    Button remove = new Button(VaadinIcon.TRASH.create(), clicked -> remove(rule));
    remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    remove.setTooltipText(inputs.text("remove"));
    remove.setAriaLabel(getTranslation("base.action.on", inputs.text("remove"), known));
    Div row = new Div(entry, remove);
    row.addClassName("bf-row");
    return row;
  }

  private void remove(RuleView rule) {
    try {
      recordings.change(RuleView.usual(rule.kind(), rule.name()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
