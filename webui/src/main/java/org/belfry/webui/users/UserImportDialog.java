package org.belfry.webui.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;

/** Users from a table: shown with what is wrong on each line, then created all or none. */
final class UserImportDialog extends Dialog {
  private static final int BYTES_MAX = 200_000;
  private static final int FIRST = 1001;
  private static final Pattern AT = Pattern.compile("\\[(\\d+)]\\..+");

  private final transient UserAdmin users;
  private final transient Runnable done;
  private final transient Inputs inputs = new Inputs("newusers.import.");
  private final TextArea pasted = new Inputs("newusers.").lines("pasted");
  private final Paragraph verdict = new Paragraph();
  private final Grid<Preview> preview = new Grid<>();
  private final Button create = new Button(inputs.text("create"));
  private List<UserSheet.Row> rows = List.of();

  /** A line of the table; {@code problem} is empty when the user can be created. */
  record Preview(UserSheet.Row row, String problem) {}

  /**
   * @param done after users were created
   */
  UserImportDialog(UserAdmin users, Runnable done) {
    this.users = users;
    this.done = done;
    setHeaderTitle(inputs.text("title"));
    addClassNames("bf-dialog", "bf-wide");
    setCloseOnOutsideClick(false);
    Paragraph lead = new Paragraph(inputs.text("lead", UserSheet.ROWS_MAX));
    lead.addClassName("bf-small");
    verdict.getElement().setAttribute("role", "status");
    verdict.setVisible(false);
    configurePreview();
    Button check = new Button(inputs.text("check"), clicked -> check(pasted.getValue()));
    Drop drop = new Drop(BYTES_MAX, bytes -> check(UserSheet.text(bytes)), ".csv", ".tsv", ".txt");
    add(lead, drop, pasted, check, verdict, preview);
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.setEnabled(false);
    create.addClickListener(clicked -> create());
    getFooter().add(new Button(getTranslation("base.cancel"), clicked -> close()), create);
  }

  private void configurePreview() {
    preview.setVisible(false);
    preview.setAllRowsVisible(true);
    preview
        .addColumn(each -> each.row().line())
        .setHeader(inputs.text("line"))
        .setWidth("4.5rem")
        .setFlexGrow(0);
    preview
        .addColumn(each -> each.row().extension())
        .setHeader(getTranslation("newusers.extension"))
        .setWidth("7rem")
        .setFlexGrow(0);
    preview.addColumn(each -> each.row().name()).setHeader(getTranslation("newusers.name"));
    preview.addColumn(each -> each.row().email()).setHeader(getTranslation("newusers.email"));
    preview
        .addColumn(new ComponentRenderer<>(each -> new Span(each.problem())))
        .setHeader(inputs.text("problem"));
  }

  private void check(String text) {
    List<UserView> present = users.users();
    rows =
        UserSheet.read(
            text,
            first(present),
            present.stream().map(UserView::extension).collect(Collectors.toSet()));
    if (rows.isEmpty()) {
      say(getTranslation("newusers.read.none"));
    } else if (rows.size() > UserSheet.ROWS_MAX) {
      rows = List.of();
      say(inputs.text("many", UserSheet.ROWS_MAX));
    } else {
      attempt(() -> users.check(commands()));
    }
  }

  /** What follows the highest extension. */
  private static int first(List<UserView> present) {
    return present.stream()
            .map(UserView::extension)
            .filter(extension -> extension.matches("[1-9][0-9]{1,7}"))
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(FIRST - 1)
        + 1;
  }

  private void say(String sentence) {
    verdict.setText(sentence);
    verdict.setVisible(true);
    preview.setVisible(false);
    create.setEnabled(false);
  }

  private List<CreateUser> commands() {
    return rows.stream()
        .map(row ->
            new CreateUser(
                row.extension(), row.name(), Inputs.orNull(row.email()), null, null, null))
        .toList();
  }

  private void attempt(Runnable command) {
    try {
      command.run();
      show(Map.of());
    } catch (InvalidCommand invalid) {
      show(byRow(invalid));
    }
  }

  private Map<Integer, String> byRow(InvalidCommand invalid) {
    Map<Integer, String> problems = new HashMap<>();
    for (FieldProblem problem : invalid.problems()) {
      Matcher at = AT.matcher(problem.field());
      int row = at.matches() ? Integer.parseInt(at.group(1)) : 0;
      problems.merge(
          row, FieldProblems.sentence(problem.message()), (before, more) -> before + " " + more);
    }
    return problems;
  }

  private void show(Map<Integer, String> problems) {
    List<Preview> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(new Preview(rows.get(i), problems.getOrDefault(i, "")));
    }
    preview.setItems(lines);
    say(
        problems.isEmpty()
            ? inputs.text("good", rows.size())
            : inputs.text("bad", problems.size()));
    preview.setVisible(true);
    create.setEnabled(problems.isEmpty());
  }

  private void create() {
    attempt(() -> finish(users.create(commands())));
  }

  private void finish(List<NewUser> created) {
    removeAll();
    add(new NewAccounts(created));
    getFooter().removeAll();
    Button noted = new Button(getTranslation("base.noted"), clicked -> close());
    noted.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    getFooter().add(noted);
    setCloseOnEsc(false);
    done.run();
  }
}
