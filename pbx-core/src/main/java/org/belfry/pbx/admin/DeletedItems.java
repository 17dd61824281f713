package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Recently deleted parts of the dial plan, which can be restored unchanged. */
public interface DeletedItems {

  /** The newest first; older ones than a month are not kept, nor more than 200. */
  List<DeletedItem> items();

  /** The newest of this kind. */
  default Optional<DeletedItem> newest(String kind) {
    return items().stream().filter(each -> each.kind().equals(kind)).findFirst();
  }

  /**
   * Puts it back.
   *
   * @throws NotFound when it is not kept any more, or was put back already
   * @throws InvalidCommand when its name or number is in use, or what it leads to is gone
   */
  void restore(long id);

  /**
   * @param kind as the audit log has it: {@code ring_group}
   * @param who deleted it; empty for the appliance itself
   */
  record DeletedItem(long id, String kind, String name, Instant at, String who) {}
}
