package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.ConferenceAdmin;
import org.springframework.stereotype.Component;

/** The commands on conference rooms. */
@Component
class MariaConferenceAdmin implements ConferenceAdmin {
  private static final int MAX = 1000;

  private final DirectoryStore store;
  private final Documents<SaveRoom> table;
  final Things<SaveRoom> things;

  MariaConferenceAdmin(DirectoryStore store, DialPlanTables tables) {
    this.store = store;
    this.table = tables.conferences;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.CONFERENCE, "name", MAX);
  }

  @Override
  public List<RoomView> rooms() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<RoomView> room(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public RoomView create(SaveRoom command) {
    SaveRoom good = ConferenceForm.checked(command);
    return view(things.create(good.name(), good));
  }

  @Override
  public RoomView replace(long id, SaveRoom command) {
    SaveRoom good = ConferenceForm.checked(command);
    return view(things.replace(id, good.name(), before -> good.ownedBy(before.owner())));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  private RoomView view(Row<SaveRoom> row) {
    SaveRoom r = row.value();
    return new RoomView(
        row.id(),
        r.name(),
        r.number(),
        CallForm.or(r.title(), r.name()),
        r.pin(),
        r.moderatorPin(),
        Fields.orEmpty(r.moderators()),
        CallForm.or(r.waitForModerator(), false),
        CallForm.or(r.endWithModerator(), false),
        CallForm.or(r.mutedEntry(), false),
        CallForm.or(r.tones(), true),
        CallForm.or(r.record(), false),
        CallForm.or(r.participantsMax(), ConferenceForm.USUAL),
        CallForm.or(r.names(), false),
        store.warnings(new Owner(Owner.Kind.CONFERENCE, r.name())));
  }
}
