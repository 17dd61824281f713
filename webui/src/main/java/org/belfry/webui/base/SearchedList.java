package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list that grows without end, the newest first: looked through by a text and by days, more of it
 * on demand, 500 entries at most. Its texts are the page's: {@code search}, {@code from}, {@code
 * until}, {@code count}, {@code more}, {@code empty.title} and {@code empty.sentence}.
 *
 * @param <T> an entry
 */
public final class SearchedList<T> extends Div {
  private static final int MOST = 500;

  private final transient Inputs inputs;
  private final VaadinIcon symbol;
  private final int step;
  private final transient Source<T> source;
  private final transient Function<T, Component> row;
  private final Moments moments = Moments.of(this);
  private final TextField text = new TextField();
  private final DatePicker from = new DatePicker();
  private final DatePicker until = new DatePicker();
  private final Div count = new Div();
  private final Div entries = new Div();
  private final Button more;
  private int limit;

  /**
   * What is looked for; null is anything.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public record Wanted(@Nullable String text, @Nullable Instant from, @Nullable Instant to) {
    boolean isAnything() {
      return text == null && from == null && to == null;
    }
  }

  /** The first of what was found, and how many there are in all. */
  public record Found<T>(List<T> entries, long total) {
    public Found {
      entries = List.copyOf(entries);
    }
  }

  /** Where entries come from. */
  @FunctionalInterface
  public interface Source<T> {
    Found<T> find(Wanted wanted, int limit);
  }

  /**
   * @param symbol of the empty list
   * @param step how many entries are shown first, and more each time
   */
  public SearchedList(
      Inputs inputs, VaadinIcon symbol, int step, Source<T> source, Function<T, Component> row) {
    this.inputs = inputs;
    this.symbol = symbol;
    this.step = step;
    this.source = source;
    this.row = row;
    this.limit = step;
    text.setPlaceholder(inputs.text("search"));
    text.setAriaLabel(inputs.text("search"));
    text.setPrefixComponent(VaadinIcon.SEARCH.create());
    text.setClearButtonVisible(true);
    text.setValueChangeMode(ValueChangeMode.LAZY);
    text.addClassName("bf-search");
    text.addValueChangeListener(changed -> refresh());
    day(from, "from");
    day(until, "until");
    Div filters = new Div(text, from, until);
    filters.addClassName("bf-filters");
    count.addClassNames("bf-count", "bf-small");
    entries.addClassNames("bf-rows", "bf-audit");
    more = new Button(inputs.text("more"), clicked -> showMore());
    more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    add(filters, count, entries, more);
    addClassName("bf-list");
  }

  private void day(DatePicker field, String key) {
    field.setPlaceholder(inputs.text(key));
    field.setAriaLabel(inputs.text(key));
    Calendars.speak(field, moments.locale());
    field.setClearButtonVisible(true);
    field.addValueChangeListener(changed -> refresh());
  }

  private void showMore() {
    limit = Math.min(MOST, limit + step);
    refresh();
  }

  /** Shows what there is now. */
  public void refresh() {
    LocalDate last = until.getValue();
    Wanted wanted =
        new Wanted(
            Inputs.orNull(text.getValue()),
            moments.startOf(from.getValue()),
            moments.startOf(last == null ? null : last.plusDays(1)));
    Found<T> found = source.find(wanted, limit);
    count.setText(inputs.text("count", found.total()));
    more.setVisible(found.total() > found.entries().size() && limit < MOST);
    entries.removeAll();
    if (found.entries().isEmpty()) {
      boolean all = wanted.isAnything();
      entries.add(
          new Empty(
              symbol,
              all ? inputs.text("empty.title") : getTranslation("base.nomatch.title"),
              all ? inputs.text("empty.sentence") : getTranslation("base.nomatch.sentence")));
    }
    found.entries().forEach(entry -> entries.add(row.apply(entry)));
  }
}
