package org.belfry.webui.attendants;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.pbx.admin.AttendantAdmin;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;

/** The beginning of an attendant: a greeting, extensions, and somebody behind the 0. */
final class NewAttendantDialog extends FormDialog {
  private static final String WELCOME = "welcome";
  private static final String DESK = "desk";

  private final transient AttendantAdmin attendants;
  private final transient Consumer<AttendantView> created;
  private final transient Inputs inputs = new Inputs("attendants.");
  private final TextField name = inputs.line("name");
  private final TextField number = inputs.line("number");
  private final TextField language = inputs.line("language");
  private final TextArea greeting = inputs.lines("greeting");
  private final ComboBox<String> desk;

  NewAttendantDialog(
      AttendantAdmin attendants, Destinations destinations, Consumer<AttendantView> created) {
    this.attendants = attendants;
    this.created = created;
    super(text("attendants.create"), text("attendants.create.save"));
    desk = destinations.box(inputs, "desk");
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    form().beside(form().at("name", name), form().at("number", number));
    field("nodes.welcome.menu.lines", greeting);
    field("nodes.desk.goTo.to", desk);
    field("language", language);
  }

  @Override
  protected void save() {
    Map<String, SaveNode> nodes = new LinkedHashMap<>();
    nodes.put(
        WELCOME,
        NodeKind.MENU.node(
            new Menu(
                greeting
                    .getValue()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList(),
                Map.of("0", DESK),
                true,
                null,
                null,
                null)));
    nodes.put(DESK, NodeKind.GO_TO.node(new GoTo(Inputs.orEmpty(desk.getValue()), null)));
    created.accept(
        attendants.create(
            new SaveAttendant(
                name.getValue().strip(),
                Inputs.orNull(number.getValue()),
                Inputs.orNull(language.getValue()),
                WELCOME,
                nodes)));
  }
}
