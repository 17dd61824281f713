package org.belfry.webui.fuse;

import static org.belfry.webui.fuse.FuseTexts.INPUTS;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.timepicker.TimePicker;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.FirstCalls;
import org.belfry.pbx.admin.FuseAdmin.FuseSettingsView;
import org.belfry.pbx.admin.FuseAdmin.Kind;
import org.belfry.pbx.admin.FuseAdmin.SaveFuse;
import org.belfry.webui.base.FormPanel;

/** What the fuse does besides limits. */
final class FuseSettingsPanel extends FormPanel {
  private final transient FuseAdmin fuses;
  private final Checkbox enabled = INPUTS.check("enabled");
  private final CheckboxGroup<Kind> cut = INPUTS.labelled("cut", new CheckboxGroup<>());
  private final Select<FirstCalls> firstCalls = INPUTS.choice("first", FirstCalls.class);
  private final Checkbox learned = INPUTS.check("learned");
  private final TimePicker nightFrom = INPUTS.labelled("nightfrom", new TimePicker());
  private final TimePicker nightTo = INPUTS.labelled("nightto", new TimePicker());
  private final IntegerField times = INPUTS.whole("times");
  private final Map<Kind, IntegerField> floor = new EnumMap<>(Kind.class);

  FuseSettingsPanel(FuseAdmin fuses, boolean owner) {
    this.fuses = fuses;
    super("fuse.settings.");
    cut.setItemLabelGenerator(FuseTexts::kind); // asked at once for each item
    cut.setItems(Kind.values());
    form().field("enabled", enabled);
    form().field("cut", cut);
    form().field("firstCalls", firstCalls);
    form().part(INPUTS.text("part.learned"));
    form().field("learned", learned);
    form().beside(form().at("nightFrom", nightFrom), form().at("nightTo", nightTo));
    form().field("times", times);
    for (Kind kind : Kind.values()) {
      IntegerField calls = INPUTS.whole("floor." + kind.name().toLowerCase(Locale.ROOT));
      floor.put(kind, form().field("floor", calls));
    }
    show(fuses.settings());
    if (!owner) {
      List<HasValue<?, ?>> fixed =
          List.of(enabled, cut, firstCalls, learned, nightFrom, nightTo, times);
      fixed.forEach(each -> each.setReadOnly(true));
      floor.values().forEach(each -> each.setReadOnly(true));
    }
    unlessOther(() -> fields(fuses.settings()));
  }

  /** All but the limits, which have forms of their own. */
  private static List<Object> fields(FuseSettingsView now) {
    return List.of(
        now.enabled(),
        now.cut(),
        now.firstCalls(),
        now.learned(),
        now.nightFrom(),
        now.nightTo(),
        now.times(),
        now.floor());
  }

  private void show(FuseSettingsView now) {
    enabled.setValue(now.enabled());
    cut.setValue(now.cut());
    firstCalls.setValue(now.firstCalls());
    learned.setValue(now.learned());
    nightFrom.setValue(now.nightFrom());
    nightTo.setValue(now.nightTo());
    times.setValue(now.times());
    floor.forEach((kind, field) -> field.setValue(now.floor().getOrDefault(kind, 0)));
  }

  @Override
  protected void save() {
    Map<Kind, Integer> floors = new EnumMap<>(Kind.class);
    floor.forEach((kind, field) -> floors.put(kind, whole(field)));
    fuses.replace(
        new SaveFuse(
            enabled.getValue(),
            fuses.settings().limits(),
            cut.getValue(),
            firstCalls.getValue(),
            learned.getValue(),
            nightFrom.getValue(),
            nightTo.getValue(),
            whole(times),
            floors));
  }

  private static int whole(IntegerField field) {
    Integer value = field.getValue();
    return value == null ? 0 : value;
  }
}
