package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ParkAdmin;
import org.jspecify.annotations.Nullable;

/** Parked calls, in memory. */
public final class FakeParking implements ParkAdmin {
  private final List<ParkedView> parked = new ArrayList<>();

  public void clear() {
    parked.clear();
  }

  public void park(int slot, String who, @Nullable String by) {
    parked.add(new ParkedView(slot, "*5" + slot, "parked-" + slot, who, by, Instant.now()));
  }

  @Override
  public List<ParkedView> parked() {
    return List.copyOf(parked);
  }

  @Override
  public String fetch(int slot, String extension) {
    if (!parked.removeIf(each -> each.slot() == slot)) {
      throw new NotFound("slot", slot);
    }
    return "fetched-" + slot;
  }
}
