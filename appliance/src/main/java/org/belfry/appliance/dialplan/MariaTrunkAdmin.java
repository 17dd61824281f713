package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.DialPlanTables.StoredTrunk;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.TrunkAdmin;
import org.belfry.pbx.app.trunk.NumberFormat;
import org.springframework.stereotype.Component;

/** The commands on trunks. */
@Component
class MariaTrunkAdmin implements TrunkAdmin {
  private static final int MAX = 200;

  private final DirectoryStore store;
  private final WrittenNumbers written;
  private final PasswordVault vault;
  private final Documents<StoredTrunk> table;
  final Things<StoredTrunk> things;

  MariaTrunkAdmin(
      DirectoryStore store, DialPlanTables tables, PasswordVault vault, WrittenNumbers written) {
    this.written = written;
    this.store = store;
    this.vault = vault;
    this.table = tables.trunks;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.TRUNK, "name", MAX);
  }

  @Override
  public List<TrunkView> trunks() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<TrunkView> trunk(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public TrunkView create(SaveTrunk command) {
    SaveTrunk good = TrunkForm.checked(command, written.here());
    return view(things.create(good.name(), TrunkForm.sealed(good, null, vault)));
  }

  @Override
  public TrunkView replace(long id, SaveTrunk command) {
    SaveTrunk good = TrunkForm.checked(command, written.here());
    return view(
        things.replace(id, good.name(), before -> TrunkForm.sealed(good, before.sealed(), vault)));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  @Override
  public List<FormatView> formats() {
    return NumberFormat.presets().stream().map(f -> new FormatView(f.name(), f.says())).toList();
  }

  private TrunkView view(Row<StoredTrunk> row) {
    SaveTrunk t = row.value().trunk();
    return new TrunkView(
        row.id(),
        t.name(),
        t.server(),
        t.proxy(),
        CallForm.or(t.registers(), false),
        t.username(),
        t.authUser(),
        row.value().sealed() != null,
        Fields.orEmpty(t.addresses()),
        CallForm.or(t.format(), TrunkForm.USUAL_FORMAT),
        t.number(),
        CallForm.or(t.channels(), 0),
        CallForm.or(t.enabled(), true),
        CallForm.or(t.sendsLocation(), false),
        warnings(t));
  }

  private List<FieldProblem> warnings(SaveTrunk trunk) {
    List<FieldProblem> all =
        new ArrayList<>(store.warnings(new Owner(Owner.Kind.TRUNK, trunk.name())));
    all.addAll(TrunkForm.believedByAddress(trunk));
    return List.copyOf(all);
  }
}
