package org.belfry.appliance.dialplan;

import java.util.List;
import org.belfry.appliance.dialplan.DeletedTable.Kept;
import org.belfry.appliance.persistence.DeletedItemRestorer;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.NotFound;
import org.springframework.stereotype.Component;

/** Puts back what was deleted. */
@Component
class MariaDeletedItems implements DeletedItems {
  private final DeletedTable table;
  private final List<Things<?>> things;
  private final List<DeletedItemRestorer> others;

  MariaDeletedItems(
      DeletedTable table,
      MariaGroupAdmin groups,
      MariaScheduleAdmin schedules,
      MariaTrunkAdmin trunks,
      MariaRouteAdmin routes,
      MariaInboundAdmin inbound,
      MariaAttendantAdmin attendants,
      MariaQueueAdmin queues,
      MariaConferenceAdmin conferences,
      MariaEmergencyAdmin locations,
      List<DeletedItemRestorer> others) {
    this.table = table;
    this.others = List.copyOf(others);
    this.things =
        List.of(
            groups.things,
            schedules.things,
            trunks.things,
            routes.things,
            inbound.things,
            attendants.things,
            queues.things,
            conferences.things,
            locations.things);
  }

  @Override
  public List<DeletedItem> items() {
    return table.items();
  }

  @Override
  public void restore(long id) {
    Kept kept = table.byId(id).orElseThrow(() -> new NotFound("deleted item", id));
    for (DeletedItemRestorer other : others) {
      if (other.kind().equals(kept.kind())) {
        other.restore(kept.text(), () -> table.forget(id));
        return;
      }
    }
    things.stream()
        .filter(each -> each.takes(kept))
        .findFirst()
        .orElseThrow(() -> new NotFound("deleted item", id))
        .restore(id, kept);
  }
}
