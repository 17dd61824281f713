package org.belfry.webui.numbers;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.RouteAdmin;
import org.belfry.pbx.admin.RouteAdmin.RouteView;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** The form for one route, new or existing. */
final class RouteDialog extends FormDialog {
  private static final int POSITION_MAX = 100_000;

  /** Calls inside need no trunk. */
  private static final Set<NumberKind> KINDS =
      EnumSet.complementOf(EnumSet.of(NumberKind.INTERNAL));

  private final transient RouteAdmin routes;
  private final @Nullable RouteView before;
  private final int position;
  private final transient Consumer<RouteView> saved;
  private final transient Inputs inputs = new Inputs("routes.");
  private final TextField name = inputs.line("name");
  private final Rows<TrunkRow> trunks;
  private final CheckboxGroup<NumberKind> kinds;
  private final MultiSelectComboBox<String> countries;
  private final TextArea patterns = inputs.lines("patterns");
  private final TextField callerNumber = inputs.line("callernumber");

  /** One trunk of the route. */
  private static final class TrunkRow extends Rows.Row {
    private final ComboBox<String> trunk;

    TrunkRow(Inputs inputs, List<String> names, @Nullable String value) {
      trunk = field("", inputs.name("trunk", names));
      trunk.setValue(value);
    }
  }

  /**
   * @param last where a new route stands: behind all others
   */
  RouteDialog(
      RouteAdmin routes,
      List<String> names,
      int last,
      @Nullable RouteView before,
      Consumer<RouteView> saved) {
    this.routes = routes;
    this.before = before;
    this.position = Math.min(POSITION_MAX, before == null ? last : before.position());
    this.saved = saved;
    super(
        text(before == null ? "routes.create" : "routes.change"),
        text(before == null ? "routes.create.save" : "base.save"));
    addClassName("bf-wide");
    trunks = new Rows<>(inputs, "trunks", true, () -> new TrunkRow(inputs, names, null));
    kinds = inputs.kinds("kinds", KINDS);
    countries = inputs.countries("countries", getLocale());
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    if (before != null) {
      form().warnings(before.warnings());
    }
    field("name", name);
    form().rows("trunks", trunks);
    form().part(inputs.text("part.takes"));
    field("classes", kinds);
    field("countries", countries);
    field("patterns", patterns);
    form().part(inputs.text("part.more"));
    field("callerNumber", callerNumber);
    if (before == null) {
      trunks.add(new TrunkRow(inputs, names, names.size() == 1 ? names.getFirst() : null));
    } else {
      name.setValue(before.name());
      before.trunks().forEach(each -> trunks.add(new TrunkRow(inputs, names, each)));
      kinds.setValue(before.classes());
      countries.setValue(before.countries());
      patterns.setValue(String.join("\n", before.patterns()));
      callerNumber.setValue(Inputs.orEmpty(before.callerNumber()));
    }
    unlessChanged(
        () -> before != null && routes.route(before.id()).filter(before::equals).isEmpty());
  }

  @Override
  protected void save() {
    SaveRoute command =
        new SaveRoute(
            name.getValue().strip(),
            position,
            Inputs.values(patterns),
            kinds.getValue(),
            countries.getValue(),
            trunks.rows().stream()
                .map(row -> row.trunk.getValue())
                .filter(Objects::nonNull)
                .toList(),
            Inputs.orNull(callerNumber.getValue()));
    saved.accept(before == null ? routes.create(command) : routes.replace(before.id(), command));
  }
}
