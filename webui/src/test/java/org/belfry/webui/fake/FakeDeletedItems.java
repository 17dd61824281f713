package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.NotFound;

/** What was deleted, in memory. */
public final class FakeDeletedItems implements DeletedItems {
  private final List<DeletedItem> items = new ArrayList<>();
  private final Map<Long, Runnable> restorers = new HashMap<>();
  private long last;

  void keep(String kind, String name, Runnable restore) {
    DeletedItem item = new DeletedItem(++last, kind, name, Instant.now(), "admin");
    items.addFirst(item);
    restorers.put(item.id(), restore);
  }

  void clear() {
    items.clear();
    restorers.clear();
  }

  @Override
  public List<DeletedItem> items() {
    return List.copyOf(items);
  }

  @Override
  public void restore(long id) {
    Runnable restore = restorers.remove(id);
    if (restore == null) {
      throw new NotFound("deleted item", id);
    }
    items.removeIf(each -> each.id() == id);
    restore.run();
  }
}
