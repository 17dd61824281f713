package org.belfry.webui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.admin.SettingsAdmin.Kind;
import org.belfry.pbx.admin.SettingsAdmin.SettingView;
import org.belfry.pbx.admin.SettingsAdmin.Source;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/** One setting: its field, and below where its value comes from. */
final class SettingRow extends Div {
  private static final String PREFIX = "belfry.";
  private static final Inputs TEXTS = new Inputs("property.");
  private static final Inputs WORDS = new Inputs("appliance.");

  private final String name;
  private final boolean owner;
  private final Kind kind;
  private final Field<?> field;
  private final Div about = new Div();
  private final transient Consumer<SettingRow> useDefault;
  private SettingView shown;

  /**
   * A field of any kind with the value of its setting.
   *
   * @param in what people typed, as a value of the setting; null for the default
   */
  private record Field<C extends Component & HasValue<?, ?> & HasValidationProperties>(
      C component, Consumer<@Nullable Object> show, Supplier<@Nullable Object> in) {}

  /**
   * @param owner whether an owner looks at it
   */
  SettingRow(SettingView setting, boolean owner, Consumer<SettingRow> useDefault) {
    this.name = setting.name();
    this.owner = owner;
    this.kind = setting.kind();
    this.useDefault = useDefault;
    this.shown = setting;
    field = field(key(), setting);
    addClassName("bf-setting");
    about.addClassName("bf-entry-line");
    show(setting);
  }

  /** Puts its field where problems of its name are shown. */
  void join(Form form) {
    form.at(name, field.component());
    add(field.component(), about);
    form.add(this);
  }

  String name() {
    return name;
  }

  private String key() {
    return name.substring(PREFIX.length());
  }

  /** What a search looks into. */
  boolean contains(String wanted) {
    return (getTranslation("property." + key()) + " " + TEXTS.text(key() + ".help") + " " + name)
        .toLowerCase(Locale.ROOT)
        .contains(wanted);
  }

  /** Whether people have typed something else. */
  boolean changed() {
    return mayChange() && !Objects.equals(value(), shown.value());
  }

  private boolean mayChange() {
    return shown.editable() && (owner || !shown.ownerOnly());
  }

  @Nullable Object value() {
    return field.in().get();
  }

  void show(SettingView setting) {
    shown = setting;
    field.show().accept(setting.value());
    field.component().setReadOnly(!mayChange());
    about.removeAll();
    about.add(source(setting.source()));
    if (setting.pending()) {
      about.add(new Pill(WORDS.text("pending"), Pill.Tone.BUSY));
    }
    if (setting.ownerOnly()) {
      about.add(new Pill(WORDS.text("owner"), Pill.Tone.QUIET));
    }
    if (setting.source() != Source.DEFAULT) {
      about.add(small(defaultText(setting)));
    }
    if (setting.kind() == Kind.DURATION) {
      about.add(small(WORDS.text("duration", setting.range())));
    } else if (setting.kind() == Kind.WHOLE) {
      about.add(small(WORDS.text("range", setting.range())));
    }
    if (!setting.editable()) {
      about.add(small(WORDS.text("fixed." + word(setting.source()))));
    } else if (!mayChange()) {
      about.add(small(WORDS.text("fixed.owner")));
    } else if (setting.source() == Source.HERE) {
      Button reset = new Button(WORDS.text("reset"), clicked -> useDefault.accept(this));
      reset.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
      reset.setAriaLabel(getTranslation("base.action.on", WORDS.text("reset"), TEXTS.text(key())));
      about.add(reset);
    }
    Span property = small(name);
    property.addClassName("bf-number");
    about.add(property);
  }

  private static Pill source(Source source) {
    return new Pill(
        WORDS.text("source." + word(source)),
        source == Source.DEFAULT || source == Source.HERE ? Pill.Tone.QUIET : Pill.Tone.BUSY);
  }

  private static String word(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  private static Span small(String text) {
    Span words = new Span(text);
    words.addClassName("bf-small");
    return words;
  }

  private String defaultText(SettingView setting) {
    return switch (setting.defaultValue()) {
      case null -> WORDS.text("default.none");
      case Boolean on -> WORDS.text(on ? "default.on" : "default.off");
      case List<?> list when list.isEmpty() -> WORDS.text("default.empty");
      case List<?> list ->
          WORDS.text("default", String.join(", ", list.stream().map(String::valueOf).toList()));
      case String word when kind == Kind.CHOICE -> WORDS.text("default", choice(setting, word));
      case Object other -> WORDS.text("default", other.toString());
    };
  }

  private static Field<?> field(String key, SettingView setting) {
    return switch (setting.kind()) {
      case FLAG -> {
        Checkbox box = new Checkbox(TEXTS.text(key));
        box.setHelperText(TEXTS.text(key + ".help"));
        yield new Field<>(box, value -> box.setValue(Boolean.TRUE.equals(value)), box::getValue);
      }
      case WHOLE, PORT -> {
        IntegerField whole = TEXTS.labelled(key, new IntegerField());
        whole.setManualValidation(true);
        yield new Field<>(
            whole,
            value -> whole.setValue(value instanceof Integer is ? is : null),
            whole::getValue);
      }
      case CHOICE -> {
        Select<String> select = TEXTS.labelled(key, new Select<>());
        select.setItemLabelGenerator(word -> choice(setting, word)); // asked at once for each item
        select.setItems(choices(setting));
        yield new Field<>(select, value -> select.setValue((String) value), select::getValue);
      }
      case ZONE -> {
        ComboBox<String> zone = TEXTS.zone(key);
        yield new Field<>(
            zone, value -> zone.setValue(value == null ? null : value.toString()), zone::getValue);
      }
      case LIST -> {
        TextArea lines = TEXTS.lines(key);
        yield new Field<>(
            lines, value -> lines.setValue(lines(value)), () -> list(lines, setting.optional()));
      }
      case DURATION, TEXT -> {
        TextField line = TEXTS.line(key);
        yield new Field<>(
            line,
            value -> line.setValue(value == null ? "" : value.toString()),
            () -> Inputs.orNull(line.getValue()));
      }
    };
  }

  /** A file may say what is none of them, such as the path of a piece of music. */
  private static List<String> choices(SettingView setting) {
    List<String> choices = new ArrayList<>(setting.choices());
    if (setting.value() instanceof String value && !choices.contains(value)) {
      choices.add(value);
    }
    return choices;
  }

  private static String choice(SettingView setting, String word) {
    String key = setting.name().substring(PREFIX.length());
    if (key.endsWith(".dscp")) {
      return word.toUpperCase(Locale.ROOT); // names of RFC 4594
    }
    return setting.choices().contains(word) ? TEXTS.text(key + "." + word) : word;
  }

  private static String lines(@Nullable Object value) {
    return value instanceof List<?> list
        ? String.join("\n", list.stream().map(String::valueOf).toList())
        : "";
  }

  private static @Nullable Object list(TextArea lines, boolean optional) {
    List<String> values =
        lines
            .getValue()
            .lines()
            .flatMap(line -> List.of(line.split(",", -1)).stream())
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList();
    return values.isEmpty() && optional ? null : values;
  }
}
