package org.belfry.webui.trunks;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.ThingsPage;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** The trunks, with how each stands as it changes. */
@Route(value = "trunks", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class TrunksView extends ThingsPage<TrunksView.Row> {
  private static final String TEXTS = "trunks.";

  /**
   * A trunk as the list shows it.
   *
   * @param live how it stands; null when that is not known yet
   */
  record Row(TrunkView trunk, TrunkMonitor.@Nullable TrunkView live) {}

  private final transient TrunkAdmin trunks;
  private final transient TrunkMonitor monitor;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private final Moments moments = Moments.of(this);

  public TrunksView(
      TrunkAdmin trunks, TrunkMonitor monitor, LiveUpdates updates, DeletedItems deleted) {
    this.trunks = trunks;
    this.monitor = monitor;
    super(TEXTS, "trunks", VaadinIcon.GLOBE_WIRE, deleted, "trunk");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(r -> title(r.trunk().name(), r))))
        .setHeader(inputs.text("name"))
        .setFlexGrow(1);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::state)))
        .setKey("state")
        .setHeader(inputs.text("state"))
        .setFlexGrow(3);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(r -> number(r.trunk().server()))))
        .setHeader(inputs.text("server"))
        .setFlexGrow(2);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(r -> number(mainNumber(r.trunk())))))
        .setHeader(inputs.text("number"))
        .setWidth("10rem")
        .setFlexGrow(0);
    begin();
    Live.follow(this, updates, this::refresh);
  }

  private Component state(Row row) {
    return TrunkStates.full(this, row.live(), moments);
  }

  private static String mainNumber(TrunkView trunk) {
    return trunk.number() == null ? "–" : trunk.number();
  }

  @Override
  protected List<Row> all() {
    Map<String, TrunkMonitor.TrunkView> live =
        monitor.trunks().stream()
            .collect(Collectors.toMap(TrunkMonitor.TrunkView::name, Function.identity()));
    return trunks.trunks().stream().map(trunk -> new Row(trunk, live.get(trunk.name()))).toList();
  }

  @Override
  protected String name(Row row) {
    return row.trunk().name();
  }

  @Override
  protected Stream<String> searched(Row row) {
    return Stream.of(row.trunk().name(), row.trunk().server(), mainNumber(row.trunk()));
  }

  @Override
  protected List<FieldProblem> warnings(Row row) {
    return row.trunk().warnings();
  }

  @Override
  protected Component entry(Row row) {
    return entry(
        title(row.trunk().name(), row), new Div(number(row.trunk().server())), new Div(state(row)));
  }

  @Override
  protected Stream<Button> moreActions(Row row) {
    return row.trunk().enabled()
        ? Stream.of(action(VaadinIcon.REFRESH, inputs.text("try"), row, () -> tryNow(row)))
        : Stream.empty();
  }

  private void tryNow(Row row) {
    try {
      monitor.tryNow(row.trunk().name());
      Toast.done(inputs.text("trying", row.trunk().name()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
      refresh();
    }
  }

  @Override
  protected Dialog form(@Nullable Row row, Consumer<Row> saved) {
    return new TrunkDialog(
        trunks, row == null ? null : row.trunk(), trunk -> saved.accept(new Row(trunk, null)));
  }

  @Override
  protected void delete(Row row) {
    trunks.delete(row.trunk().id());
  }
}
