package org.belfry.webui.base;

import com.vaadin.flow.component.HasHelper;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.ItemLabelGenerator;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import com.vaadin.flow.i18n.I18NProvider;
import java.text.Collator;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.NumberKind;
import org.jspecify.annotations.Nullable;

/**
 * Makes the fields of forms. Each has a label and a help text, which are found by its name: {@code
 * groups.number} and {@code groups.number.help}. What can be taken is said by the appliance, so
 * nothing is judged here.
 */
public final class Inputs {
  private final String family;

  /**
   * @param family of texts, ending in a full stop
   */
  public Inputs(String family) {
    this.family = family;
  }

  /** A text of the family in the reader's language. */
  public String text(String key, Object... values) {
    return I18NProvider.translate(family + key, values);
  }

  /** The word for one of an enumeration's values. */
  public String word(String key, Enum<?> value) {
    return text(key + "." + value.name().toLowerCase(Locale.ROOT));
  }

  public TextField line(String key) {
    TextField field = labelled(key, new TextField());
    field.setAutocomplete(Autocomplete.OFF);
    return field;
  }

  public PasswordField password(String key) {
    PasswordField field = labelled(key, new PasswordField());
    field.setAutocomplete(Autocomplete.NEW_PASSWORD);
    return field;
  }

  /** Several values, one a line; read with {@link #values}. */
  public TextArea lines(String key) {
    TextArea field = labelled(key, new TextArea());
    field.setAutocomplete(Autocomplete.OFF);
    field.setMinRows(2);
    field.setMaxRows(10);
    // Enter begins a line here, where in other fields it presses the form's button.
    field
        .getElement()
        .executeJs(
            "this.addEventListener('keydown', e => { if (e.key === 'Enter') e.stopPropagation();"
                + " })");
    return field;
  }

  public IntegerField whole(String key) {
    IntegerField field = labelled(key, new IntegerField());
    field.setManualValidation(true);
    field.setStepButtonsVisible(true);
    return field;
  }

  public Checkbox check(String key) {
    Checkbox field = new Checkbox(text(key));
    field.setHelperText(text(key + ".help"));
    return field;
  }

  /** One of an enumeration's values; {@code key.value} is its word. */
  public <E extends Enum<E>> Select<E> choice(String key, Class<E> values) {
    Select<E> field = labelled(key, new Select<>());
    field.setItems(values.getEnumConstants());
    field.setItemLabelGenerator(value -> word(key, value));
    return field;
  }

  /** Any of these values; {@code key.value} is the word of each. */
  public <E extends Enum<E>> CheckboxGroup<E> choices(String key, Collection<E> values) {
    return choices(key, values, value -> word(key, value));
  }

  /** Any of these kinds of numbers. */
  public CheckboxGroup<NumberKind> kinds(String key, Collection<NumberKind> kinds) {
    return choices(
        key, kinds, kind -> I18NProvider.translate("kind." + kind.name().toLowerCase(Locale.ROOT)));
  }

  private <E extends Enum<E>> CheckboxGroup<E> choices(
      String key, Collection<E> values, ItemLabelGenerator<E> words) {
    CheckboxGroup<E> field = labelled(key, new CheckboxGroup<>());
    field.setItemLabelGenerator(words); // asked at once for each item
    field.setItems(values);
    return field;
  }

  /** One of these names, or none; a part of it can be typed. */
  public ComboBox<String> name(String key, List<String> names) {
    ComboBox<String> field = names(key, names);
    TypedChoice.in(field);
    return field;
  }

  /** The same for names, and others that the caller takes. */
  public ComboBox<String> names(String key, List<String> names) {
    ComboBox<String> field = labelled(key, new ComboBox<>());
    field.setItems(names);
    field.setClearButtonVisible(true);
    return field;
  }

  /** Countries by name; the values are ISO 3166 codes. */
  public MultiSelectComboBox<String> countries(String key, Locale language) {
    MultiSelectComboBox<String> field = labelled(key, new MultiSelectComboBox<>());
    field.setItems(countriesByName(language));
    field.setItemLabelGenerator(code -> countryName(code, language));
    return field;
  }

  /** A country by name; the value is its ISO 3166 code. */
  public ComboBox<String> country(String key, Locale language) {
    ComboBox<String> field = name(key, countriesByName(language));
    field.setItemLabelGenerator(code -> countryName(code, language));
    return field;
  }

  /** A time zone by its name. */
  public ComboBox<String> zone(String key) {
    return name(
        key,
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> id.indexOf('/') > 0 && !id.startsWith("Etc/") && !id.startsWith("System"))
            .sorted()
            .toList());
  }

  /** The name of a country in the reader's language. */
  public static String countryName(String code, Locale language) {
    return Locale.of("", code).getDisplayCountry(language);
  }

  private static List<String> countriesByName(Locale language) {
    Collator collator = Collator.getInstance(language);
    return List.of(Locale.getISOCountries()).stream()
        .sorted((a, b) -> collator.compare(countryName(a, language), countryName(b, language)))
        .toList();
  }

  /** Gives a field of another kind its label and its help. */
  public <F extends HasLabel & HasHelper> F labelled(String key, F field) {
    field.setLabel(text(key));
    field.setHelperText(text(key + ".help"));
    Locale language = Language.current();
    switch ((Object) field) {
      case DatePicker day -> Calendars.speak(day, language);
      case TimePicker time -> Calendars.speak(time, language);
      case DateTimePicker both -> Calendars.speak(both, language);
      default -> {}
    }
    return field;
  }

  /** What stands in a field of several values: one a line, or between commas. */
  public static List<String> values(TextArea field) {
    return values(field.getValue());
  }

  /** The values of a text: one a line, or between commas. */
  public static List<String> values(String text) {
    return text.lines()
        .flatMap(line -> List.of(line.split("[,;]")).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The text of a field, or null when it is blank. */
  public static @Nullable String orNull(@Nullable String value) {
    String text = value == null ? "" : value.strip();
    return text.isEmpty() ? null : text;
  }

  /** The text, or nothing. */
  public static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
