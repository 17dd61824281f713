package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.RouteAdmin;

/** Routes in memory. */
public final class FakeRoutes implements RouteAdmin {
  private final FakeThings<RouteView> routes =
      new FakeThings<>(RouteView::id, RouteView::name, "name");

  public void clear() {
    routes.clear();
  }

  @Override
  public List<RouteView> routes() {
    return routes.all(Comparator.comparing(RouteView::position).thenComparing(RouteView::name));
  }

  @Override
  public Optional<RouteView> route(long id) {
    return routes.byId(id);
  }

  @Override
  public RouteView create(SaveRoute command) {
    return routes.save(view(routes.nextId(), command));
  }

  @Override
  public RouteView replace(long id, SaveRoute command) {
    routes.existing(id);
    return routes.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    routes.delete(id);
  }

  private static RouteView view(long id, SaveRoute c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    if (c.trunks().isEmpty()) {
      problems.add(new FieldProblem("trunks", "needs a trunk"));
    }
    List<String> patterns = c.patterns() == null ? List.of() : c.patterns();
    for (int i = 0; i < patterns.size(); i++) {
      if (!patterns.get(i).matches("\\+?[0-9X]*\\*?")) {
        problems.add(
            new FieldProblem(
                "patterns[" + i + "]",
                "must be + and digits; X matches any digit, * at the end matches anything"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new RouteView(
        id,
        c.name(),
        c.position() == null ? 100 : c.position(),
        patterns,
        c.classes() == null ? Set.of() : c.classes(),
        c.countries() == null ? Set.of() : c.countries(),
        c.trunks(),
        c.callerNumber(),
        List.of());
  }
}
