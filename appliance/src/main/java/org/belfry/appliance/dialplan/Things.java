package org.belfry.appliance.dialplan;

import java.util.function.UnaryOperator;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.directory.Renamed;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/**
 * Creates, replaces and deletes things of one kind: all that is alike in the commands of groups,
 * schedules, trunks, routes and numbers.
 *
 * @param <T> the document
 */
final class Things<T> {
  private final DirectoryStore store;
  private final Documents<T> table;
  private final DeletedTable deleted;
  private final Owner.Kind kind;
  private final String nameField;
  private final int max;

  /**
   * @param nameField of the command, that must be unique
   * @param max how many there may be
   */
  Things(
      DirectoryStore store,
      Documents<T> table,
      DeletedTable deleted,
      Owner.Kind kind,
      String nameField,
      int max) {
    this.store = store;
    this.table = table;
    this.deleted = deleted;
    this.kind = kind;
    this.nameField = nameField;
    this.max = max;
  }

  Row<T> create(String name, T value) {
    return create(name, value, () -> {});
  }

  private Row<T> create(String name, T value, Runnable also) {
    return store.change(
        Edit.of(kind, name, nameField),
        () -> {
          also.run();
          if (table.count() >= max) {
            throw new InvalidCommand(nameField, max + " already exist, which is the limit");
          }
          free(name, -1);
          table.insert(name, value);
          return table.byName(name).orElseThrow();
        });
  }

  /**
   * @param change makes the new document of the old one
   */
  Row<T> replace(long id, String name, UnaryOperator<T> change) {
    return store.change(
        Edit.of(kind, name, nameField),
        () -> {
          Row<T> before = existing(id);
          free(name, id);
          table.update(id, name, change.apply(before.value()));
          Row<T> after = existing(id);
          store.renamed(new Renamed(kind, before.name(), after.name()));
          return after;
        });
  }

  void delete(long id) {
    Row<T> before = existing(id);
    delete(before, () -> deleted.keep(table.kept(before)));
  }

  /** Deletes what its owner has made: it takes no place among what can be restored. */
  void deleteForGood(long id) {
    delete(existing(id), () -> {});
  }

  private void delete(Row<T> before, Runnable also) {
    store.change(
        Edit.of(kind, before.name(), nameField),
        () -> {
          store.renamed(new Renamed(kind, before.name(), null));
          also.run();
          return table.delete(before.id());
        });
  }

  /** Whether this is where such a thing belongs. */
  boolean takes(DeletedTable.Kept kept) {
    return table.is(kept.kind());
  }

  /** Puts back what was deleted. */
  void restore(long deletedId, DeletedTable.Kept kept) {
    create(kept.name(), table.read(kept.text()), () -> deleted.forget(deletedId));
  }

  /**
   * @throws NotFound when there is no such thing
   */
  Row<T> existing(long id) {
    return table.byId(id).orElseThrow(() -> new NotFound(new Owner(kind, "").toString(), id));
  }

  private void free(String name, long id) {
    if (table.byName(name).filter(other -> other.id() != id).isPresent()) {
      throw new InvalidCommand(nameField, "already in use");
    }
  }
}
