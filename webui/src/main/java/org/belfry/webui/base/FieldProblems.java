package org.belfry.webui.base;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.shared.HasValidationProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.belfry.pbx.admin.InvalidCommand;

/** Puts the problems of a command at the fields they are about, the rest above the form. */
public class FieldProblems {
  private final Map<String, HasValidationProperties> fields = new LinkedHashMap<>();
  private final Div rest = new Div();

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

  /** Where problems stand that belong to no field of the form. */
  public Div rest() {
    return rest;
  }

  /** Forgets what was shown. */
  public void clear() {
    fields.values().forEach(field -> field.setInvalid(false));
    rest.setVisible(false);
  }

  /** Shows what is wrong. */
  public void show(InvalidCommand invalid) {
    clear();
    StringBuilder others = new StringBuilder();
    for (InvalidCommand.FieldProblem problem : invalid.problems()) {
      // A command that is one of several has its position before the name: [0].extension
      String component = problem.field().substring(problem.field().lastIndexOf('.') + 1);
      HasValidationProperties field = fields.get(component);
      if (field == null) {
        others.append(others.isEmpty() ? "" : " ").append(problem.message());
      } else {
        field.setErrorMessage(problem.message());
        field.setInvalid(true);
      }
    }
    rest.setText(others.toString());
    rest.setVisible(!others.isEmpty());
  }
}
