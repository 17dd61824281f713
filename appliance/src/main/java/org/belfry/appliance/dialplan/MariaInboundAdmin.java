package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.directory.InboundNumber;
import org.springframework.stereotype.Component;

/** The commands on inbound numbers. */
@Component
class MariaInboundAdmin implements InboundAdmin {
  private static final int MAX = 10_000;

  private final DirectoryStore store;
  private final WrittenNumbers written;
  private final Documents<SaveInbound> table;
  final Things<SaveInbound> things;

  MariaInboundAdmin(DirectoryStore store, DialPlanTables tables, WrittenNumbers written) {
    this.written = written;
    this.store = store;
    this.table = tables.inbound;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.INBOUND, "pattern", MAX);
  }

  @Override
  public List<InboundView> numbers() {
    return table.all().stream()
        .sorted((a, b) -> RouteForm.closestFirst(number(a), number(b)))
        .map(this::view)
        .toList();
  }

  @Override
  public Optional<InboundView> number(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public InboundView create(SaveInbound command) {
    SaveInbound good = RouteForm.checked(command, written.here());
    return view(things.create(RouteForm.name(good), good));
  }

  @Override
  public InboundView replace(long id, SaveInbound command) {
    SaveInbound good = RouteForm.checked(command, written.here());
    return view(things.replace(id, RouteForm.name(good), before -> good));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  private InboundView view(Row<SaveInbound> row) {
    SaveInbound n = row.value();
    return new InboundView(
        row.id(),
        n.pattern(),
        n.trunk(),
        n.schedule(),
        n.open(),
        n.closed(),
        store.warnings(new Owner(Owner.Kind.INBOUND, row.name())));
  }

  private static InboundNumber number(Row<SaveInbound> row) {
    return RouteForm.inbound(row.value());
  }
}
