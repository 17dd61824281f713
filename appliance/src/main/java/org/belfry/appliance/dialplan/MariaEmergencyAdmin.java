package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.directory.Renamed;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The commands on locations of callers. */
@Component
class MariaEmergencyAdmin implements EmergencyAdmin {
  private static final int MAX = 1000;

  private final DirectoryStore store;
  private final WrittenNumbers written;
  private final Documents<SaveLocation> table;
  private final HomeTable homes;
  final Things<SaveLocation> things;

  MariaEmergencyAdmin(
      DirectoryStore store, DialPlanTables tables, HomeTable homes, WrittenNumbers written) {
    this.written = written;
    this.store = store;
    this.table = tables.locations;
    this.homes = homes;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.LOCATION, "name", MAX);
  }

  @Override
  public List<LocationView> locations() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<LocationView> location(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public LocationView create(SaveLocation command) {
    SaveLocation good = LocationForm.checked(command, written.here());
    usualOnce(good, -1);
    return view(things.create(good.name(), good));
  }

  @Override
  public LocationView replace(long id, SaveLocation command) {
    SaveLocation good = LocationForm.checked(command, written.here());
    usualOnce(good, id);
    return view(things.replace(id, good.name(), before -> good));
  }

  /** Whoever is nowhere else is in one place. */
  private void usualOnce(SaveLocation location, long id) {
    if (CallForm.or(location.usual(), false)) {
      table.all().stream()
          .filter(row -> row.id() != id && CallForm.or(row.value().usual(), false))
          .findFirst()
          .ifPresent(other -> {
            throw new InvalidCommand("usual", other.name() + " is the default location already");
          });
    }
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  /** Within the transaction that renames or deletes a user. */
  @EventListener
  void on(Renamed what) {
    if (what.kind() != Owner.Kind.USER) {
      return;
    }
    for (Row<SaveLocation> row : table.all()) {
      SaveLocation after = LocationForm.renamed(row.value(), what.before(), what.after());
      if (!Objects.equals(after.users(), Fields.orEmpty(row.value().users()))) {
        table.update(row.id(), row.name(), after);
      }
    }
  }

  @Override
  public Optional<Home> home(String extension) {
    return homes.of(user(extension).id());
  }

  @Override
  public Home moveHome(String extension, Home home) {
    Home good = LocationForm.checked(home);
    save(extension, good);
    return good;
  }

  @Override
  public void leaveHome(String extension) {
    save(extension, null);
  }

  private void save(String extension, @Nullable Home home) {
    User user = user(extension);
    store.change(
        Edit.of(Owner.Kind.USER, user.extension(), "location"),
        () -> {
          homes.save(user.id(), user.extension(), home);
          return true;
        });
  }

  private User user(String extension) {
    User user = store.current().user(extension);
    if (user == null || !user.extension().equalsIgnoreCase(extension)) {
      throw new NotFound("user", extension);
    }
    return user;
  }

  private LocationView view(Row<SaveLocation> row) {
    SaveLocation l = row.value();
    return new LocationView(
        row.id(),
        l.name(),
        Objects.requireNonNullElseGet(
            l.address(), () -> new Address("", "", "", "", "", "", "", "", "")),
        l.note(),
        l.latitude(),
        l.longitude(),
        Fields.orEmpty(l.networks()),
        Fields.orEmpty(l.phones()),
        Fields.orEmpty(l.users()),
        l.callbackNumber(),
        CallForm.or(l.usual(), false),
        LocationForm.location(l).text(),
        store.warnings(new Owner(Owner.Kind.LOCATION, l.name())));
  }
}
