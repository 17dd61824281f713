package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.i18n.I18NProvider;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is typed into a field of choices and is none of them to the letter: the choice that begins
 * so, or has it somewhere; otherwise a problem at the field, which keeps the form from being sent
 * without it.
 */
final class TypedChoice {
  /** What phones dial, with what people write between digits. */
  private static final Pattern DIALLED = Pattern.compile("[+*#0-9 ()/.-]+");

  private static final Pattern WORD = Pattern.compile("\\S+");

  private final ComboBox<String> box;

  private TypedChoice(ComboBox<String> box) {
    this.box = box;
  }

  /** Lets one of the choices be typed. */
  static void in(ComboBox<String> box) {
    TypedChoice choice = watched(box);
    box.addCustomValueSetListener(typed -> choice.take(typed.getDetail().strip(), null));
  }

  /**
   * The same, or any number; a word that is no part of a choice may be a number too, as {@code
   * alice} is.
   *
   * @param value the field's value for a number
   */
  static void orNumberIn(ComboBox<String> box, UnaryOperator<String> value) {
    TypedChoice choice = watched(box);
    box.addCustomValueSetListener(typed -> choice.take(typed.getDetail().strip(), value));
  }

  private static TypedChoice watched(ComboBox<String> box) {
    box.setAllowCustomValue(true);
    box.addValueChangeListener(changed -> settle(box));
    // Whoever empties a field that was empty before changes no value.
    box.getElement().addEventListener("input", typing -> settle(box)).setFilter("element.invalid");
    return new TypedChoice(box);
  }

  /** What keeps the field from being read, or null. */
  static @Nullable String problem(Object field) {
    if (field instanceof Component component) {
      Unsettled unsettled = ComponentUtil.getData(component, Unsettled.class);
      return unsettled == null ? null : unsettled.sentence();
    }
    return null;
  }

  /** Kept with a field while what is typed there is no choice. */
  private record Unsettled(String sentence) {}

  private static void settle(ComboBox<String> box) {
    if (problem(box) != null) {
      ComponentUtil.setData(box, Unsettled.class, null);
      box.setInvalid(false);
    }
  }

  private void take(String typed, @Nullable UnaryOperator<String> number) {
    if (number != null && DIALLED.matcher(typed).matches()) {
      box.setValue(number.apply(typed));
      return;
    }
    List<String> meant = meant(typed);
    if (meant.size() == 1) {
      box.setValue(meant.getFirst());
    } else if (meant.isEmpty() && number != null && WORD.matcher(typed).matches()) {
      box.setValue(number.apply(typed));
    } else {
      String sentence =
          I18NProvider.translate(meant.isEmpty() ? "base.typed.none" : "base.typed.several", typed);
      ComponentUtil.setData(box, Unsettled.class, new Unsettled(sentence));
      box.setErrorMessage(sentence);
      box.setInvalid(true);
    }
  }

  private List<String> meant(String typed) {
    List<String> meant = fitting(typed, String::equals);
    if (meant.isEmpty()) {
      meant = fitting(typed, String::startsWith);
    }
    return meant.isEmpty() ? fitting(typed, String::contains) : meant;
  }

  private List<String> fitting(String typed, BiPredicate<String, String> fits) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    return box.getListDataView()
        .getItems()
        .filter(item ->
            fits.test(item.toLowerCase(Locale.ROOT), wanted)
                || fits.test(
                    box.getItemLabelGenerator().apply(item).toLowerCase(Locale.ROOT), wanted))
        .toList();
  }
}
