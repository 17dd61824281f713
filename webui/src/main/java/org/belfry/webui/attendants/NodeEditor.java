package org.belfry.webui.attendants;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.belfry.pbx.admin.AttendantAdmin.Again;
import org.belfry.pbx.admin.AttendantAdmin.Ask;
import org.belfry.pbx.admin.AttendantAdmin.Branch;
import org.belfry.pbx.admin.AttendantAdmin.Collect;
import org.belfry.pbx.admin.AttendantAdmin.Find;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.HangUp;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.Recording;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Say;
import org.belfry.pbx.admin.AttendantAdmin.Voicemail;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.webui.base.AnnouncementBox;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** The fields of one step. Each change is told at once; what can be taken is said at saving. */
final class NodeEditor extends Panel {
  private static final List<String> KEYS =
      List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#");

  private final transient Inputs inputs = new Inputs("node.");
  private final transient Choices choices;
  private final transient Changes changes;
  private final Form form = new Form();
  private final transient Supplier<SaveNode> reader;
  private @Nullable Rows<KeyRow> keys;
  private boolean filled;

  /**
   * What can be chosen.
   *
   * @param nodes of the attendant
   * @param announcements names of the site's announcements
   */
  record Choices(
      List<String> nodes,
      List<String> schedules,
      Destinations destinations,
      List<String> announcements) {}

  /** Where changes go. */
  interface Changes {
    void put(SaveNode node);

    /** False when that name cannot be taken. */
    boolean rename(String name);

    void become(NodeKind kind);

    void startHere();

    void remove();
  }

  /** A key and where it leads. */
  private final class KeyRow extends Rows.Row {
    private final ComboBox<String> key = inputs.name("key", KEYS);
    private final ComboBox<String> to = step("to");

    KeyRow() {
      key.setWidth("7rem");
      field("key", key).addValueChangeListener(changed -> tell());
      field("to", to).addValueChangeListener(changed -> tell());
    }
  }

  NodeEditor(String name, SaveNode node, boolean isStart, Choices choices, Changes changes) {
    this.choices = choices;
    this.changes = changes;
    super(name);
    NodeKind kind = NodeKind.of(node);
    add(form);
    TextField title = form.at("name", inputs.line("title"));
    title.setValue(name);
    title.addValueChangeListener(changed -> {
      if (changed.isFromClient() && !changes.rename(title.getValue().strip())) {
        title.setErrorMessage(inputs.text("title.taken"));
        title.setInvalid(true);
      }
    });
    Select<NodeKind> does = form.at("kind", inputs.choice("kind", NodeKind.class));
    does.setValue(kind);
    does.addValueChangeListener(changed -> changes.become(does.getValue()));
    form.beside(title, does);
    form.onTouch(this::tell);
    reader = fields(kind, node);
    filled = true;
    Div actions = new Div();
    actions.addClassName("bf-actions");
    if (!isStart) {
      Button start = new Button(inputs.text("start"), clicked -> changes.startHere());
      Button remove =
          new Button(inputs.text("remove"), VaadinIcon.TRASH.create(), clicked -> changes.remove());
      remove.addThemeVariants(ButtonVariant.LUMO_ERROR, ButtonVariant.LUMO_TERTIARY);
      actions.add(start, remove);
    }
    add(actions);
  }

  /** Shows what cannot be taken: fields are relative to the step. */
  void show(List<FieldProblem> problems) {
    Rows<KeyRow> rows = keys;
    List<FieldProblem> at = new ArrayList<>();
    for (FieldProblem problem : problems) {
      String field = problem.field().substring(problem.field().indexOf('.') + 1);
      if (rows != null && field.startsWith("keys.")) {
        String key = field.substring("keys.".length());
        List<KeyRow> all = rows.rows();
        for (int i = 0; i < all.size(); i++) {
          if (key.equals(all.get(i).key.getValue())) {
            field = "keys[" + i + "].to";
          }
        }
      }
      at.add(new FieldProblem(field, problem.message()));
    }
    form.submit(() -> {
      throw new InvalidCommand(at);
    });
  }

  private void tell() {
    if (filled) {
      changes.put(reader.get());
    }
  }

  private Supplier<SaveNode> fields(NodeKind kind, SaveNode node) {
    return switch (kind.content(node)) {
      case Menu m -> menu(m);
      case Say s -> {
        TextArea lines = text(s.lines());
        Checkbox skippable = field("skippable", inputs.check("skippable"));
        skippable.setValue(!Boolean.FALSE.equals(s.skippable()));
        ComboBox<String> next = step("next", s.next());
        yield () -> kind.node(new Say(spoken(lines), skippable.getValue(), value(next)));
      }
      case Collect c -> collect(c);
      case Find f -> {
        TextArea lines = text(f.lines());
        ComboBox<String> otherwise = step("otherwise", f.otherwise());
        IntegerField seconds = number("seconds", f.seconds());
        Supplier<Again> invalid = again("invalid", f.invalid());
        Supplier<Again> silence = again("silence", f.silence());
        yield () ->
            kind.node(
                new Find(
                    spoken(lines),
                    seconds.getValue(),
                    invalid.get(),
                    silence.get(),
                    value(otherwise)));
      }
      case Branch b -> {
        ComboBox<String> schedule = field("schedule", inputs.name("schedule", choices.schedules));
        schedule.setValue(b.schedule().isEmpty() ? null : b.schedule());
        ComboBox<String> open = step("open", b.open());
        ComboBox<String> closed = step("closed", b.closed());
        yield () ->
            kind.node(new Branch(Inputs.orEmpty(schedule.getValue()), value(open), value(closed)));
      }
      case GoTo g -> {
        ComboBox<String> to = field("to", choices.destinations.box(inputs, "goto"));
        to.setValue(g.to().isEmpty() ? null : g.to());
        ComboBox<String> otherwise = step("otherwise", g.otherwise());
        yield () -> kind.node(new GoTo(Inputs.orEmpty(to.getValue()), value(otherwise)));
      }
      case Voicemail v -> {
        ComboBox<String> box = field("extension", choices.destinations.user(inputs, "mailbox"));
        box.setValue(v.extension().isEmpty() ? null : v.extension());
        yield () -> kind.node(new Voicemail(Inputs.orEmpty(box.getValue())));
      }
      case Ask a -> ask(a);
      case Recording r -> {
        TextArea lines = text(r.lines());
        ComboBox<String> box = field("mailbox", choices.destinations.user(inputs, "mailbox"));
        box.setValue(r.mailbox().isEmpty() ? null : r.mailbox());
        IntegerField seconds = number("longest", "seconds", r.seconds());
        ComboBox<String> next = step("next", r.next());
        yield () ->
            kind.node(
                new Recording(
                    spoken(lines),
                    seconds.getValue(),
                    Inputs.orEmpty(box.getValue()),
                    value(next)));
      }
      default -> {
        TextArea lines = text(lines(node));
        yield () -> kind.node(new HangUp(spoken(lines)));
      }
    };
  }

  private Supplier<SaveNode> menu(Menu m) {
    TextArea lines = text(m.lines());
    Rows<KeyRow> rows = form.rows("keys", new Rows<>(inputs, "keys", false, KeyRow::new));
    keys = rows;
    m.keys()
        .forEach((key, to) -> {
          KeyRow row = new KeyRow();
          row.key.setValue(key);
          row.to.setValue(to);
          rows.add(row);
        });
    Checkbox extensions = field("extensions", inputs.check("extensions"));
    extensions.setValue(Boolean.TRUE.equals(m.extensions()));
    IntegerField seconds = number("seconds", m.seconds());
    Supplier<Again> invalid = again("invalid", m.invalid());
    Supplier<Again> silence = again("silence", m.silence());
    return () -> {
      Map<String, String> led = new LinkedHashMap<>();
      rows.rows().stream()
          .filter(row -> row.key.getValue() != null && value(row.to) != null)
          .forEach(row -> led.put(row.key.getValue(), row.to.getValue()));
      return NodeKind.MENU.node(
          new Menu(
              spoken(lines),
              led,
              extensions.getValue(),
              seconds.getValue(),
              invalid.get(),
              silence.get()));
    };
  }

  private Supplier<SaveNode> collect(Collect c) {
    TextArea lines = text(c.lines());
    TextField value = field("value", inputs.line("value"));
    value.setValue(c.value());
    IntegerField min = form.at("min", inputs.whole("min"));
    IntegerField max = form.at("max", inputs.whole("max"));
    min.setValue(c.min());
    max.setValue(c.max());
    form.beside(min, max);
    ComboBox<String> next = step("next", c.next());
    IntegerField seconds = number("seconds", c.seconds());
    Supplier<Again> invalid = again("invalid", c.invalid());
    Supplier<Again> silence = again("silence", c.silence());
    return () ->
        NodeKind.COLLECT.node(
            new Collect(
                spoken(lines),
                value.getValue().strip(),
                min.getValue(),
                max.getValue(),
                seconds.getValue(),
                invalid.get(),
                silence.get(),
                value(next)));
  }

  private Supplier<SaveNode> ask(Ask a) {
    TextField url = field("url", inputs.line("url"));
    url.setValue(a.url());
    TextArea nodes = field("nodes", inputs.lines("nodes"));
    nodes.setValue(a.nodes() == null ? "" : String.join("\n", a.nodes()));
    IntegerField seconds = number("seconds", a.seconds());
    ComboBox<String> otherwise = step("otherwise", a.otherwise());
    return () ->
        NodeKind.ASK.node(
            new Ask(
                url.getValue().strip(),
                seconds.getValue(),
                Inputs.values(nodes),
                value(otherwise)));
  }

  private Supplier<Again> again(String key, @Nullable Again again) {
    form.part(inputs.text(key));
    TextArea lines = form.at(key + ".lines", inputs.lines("againlines"));
    lines.setValue(again == null || again.lines() == null ? "" : join(again.lines()));
    IntegerField times = form.at(key + ".times", inputs.whole("times"));
    times.setValue(again == null ? null : again.times());
    ComboBox<String> then = form.at(key + ".then", step("then"));
    then.setValue(again == null ? null : again.then());
    then.addValueChangeListener(changed -> tell());
    form.add(lines);
    form.beside(times, then);
    return () -> new Again(spoken(lines), times.getValue(), value(then));
  }

  private <F extends Component & HasValue<?, ?> & HasValidationProperties> F field(
      String component, F field) {
    form.field(component, field);
    // Boxes set what was typed themselves, which is no touch of the form.
    field.addValueChangeListener(changed -> tell());
    return field;
  }

  private TextArea text(List<String> lines) {
    TextArea field = form.field("lines", inputs.lines("lines"));
    field.setValue(join(lines));
    AnnouncementBox.below(form, "lines", field, choices.announcements);
    return field;
  }

  private IntegerField number(String key, @Nullable Integer value) {
    return number(key, key, value);
  }

  private IntegerField number(String key, String component, @Nullable Integer value) {
    IntegerField field = form.field(component, inputs.whole(key));
    field.setValue(value);
    return field;
  }

  private ComboBox<String> step(String component, @Nullable String value) {
    ComboBox<String> field = field(component, step(component));
    field.setValue(value);
    return field;
  }

  /** A step that is there, or the name of one that comes into being. */
  private ComboBox<String> step(String key) {
    ComboBox<String> field = inputs.names(key, choices.nodes);
    field.setAllowCustomValue(true);
    field.addCustomValueSetListener(typed -> field.setValue(typed.getDetail().strip()));
    return field;
  }

  private static @Nullable String value(ComboBox<String> field) {
    return Inputs.orNull(field.getValue());
  }

  private static String join(List<String> lines) {
    return String.join("\n", lines);
  }

  private static List<String> spoken(TextArea field) {
    return field.getValue().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** What a step says. */
  static List<String> lines(SaveNode node) {
    List<String> lines =
        switch (NodeKind.of(node).content(node)) {
          case Menu m -> m.lines();
          case Say s -> s.lines();
          case Collect c -> c.lines();
          case Find f -> f.lines();
          case Recording r -> r.lines();
          case HangUp h -> h.lines();
          default -> List.of();
        };
    return lines == null ? List.of() : lines;
  }
}
