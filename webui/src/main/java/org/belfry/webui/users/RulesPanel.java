package org.belfry.webui.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dnd.DragSource;
import com.vaadin.flow.component.dnd.DropEffect;
import com.vaadin.flow.component.dnd.DropTarget;
import com.vaadin.flow.component.dnd.EffectAllowed;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** Forwarding and find-me: the rules in their order, each as a sentence. */
public final class RulesPanel extends Panel {
  private final transient CallSettingsAdmin settings;
  private final String extension;
  private final transient Destinations destinations;
  private final List<String> schedules;
  private final transient Inputs inputs = new Inputs("rules.");
  private final transient RuleWords words;
  private final Div rows = new Div();

  public RulesPanel(
      CallSettingsAdmin settings,
      String extension,
      Destinations destinations,
      List<String> schedules) {
    this.settings = settings;
    this.extension = extension;
    this.destinations = destinations;
    this.schedules = schedules;
    this.words = new RuleWords(destinations);
    super(text("rules.title"));
    Button create = new Button(inputs.text("create"), VaadinIcon.PLUS.create());
    create.addClickListener(clicked -> open(-1));
    withAction(create);
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    rows.addClassName("bf-rows");
    add(lead, rows);
    refresh();
  }

  private List<Rule> rules() {
    return settings.settings(extension).rules();
  }

  private void refresh() {
    rows.removeAll();
    List<Rule> rules = rules();
    if (rules.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("empty"));
      none.addClassName("bf-none");
      rows.add(none);
    }
    for (int i = 0; i < rules.size(); i++) {
      rows.add(row(i, rules.get(i)));
    }
  }

  private Div row(int index, Rule rule) {
    Span number = new Span(Integer.toString(index + 1));
    number.addClassName("bf-rule-number");
    Span when = new Span(words.when(rule));
    when.addClassName("bf-small");
    Span then = new Span(words.then(rule));
    then.addClassName("bf-entry-title");
    Div sentence = new Div(when, then, blocks(index, rule));
    sentence.addClassName("bf-entry");
    Div actions =
        new Div(
            action(VaadinIcon.ARROW_UP, "base.up", index, () -> move(index, -1)),
            action(VaadinIcon.ARROW_DOWN, "base.down", index, () -> move(index, 1)),
            action(VaadinIcon.EDIT, "base.edit", index, () -> open(index)),
            action(VaadinIcon.TRASH, "base.delete", index, () -> remove(index, rule)));
    actions.addClassName("bf-row-actions");
    Div row = new Div(number, sentence, actions);
    row.addClassNames("bf-row", "bf-rule");
    movable(row, index, rule);
    return row;
  }

  /** By the mouse; the arrows do the same for those who have none. */
  private void movable(Div row, int index, Rule rule) {
    DragSource<Div> source = DragSource.create(row);
    source.setEffectAllowed(EffectAllowed.MOVE);
    source.setDragData(new Dragged(index, rule));
    DropTarget<Div> target = DropTarget.create(row);
    target.setDropEffect(DropEffect.MOVE);
    target.addDropListener(dropped -> {
      if (dropped.getDragData().orElse(null) instanceof Dragged(int from, Rule moved)) {
        drop(from, moved, index);
      }
    });
  }

  /** The rule that is in the reader's hand, and where it was taken from. */
  private record Dragged(int from, Rule rule) {}

  private void drop(int from, Rule moved, int to) {
    List<Rule> all = rules();
    if (from != to && from < all.size() && all.get(from).equals(moved)) {
      move(from, to - from);
    } else {
      refresh();
    }
  }

  /** The rule as it is gone through; a click on it changes it. */
  private Div blocks(int index, Rule rule) {
    Div blocks = new Div();
    blocks.addClassName("bf-blocks");
    for (RuleWords.Block each : words.blocks(rule)) {
      Span block = new Span(each.words());
      block.addClassNames("bf-block", "bf-block-" + each.kind().name().toLowerCase(Locale.ROOT));
      blocks.add(block);
    }
    // The sentence above says the same, and the button beside it does the same.
    blocks.getElement().setAttribute("aria-hidden", "true");
    blocks.addClickListener(clicked -> open(index));
    return blocks;
  }

  private Button action(VaadinIcon icon, String textKey, int index, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(getTranslation(textKey));
    button.setAriaLabel(
        getTranslation(
            "base.action.on", getTranslation(textKey), inputs.text("number", index + 1)));
    return button;
  }

  private void open(int index) {
    new RuleDialog(
            destinations,
            schedules,
            rules(),
            index,
            changed -> {
              settings.change(extension, Changes.rules(changed));
              refresh();
              Toast.done(getTranslation("base.saved"));
            })
        .open();
  }

  private void move(int index, int by) {
    List<Rule> all = new ArrayList<>(rules());
    int to = index + by;
    if (index < all.size() && to >= 0 && to < all.size()) {
      all.add(to, all.remove(index));
      save(all);
    }
  }

  private void remove(int index, Rule rule) {
    List<Rule> all = new ArrayList<>(rules());
    if (index < all.size() && all.get(index).equals(rule)) {
      all.remove(index);
      save(all);
      Toast.done(getTranslation("base.deleted", words.when(rule)));
    } else {
      refresh();
    }
  }

  private void save(List<Rule> all) {
    try {
      settings.change(extension, Changes.rules(all));
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    refresh();
  }
}
