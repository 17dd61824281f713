package org.belfry.webui.fuse;

import static org.belfry.webui.fuse.FuseTexts.INPUTS;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.IntegerField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.FuseSettingsView;
import org.belfry.pbx.admin.FuseAdmin.Kind;
import org.belfry.pbx.admin.FuseAdmin.LimitView;
import org.belfry.pbx.admin.FuseAdmin.SaveFuse;
import org.belfry.pbx.admin.FuseAdmin.Scope;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The limits of everyone, or of one user or trunk. */
final class LimitDialog extends FormDialog {
  private final transient FuseAdmin fuses;
  private final transient DestinationList destinations;
  private final transient TrunkMonitor trunks;
  private final transient PeerAdmin peers;
  private final @Nullable LimitView before;
  private final transient Runnable saved;
  private final Select<Scope> scope = INPUTS.choice("scope", Scope.class);
  private final ComboBox<String> name = INPUTS.name("name", List.of());
  private final Select<Kind> kind = INPUTS.choice("kind", Kind.class);
  private final IntegerField atOnce = INPUTS.whole("atonce");
  private final IntegerField callsPerHour = INPUTS.whole("callshour");
  private final IntegerField callsPerDay = INPUTS.whole("callsday");
  private final IntegerField minutesPerHour = INPUTS.whole("minuteshour");
  private final IntegerField minutesPerDay = INPUTS.whole("minutesday");
  private final BigDecimalField costPerDay = INPUTS.labelled("costday", new BigDecimalField());

  LimitDialog(
      FuseAdmin fuses,
      DestinationList destinations,
      TrunkMonitor trunks,
      PeerAdmin peers,
      @Nullable LimitView before,
      Runnable saved) {
    this.fuses = fuses;
    this.destinations = destinations;
    this.trunks = trunks;
    this.peers = peers;
    this.before = before;
    this.saved = saved;
    super(
        before == null
            ? INPUTS.text("limits.create")
            : FuseTexts.owner(before.scope(), before.name())
                + " · "
                + FuseTexts.kind(before.kind()),
        text("base.save"));
    Paragraph lead = new Paragraph(INPUTS.text("limits.dialog"));
    lead.addClassName("bf-small");
    note(lead);
    if (before == null) {
      scope.setItems(Scope.USER, Scope.TRUNK, Scope.PEER);
      kind.setValue(Kind.PREMIUM);
      scope.addValueChangeListener(changed -> names());
      scope.setValue(Scope.USER);
      scope.addValueChangeListener(changed -> show(general()));
      kind.addValueChangeListener(changed -> show(general()));
      form().beside(form().at("limits[0].scope", scope), form().at("limits[0].name", name));
      field("limits[0].kind", kind);
    }
    field("limits[0].atOnce", atOnce);
    form()
        .beside(
            form().at("limits[0].callsPerHour", callsPerHour),
            form().at("limits[0].callsPerDay", callsPerDay));
    form()
        .beside(
            form().at("limits[0].minutesPerHour", minutesPerHour),
            form().at("limits[0].minutesPerDay", minutesPerDay));
    field("limits[0].costPerDay", costPerDay);
    show(before == null ? general() : before);
  }

  /** What the user, trunk or peer has without limits of its own. */
  private @Nullable LimitView general() {
    return fuses.settings().limits().stream()
        .filter(each ->
            each.scope() == scope.getValue()
                && each.kind() == kind.getValue()
                && each.name().isEmpty())
        .findFirst()
        .orElse(null);
  }

  private void names() {
    name.setItems(
        switch (scope.getValue()) {
          case TRUNK -> trunks.trunks().stream().map(TrunkMonitor.TrunkView::name).toList();
          case PEER -> peers.peers().stream().filter(PeerView::costs).map(PeerView::name).toList();
          case USER, SITE ->
              destinations.destinations().stream()
                  .filter(each -> each.kind() == DestinationList.Kind.USER)
                  .map(DestinationList.DestinationView::number)
                  .toList();
        });
  }

  private void show(@Nullable LimitView limit) {
    atOnce.setValue(limit == null ? 0 : limit.atOnce());
    callsPerHour.setValue(limit == null ? 0 : limit.callsPerHour());
    callsPerDay.setValue(limit == null ? 0 : limit.callsPerDay());
    minutesPerHour.setValue(limit == null ? 0 : limit.minutesPerHour());
    minutesPerDay.setValue(limit == null ? 0 : limit.minutesPerDay());
    costPerDay.setValue(limit == null ? BigDecimal.ZERO : limit.costPerDay());
  }

  @Override
  protected void save() {
    if (before == null && name.isEmpty()) {
      throw new org.belfry.pbx.admin.InvalidCommand("limits[0].name", "is needed");
    }
    replace(
        fuses,
        before,
        new LimitView(
            before == null ? scope.getValue() : before.scope(),
            before == null ? Inputs.orEmpty(name.getValue()) : before.name(),
            before == null ? kind.getValue() : before.kind(),
            whole(atOnce),
            whole(callsPerHour),
            whole(callsPerDay),
            whole(minutesPerHour),
            whole(minutesPerDay),
            costPerDay.isEmpty() ? BigDecimal.ZERO : costPerDay.getValue()));
    saved.run();
  }

  private static int whole(IntegerField field) {
    Integer value = field.getValue();
    return value == null ? 0 : value;
  }

  /**
   * Saves the settings with one limit in another's place.
   *
   * @param after null to have it go
   */
  static void replace(FuseAdmin fuses, @Nullable LimitView before, @Nullable LimitView after) {
    FuseSettingsView now = fuses.settings();
    List<LimitView> limits = new ArrayList<>();
    if (after != null) {
      limits.add(after); // first, so that its problems are those of the form
    }
    for (LimitView each : now.limits()) {
      if (!same(each, before) && !same(each, after)) {
        limits.add(each);
      }
    }
    fuses.replace(
        new SaveFuse(
            now.enabled(),
            limits,
            now.cut(),
            now.firstCalls(),
            now.learned(),
            now.nightFrom(),
            now.nightTo(),
            now.times(),
            now.floor()));
  }

  private static boolean same(LimitView limit, @Nullable LimitView other) {
    return other != null
        && limit.scope() == other.scope()
        && limit.name().equals(other.name())
        && limit.kind() == other.kind();
  }
}
