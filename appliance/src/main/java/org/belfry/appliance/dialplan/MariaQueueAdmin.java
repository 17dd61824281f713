package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.QueueAdmin;
import org.springframework.stereotype.Component;

/** The commands on queues. */
@Component
class MariaQueueAdmin implements QueueAdmin {
  private static final int MAX = 200;

  private final DirectoryStore store;
  private final Documents<SaveQueue> table;
  final Things<SaveQueue> things;

  MariaQueueAdmin(DirectoryStore store, DialPlanTables tables) {
    this.store = store;
    this.table = tables.queues;
    this.things = new Things<>(store, table, tables.deleted, Owner.Kind.QUEUE, "name", MAX);
  }

  @Override
  public List<QueueView> queues() {
    return table.all().stream().map(this::view).toList();
  }

  @Override
  public Optional<QueueView> queue(long id) {
    return table.byId(id).map(this::view);
  }

  @Override
  public QueueView create(SaveQueue command) {
    SaveQueue good = QueueForm.checked(command);
    return view(things.create(good.name(), good));
  }

  @Override
  public QueueView replace(long id, SaveQueue command) {
    SaveQueue good = QueueForm.checked(command);
    return view(things.replace(id, good.name(), before -> good));
  }

  @Override
  public void delete(long id) {
    things.delete(id);
  }

  private QueueView view(Row<SaveQueue> row) {
    SaveQueue q = row.value();
    return new QueueView(
        row.id(),
        q.name(),
        q.number(),
        q.language(),
        CallForm.or(q.strategy(), Strategy.LONGEST_IDLE),
        Fields.orEmpty(q.members()),
        CallForm.or(q.ringSeconds(), 20),
        CallForm.or(q.wrapUpSeconds(), 0),
        CallForm.or(q.missedMax(), 3),
        CallForm.or(q.waitingMax(), 50),
        CallForm.or(q.waitMaxSeconds(), 1800),
        Fields.orEmpty(q.greeting()),
        q.music(),
        CallForm.or(q.announceSeconds(), 60),
        CallForm.or(q.announcePosition(), true),
        CallForm.or(q.announceEstimate(), false),
        Fields.orEmpty(q.announcements()),
        QueueForm.shown(q.callBack()),
        q.full(),
        q.late(),
        q.nobody(),
        CallForm.or(q.serviceSeconds(), 20),
        store.warnings(new Owner(Owner.Kind.QUEUE, q.name())));
  }
}
