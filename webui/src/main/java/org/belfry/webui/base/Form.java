package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.shared.HasValidationProperties;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;

/** The fields of a command, below each other, and what is wrong with them. */
public class Form extends Div {
  private final FieldProblems problems = new FieldProblems();
  private Runnable touched = () -> {};

  public Form() {
    addClassName("bf-form");
    add(problems.rest());
  }

  /** Runs after each change by the reader. */
  public void onTouch(Runnable listener) {
    touched = listener;
  }

  /** Adds a field; problems of the command's component of this name show there. */
  public <F extends Component & HasValue<?, ?> & HasValidationProperties> F field(
      String component, F field) {
    add(at(component, field));
    return field;
  }

  /** As {@link #field}, for a field that somebody else puts somewhere. */
  public <F extends Component & HasValue<?, ?> & HasValidationProperties> F at(
      String component, F field) {
    problems.at(component, field);
    field.addValueChangeListener(changed -> {
      if (changed.isFromClient()) {
        touched.run();
      }
    });
    return field;
  }

  /** Adds fields of which there are several. */
  public <R extends Rows.Row> Rows<R> rows(String component, Rows<R> rows) {
    problems.at(component, rows);
    rows.onTouch(() -> touched.run());
    add(rows);
    return rows;
  }

  /** Puts fields beside each other where there is room. */
  public Div beside(Component... fields) {
    Div line = new Div(fields);
    line.addClassName("bf-beside");
    add(line);
    return line;
  }

  /** Begins a part of the form. */
  public void part(String heading) {
    add(new H3(heading));
  }

  /** What works but is hardly meant so. */
  public void warnings(List<FieldProblem> warnings) {
    for (FieldProblem warning : warnings) {
      Paragraph words = new Paragraph(FieldProblems.sentence(warning.message()));
      words.addClassName("bf-hint");
      add(words);
    }
  }

  /**
   * Sends the command.
   *
   * @return false when it could not be carried out, which is shown then
   */
  public boolean submit(Runnable send) {
    problems.clear();
    if (!problems.settled()) {
      return false;
    }
    try {
      send.run();
      return true;
    } catch (InvalidCommand invalid) {
      problems.show(invalid);
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    return false;
  }

  /** Says something above the fields. */
  public void say(String sentence) {
    problems.clear();
    problems.show("", sentence);
  }
}
