package org.belfry.webui.plans;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.function.Consumer;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PlanChecks;
import org.belfry.pbx.admin.PlanChecks.CheckView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;

/** The questions that are asked again after each change, and whether their answers still hold. */
final class ChecksPanel extends Panel {
  private final transient PlanChecks checks;
  private final transient Destinations destinations;
  private final transient Consumer<CheckView> look;
  private final transient Inputs inputs = new Inputs("checks.");
  private final Moments moments = Moments.of(this);
  private final Div list = new Div();

  /**
   * @param look shows the plan of now
   */
  ChecksPanel(PlanChecks checks, Destinations destinations, Consumer<CheckView> look) {
    this.checks = checks;
    this.destinations = destinations;
    this.look = look;
    super(text("checks.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    list.addClassName("bf-rows");
    add(lead, list);
    refresh();
  }

  void refresh() {
    list.removeAll();
    for (CheckView check : checks.checks()) {
      list.add(row(check));
    }
    if (list.getComponentCount() == 0) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      list.add(none);
    }
  }

  private Component row(CheckView check) {
    Span name = new Span(check.name());
    name.addClassName("bf-entry-title");
    Div line =
        new Div(
            check.good()
                ? new Pill(inputs.text("good"), Pill.Tone.GOOD)
                : new Pill(inputs.text("changed"), Pill.Tone.BAD),
            new Span(destinations.nameOf(check.from()) + " → " + destinations.nameOf(check.to())),
            new Span(moments.minute(check.at())));
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    Div actions = new Div(action(VaadinIcon.EYE, "look", check, () -> look.accept(check)));
    actions.addClassName("bf-row-actions");
    if (!check.good()) {
      entry.add(
          new Details(
              inputs.text("differs"),
              new Span(inputs.text("wanted")),
              new Pre(check.wanted()),
              new Span(inputs.text("now")),
              new Pre(check.now())));
      actions.add(
          action(VaadinIcon.CHECK, "accept", check, () -> change(() -> checks.accept(check.id()))));
    }
    actions.add(
        action(VaadinIcon.TRASH, "delete", check, () -> change(() -> checks.delete(check.id()))));
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private void change(Runnable does) {
    try {
      does.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }

  private Button action(VaadinIcon icon, String key, CheckView check, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), check.name()));
    return button;
  }
}
