package org.belfry.appliance.dialplan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.RouteAdmin;
import org.springframework.stereotype.Component;

/** The commands on outbound routes. */
@Component
class MariaRouteAdmin implements RouteAdmin {
  private static final int MAX = 10_000;

  private final DirectoryStore store;
  private final WrittenNumbers written;
  private final Documents<SaveRoute> table;
  final Things<SaveRoute> things;

  MariaRouteAdmin(DirectoryStore store, DialPlanTables tables, WrittenNumbers written) {
    this.written = written;
    this.store = store;
    this.table = tables.routes;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.ROUTE, "name", MAX);
  }

  @Override
  public List<RouteView> routes() {
    return table.all().stream()
        .sorted(
            Comparator.comparing((Row<SaveRoute> row) -> position(row)).thenComparing(Row::name))
        .map(this::view)
        .toList();
  }

  @Override
  public Optional<RouteView> route(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public RouteView create(SaveRoute command) {
    SaveRoute good = RouteForm.checked(command, written.here());
    return view(things.create(good.name(), good));
  }

  @Override
  public RouteView replace(long id, SaveRoute command) {
    SaveRoute good = RouteForm.checked(command, written.here());
    return view(things.replace(id, good.name(), before -> good));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  private RouteView view(Row<SaveRoute> row) {
    SaveRoute r = row.value();
    return new RouteView(
        row.id(),
        r.name(),
        position(row),
        Fields.orEmpty(r.patterns()),
        Fields.orEmpty(r.classes()),
        Fields.orEmpty(r.countries()),
        r.trunks(),
        r.callerNumber(),
        store.warnings(new Owner(Owner.Kind.ROUTE, r.name())));
  }

  private static int position(Row<SaveRoute> row) {
    return CallForm.or(row.value().position(), 100);
  }
}
