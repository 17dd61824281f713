package org.belfry.webui.phones;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Toast;

/** Many phones from a table, all or none: what is wrong with it is told line by line. */
final class ImportDialog extends Dialog {
  private static final int BYTES_MAX = 2_000_000;

  /** Who sees so many corrects the table and tries again. */
  private static final int PROBLEMS_MAX = 50;

  private static final Pattern AT = Pattern.compile("lines\\[(\\d+)]\\.?(.*)");

  private final transient PhoneAdmin phones;
  private final transient Runnable done;
  private final transient Inputs inputs = new Inputs("phones.import.");
  private final Div problems = new Div();

  ImportDialog(PhoneAdmin phones, Runnable done) {
    this.phones = phones;
    this.done = done;
    setHeaderTitle(inputs.text("title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    problems.addClassName("bf-form-problem");
    problems.getElement().setAttribute("role", "alert");
    problems.setVisible(false);
    add(
        lead,
        new Pre("mac,brand,model,user,name,site\n805ec0123456,yealink,T54W,1001,,"),
        new Drop(BYTES_MAX, this::take, ".csv", ".txt"),
        problems);
    getFooter().add(new Button(getTranslation("base.cancel"), clicked -> close()));
  }

  private void take(byte[] bytes) {
    problems.removeAll();
    problems.setVisible(false);
    try {
      List<PhoneView> made = phones.createFrom(new String(bytes, StandardCharsets.UTF_8));
      Toast.done(inputs.text("done", made.size()));
      close();
      done.run();
    } catch (InvalidCommand invalid) {
      invalid.problems().stream()
          .limit(PROBLEMS_MAX)
          .forEach(problem -> problems.add(new Div(sentence(problem))));
      int more = invalid.problems().size() - PROBLEMS_MAX;
      if (more > 0) {
        problems.add(new Div(inputs.text("more", more)));
      }
      problems.setVisible(true);
    }
  }

  private String sentence(FieldProblem problem) {
    String said = FieldProblems.sentence(problem.message());
    Matcher at = AT.matcher(problem.field());
    if (!at.matches()) {
      return said;
    }
    return at.group(2).isEmpty()
        ? inputs.text("line", at.group(1), said)
        : inputs.text("cell", at.group(1), at.group(2), said);
  }
}
