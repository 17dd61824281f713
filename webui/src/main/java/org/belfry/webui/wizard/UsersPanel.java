package org.belfry.webui.wizard;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.base.Drop;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Rows;
import org.belfry.webui.base.Toast;
import org.belfry.webui.users.NewAccounts;
import org.belfry.webui.users.UserSheet;

/** Users, typed or out of a sheet; what their phones need is shown once. */
final class UsersPanel extends Panel {
  private static final int BYTES_MAX = 200_000;

  private final transient UserAdmin users;
  private final int first;
  private final transient Inputs inputs = new Inputs("newusers.");
  private final Form form = new Form();
  private final TextArea pasted = inputs.lines("pasted");
  private final Rows<UserRow> rows;
  private final Paragraph there = new Paragraph();
  private final Div made = new Div();

  /** One user to come. */
  private static final class UserRow extends Rows.Row {
    private final TextField extension;
    private final TextField name;
    private final TextField email;

    UserRow(Inputs inputs) {
      extension = field("extension", inputs.line("extension"));
      name = field("name", inputs.line("name"));
      email = field("email", inputs.line("email"));
    }

    private boolean empty() {
      return name.getValue().isBlank() && email.getValue().isBlank();
    }
  }

  /**
   * @param first extension of those that have none
   */
  UsersPanel(UserAdmin users, int first) {
    this.users = users;
    this.first = first;
    super(text("newusers.title"));
    there.addClassName("bf-small");
    rows = form.rows("users", new Rows<>(inputs, "users", false, this::nextRow));
    rows.add(nextRow());
    Button create = new Button(inputs.text("create"), clicked -> create());
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    form.add(create);
    form.part(inputs.text("part.sheet"));
    form.add(pasted);
    Button read = new Button(inputs.text("read"), clicked -> read(pasted.getValue()));
    form.add(
        read, new Drop(BYTES_MAX, bytes -> read(UserSheet.text(bytes)), ".csv", ".tsv", ".txt"));
    add(there, made, form);
    count();
  }

  private void count() {
    there.setText(inputs.text("there", users.users().size()));
  }

  /** With the extension that follows the last one. */
  private UserRow nextRow() {
    List<String> taken = users.users().stream().map(UserView::extension).toList();
    List<String> typed = rows.rows().stream().map(row -> row.extension.getValue().strip()).toList();
    int next = first;
    while (taken.contains(Integer.toString(next)) || typed.contains(Integer.toString(next))) {
      next++;
    }
    UserRow row = new UserRow(inputs);
    row.extension.setValue(Integer.toString(next));
    return row;
  }

  private void read(String sheet) {
    List<UserSheet.Row> found =
        UserSheet.read(
            sheet,
            first,
            users.users().stream().map(UserView::extension).collect(Collectors.toSet()));
    if (found.isEmpty()) {
      Toast.problem(inputs.text("read.none"));
      return;
    }
    rows.removeIf(UserRow::empty);
    for (UserSheet.Row each : found) {
      UserRow row = new UserRow(inputs);
      row.extension.setValue(each.extension());
      row.name.setValue(each.name());
      row.email.setValue(each.email());
      rows.add(row);
    }
    pasted.clear();
    Toast.done(inputs.text("read.done", found.size()));
  }

  /** True when nothing that was typed is left. */
  boolean settle() {
    return rows.rows().stream().allMatch(UserRow::empty) || create();
  }

  private boolean create() {
    rows.removeIf(row -> row.empty() && rows.rows().size() > 1);
    List<CreateUser> commands =
        rows.rows().stream()
            .map(row ->
                new CreateUser(
                    row.extension.getValue().strip(),
                    row.name.getValue().strip(),
                    Inputs.orNull(row.email.getValue()),
                    null,
                    null))
            .toList();
    return form.submit(() -> {
      try {
        show(users.create(commands));
      } catch (InvalidCommand invalid) {
        throw new InvalidCommand(invalid.problems().stream().map(UsersPanel::atRow).toList());
      }
    });
  }

  /** {@code [3].name} of several, {@code name} of one. */
  private static FieldProblem atRow(FieldProblem problem) {
    String field = problem.field();
    return new FieldProblem(
        field.startsWith("[") ? "users" + field : "users[0]." + field, problem.message());
  }

  private void show(List<NewUser> created) {
    rows.removeIf(row -> true);
    rows.add(nextRow());
    count();
    made.removeAll();
    made.add(new NewAccounts(created));
  }
}
