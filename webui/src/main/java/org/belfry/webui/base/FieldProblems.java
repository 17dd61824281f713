package org.belfry.webui.base;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.i18n.I18NProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/**
 * Puts the problems of a command at the fields they are about, the rest above the form.
 *
 * <p>A problem may be deep inside the command: {@code members[1].extension} goes to the second
 * entry of the {@link Entries} of that name, {@code patterns[3]} to the field {@code patterns} with
 * the number of the entry in its sentence.
 */
public class FieldProblems {
  /** One of several commands has its position before the name: {@code [0].extension}. */
  private static final Pattern POSITION = Pattern.compile("^\\[\\d+]\\.");

  private static final Pattern ENTRY = Pattern.compile("([^.\\[]+)\\[(\\d+)]\\.?(.*)");
  private static final Pattern PART = Pattern.compile("([^.\\[]+)\\.(.+)");

  private final Map<String, HasValidationProperties> fields = new LinkedHashMap<>();
  private final Map<String, Entries> entries = new LinkedHashMap<>();
  private final List<String> others = new ArrayList<>();
  private final Div rest = new Div();

  /** Fields of which there are several, one group of them below the other. */
  interface Entries {
    /**
     * Shows a problem.
     *
     * @param entry from 0
     * @param component of the entry's own; empty for the entry as a whole
     * @return false when there is no such entry
     */
    boolean show(int entry, String component, String message);

    void clear();

    /** As {@link FieldProblems#settled}. */
    boolean settled();
  }

  public FieldProblems() {
    rest.addClassName("bf-form-problem");
    rest.getElement().setAttribute("role", "alert");
    rest.setVisible(false);
  }

  /** Problems of the command's component of this name go to the field; typing there clears them. */
  public <F extends HasValue<?, ?> & HasValidationProperties> F at(String component, F field) {
    fields.put(component, field);
    field.addValueChangeListener(changed -> {
      field.setInvalid(false);
      field.setErrorMessage("");
    });
    return field;
  }

  /** Problems of the entries of the command's component of this name go to these. */
  void at(String component, Entries its) {
    entries.put(component, its);
  }

  /** Where problems stand that belong to no field of the form. */
  public Div rest() {
    return rest;
  }

  /** Forgets what was shown. */
  public void clear() {
    fields.values().forEach(field -> field.setInvalid(false));
    entries.values().forEach(Entries::clear);
    others.clear();
    rest.setVisible(false);
  }

  /**
   * Whether each field has what was typed there.
   *
   * @return false when a field has not, which is shown then
   */
  boolean settled() {
    boolean settled = true;
    for (HasValidationProperties field : fields.values()) {
      String problem = TypedChoice.problem(field);
      if (problem != null) {
        field.setErrorMessage(problem);
        field.setInvalid(true);
        settled = false;
      }
    }
    for (Entries each : entries.values()) {
      settled &= each.settled();
    }
    return settled;
  }

  /** Shows what is wrong. */
  public void show(InvalidCommand invalid) {
    clear();
    for (FieldProblem problem : invalid.problems()) {
      show(POSITION.matcher(problem.field()).replaceFirst(""), sentence(problem.message()));
    }
  }

  /** Shows one more problem. */
  void show(String component, String sentence) {
    HasValidationProperties field = fields.get(component);
    if (field == null && !atEntry(component, sentence)) {
      others.add(sentence);
      rest.setText(String.join(" ", others));
      rest.setVisible(true);
    } else if (field != null) {
      field.setErrorMessage(sentence);
      field.setInvalid(true);
    }
  }

  private boolean atEntry(String component, String sentence) {
    Matcher entry = ENTRY.matcher(component);
    if (entry.matches()) {
      int number = Integer.parseInt(entry.group(2));
      Entries its = entries.get(entry.group(1));
      return its != null
          ? its.show(number, entry.group(3), sentence)
          : atWhole(entry.group(1), Integer.toString(number + 1), sentence);
    }
    Matcher part = PART.matcher(component);
    return part.matches() && atWhole(part.group(1), part.group(2), sentence);
  }

  private boolean atWhole(String component, String entry, String sentence) {
    @Nullable HasValidationProperties field = fields.get(component);
    if (field == null) {
      return false;
    }
    field.setErrorMessage(I18NProvider.translate("base.entry", entry, sentence));
    field.setInvalid(true);
    return true;
  }

  /** What the appliance says, in the reader's language, within a sentence. */
  public static String words(String said) {
    return Texts.sentence(said, Language.current());
  }

  /**
   * What the appliance says of a field, as a sentence in the reader's language: its own begin small
   * and without an end.
   */
  public static String sentence(String said) {
    if (said.isEmpty()) {
      return said;
    }
    String message = Texts.sentence(said, Language.current());
    String end = ".!?:".indexOf(message.charAt(message.length() - 1)) < 0 ? "." : "";
    int first = message.codePointAt(0);
    return Character.toString(Character.toUpperCase(first))
        + message.substring(Character.charCount(first))
        + end;
  }
}
