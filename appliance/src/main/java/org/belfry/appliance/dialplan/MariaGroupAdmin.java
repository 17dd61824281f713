package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.GroupAdmin;
import org.springframework.stereotype.Component;

/** The commands on ring groups. */
@Component
class MariaGroupAdmin implements GroupAdmin {
  private static final int MAX = 1000;

  private final DirectoryStore store;
  private final Documents<SaveGroup> table;
  final Things<SaveGroup> things;

  MariaGroupAdmin(DirectoryStore store, DialPlanTables tables) {
    this.store = store;
    this.table = tables.groups;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.GROUP, "number", MAX);
  }

  @Override
  public List<GroupView> groups() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<GroupView> group(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public GroupView create(SaveGroup command) {
    SaveGroup good = GroupForm.checked(command);
    return view(things.create(good.number(), good));
  }

  @Override
  public GroupView replace(long id, SaveGroup command) {
    SaveGroup good = GroupForm.checked(command);
    return view(things.replace(id, good.number(), before -> good));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  private GroupView view(Row<SaveGroup> row) {
    SaveGroup g = row.value();
    return new GroupView(
        row.id(),
        g.number(),
        g.name(),
        CallForm.or(g.strategy(), Strategy.ALL),
        Fields.orEmpty(g.members()),
        CallForm.or(g.ringSeconds(), 60),
        CallForm.or(g.memberSeconds(), 15),
        CallForm.or(g.skipBusy(), true),
        g.overflow(),
        store.warnings(new Owner(Owner.Kind.GROUP, g.number())));
  }
}
