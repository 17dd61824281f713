package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.shared.HasValidationProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Entries of a form below each other, in an order that counts: added, taken away, moved.
 *
 * @param <R> the fields of one entry
 */
public class Rows<R extends Rows.Row> extends Div implements FieldProblems.Entries {
  private final List<R> rows = new ArrayList<>();
  private final Div list = new Div();
  private final boolean ordered;
  private Runnable touched = () -> {};

  /** The fields of one entry. */
  public abstract static class Row extends Div {
    private final FieldProblems problems = new FieldProblems();
    private final Div fields = new Div();
    private Runnable touched = () -> {};

    protected Row() {
      addClassName("bf-entry-row");
      fields.addClassName("bf-beside");
      add(problems.rest(), fields);
    }

    /** Adds a field; problems of the entry's component of this name show there. */
    protected final <F extends Component & HasValue<?, ?> & HasValidationProperties> F field(
        String component, F field) {
      fields.add(problems.at(component, field));
      field.addValueChangeListener(changed -> {
        if (changed.isFromClient()) {
          touched.run();
        }
      });
      return field;
    }
  }

  /**
   * @param inputs where {@code key}, {@code key.help} and {@code key.add} are looked up
   * @param ordered whether entries can be moved
   * @param make an entry with empty fields
   */
  public Rows(Inputs inputs, String key, boolean ordered, Supplier<R> make) {
    this.ordered = ordered;
    addClassName("bf-entries");
    Paragraph help = new Paragraph(inputs.text(key + ".help"));
    help.addClassName("bf-small");
    Button more = new Button(inputs.text(key + ".add"), VaadinIcon.PLUS.create());
    more.addThemeVariants(ButtonVariant.LUMO_SMALL);
    more.addClickListener(clicked -> {
      add(make.get());
      touched.run();
    });
    add(new H3(inputs.text(key)), help, list, more);
  }

  void onTouch(Runnable listener) {
    touched = listener;
  }

  /** The entries from the top down. */
  public List<R> rows() {
    return List.copyOf(rows);
  }

  /** Adds an entry at the end. */
  public final void add(R row) {
    Row entry = row;
    entry.touched = () -> touched.run();
    rows.add(row);
    Div actions = new Div();
    actions.addClassName("bf-row-actions");
    if (ordered) {
      actions.add(
          action(VaadinIcon.ARROW_UP, "base.up", () -> move(row, -1)),
          action(VaadinIcon.ARROW_DOWN, "base.down", () -> move(row, 1)));
    }
    actions.add(action(VaadinIcon.CLOSE_SMALL, "base.remove", () -> remove(row)));
    entry.fields.add(actions);
    list.add(row);
  }

  private Button action(VaadinIcon icon, String textKey, Runnable does) {
    Button button = new Button(icon.create(), clicked -> does.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(getTranslation(textKey));
    button.setAriaLabel(getTranslation(textKey));
    return button;
  }

  private void move(R row, int by) {
    int from = rows.indexOf(row);
    int to = from + by;
    if (to >= 0 && to < rows.size()) {
      rows.remove(from);
      rows.add(to, row);
      list.remove(row);
      list.addComponentAtIndex(to, row);
      touched.run();
    }
  }

  /** Takes entries away. */
  public void removeIf(Predicate<R> unwanted) {
    rows().stream().filter(unwanted).forEach(this::remove);
  }

  private void remove(R row) {
    rows.remove(row);
    list.remove(row);
    touched.run();
  }

  @Override
  public boolean show(int entry, String component, String message) {
    if (entry >= rows.size()) {
      return false;
    }
    Row row = rows.get(entry);
    row.problems.show(component, message);
    return true;
  }

  @Override
  public void clear() {
    rows.forEach(row -> ((Row) row).problems.clear());
  }

  @Override
  public boolean settled() {
    boolean settled = true;
    for (Row row : rows) {
      settled &= row.problems.settled();
    }
    return settled;
  }
}
