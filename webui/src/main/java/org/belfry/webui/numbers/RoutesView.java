package org.belfry.webui.numbers;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RouteAdmin;
import org.belfry.pbx.admin.RouteAdmin.RouteView;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.pbx.admin.TrunkMonitor.TrunkView;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** Which trunks take which outside calls: routes in the order in which they are tried. */
@Route(value = "routes", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class RoutesView extends ThingsPage<RouteView> {
  private static final String TEXTS = "routes.";
  private static final int STEP = 10;
  private static final int SHOWN = 3;

  private final transient RouteAdmin routes;
  private final transient TrunkAdmin trunks;
  private final transient TrunkMonitor monitor;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private transient Map<String, Boolean> usable = Map.of();

  public RoutesView(
      RouteAdmin routes,
      TrunkAdmin trunks,
      TrunkMonitor monitor,
      LiveUpdates updates,
      DeletedItems deleted) {
    this.routes = routes;
    this.trunks = trunks;
    this.monitor = monitor;
    super(TEXTS, "routes", VaadinIcon.SIGN_OUT, deleted, "outbound_route");
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(r -> title(r.name(), r))))
        .setHeader(inputs.text("name"));
    grid().wide(grid().addColumn(this::takes)).setHeader(inputs.text("takes")).setFlexGrow(2);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(this::ways)))
        .setHeader(inputs.text("trunks"))
        .setFlexGrow(2);
    begin();
    Live.follow(this, updates, this::followTrunks);
  }

  /** Rows are drawn anew only when the state of a trunk has changed, or a route. */
  private void followTrunks() {
    Map<String, Boolean> before = usable;
    refresh();
    if (!before.equals(usable)) {
      grid().getListDataView().refreshAll();
    }
  }

  @Override
  protected List<RouteView> all() {
    usable =
        monitor.trunks().stream().collect(Collectors.toMap(TrunkView::name, TrunkView::usable));
    return routes.routes();
  }

  @Override
  protected String name(RouteView route) {
    return route.name();
  }

  @Override
  protected Stream<String> searched(RouteView route) {
    return Stream.concat(
        Stream.of(route.name(), takes(route)),
        Stream.concat(route.trunks().stream(), route.patterns().stream()));
  }

  @Override
  protected List<FieldProblem> warnings(RouteView route) {
    return route.warnings();
  }

  @Override
  protected Component entry(RouteView route) {
    return entry(title(route.name(), route), new Div(new Span(takes(route))), ways(route));
  }

  /** What it is for, in words: all three kinds of conditions must fit. */
  private String takes(RouteView route) {
    List<String> parts = new ArrayList<>();
    if (!route.patterns().isEmpty()) {
      parts.add(some(route.patterns()));
    }
    if (!route.classes().isEmpty()) {
      parts.add(
          some(route.classes().stream().map(c -> getTranslation(kindKey(c.name()))).toList()));
    }
    if (!route.countries().isEmpty()) {
      parts.add(
          some(route.countries().stream().map(c -> Inputs.countryName(c, getLocale())).toList()));
    }
    return parts.isEmpty() ? inputs.text("takes.all") : String.join(" · ", parts);
  }

  private static String kindKey(String kind) {
    return "kind." + kind.toLowerCase(Locale.ROOT);
  }

  private static String some(List<String> values) {
    String first = values.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return values.size() > SHOWN ? first + " +" + (values.size() - SHOWN) : first;
  }

  /** The trunks in the order they are tried, each with a lamp. */
  private Div ways(RouteView route) {
    Div ways = new Div();
    ways.addClassName("bf-entry-line");
    for (String trunk : route.trunks()) {
      if (ways.getComponentCount() > 0) {
        Span then = new Span("→");
        then.addClassName("bf-arrow");
        ways.add(then);
      }
      boolean up = usable.getOrDefault(trunk, false);
      Pill pill = new Pill(trunk, up ? Pill.Tone.GOOD : Pill.Tone.BAD);
      pill.setTitle(inputs.text(up ? "trunk.up" : "trunk.down"));
      ways.add(pill);
    }
    return ways;
  }

  @Override
  protected Stream<Button> moreActions(RouteView route) {
    return Stream.of(
        action(VaadinIcon.ARROW_UP, getTranslation("base.up"), route, () -> move(route, -1)),
        action(VaadinIcon.ARROW_DOWN, getTranslation("base.down"), route, () -> move(route, 1)));
  }

  /** Gives the routes positions 10, 20, … in the new order; those that have theirs already stay. */
  private void move(RouteView route, int by) {
    List<RouteView> order = new ArrayList<>(routes.routes());
    int from = -1;
    for (int i = 0; i < order.size(); i++) {
      from = order.get(i).id() == route.id() ? i : from;
    }
    int to = from + by;
    if (from >= 0 && to >= 0 && to < order.size()) {
      order.add(to, order.remove(from));
      try {
        for (int i = 0; i < order.size(); i++) {
          place(order.get(i), (i + 1) * STEP);
        }
      } catch (NotFound | InvalidCommand changed) {
        Toast.problem(getTranslation("base.gone"));
      }
    }
    refresh();
  }

  private void place(RouteView r, int position) {
    if (r.position() != position) {
      routes.replace(
          r.id(),
          new SaveRoute(
              r.name(),
              position,
              r.patterns(),
              r.classes(),
              r.countries(),
              r.trunks(),
              r.callerNumber()));
    }
  }

  @Override
  protected Dialog form(@Nullable RouteView route, Consumer<RouteView> saved) {
    List<String> names = trunks.trunks().stream().map(TrunkAdmin.TrunkView::name).toList();
    int last = routes.routes().stream().mapToInt(RouteView::position).max().orElse(0);
    return new RouteDialog(routes, names, last + STEP, route, saved);
  }

  @Override
  protected void delete(RouteView route) {
    routes.delete(route.id());
  }
}
