package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.TrunkMonitor;

/** How trunks stand, as tests say it. */
public final class FakeTrunkStates implements TrunkMonitor {
  private final Map<String, TrunkView> states = new ConcurrentHashMap<>();
  private final List<String> tried = new ArrayList<>();
  private final FakePbx pbx;

  public FakeTrunkStates(FakePbx pbx) {
    this.pbx = pbx;
  }

  public void comesUp(String trunk) {
    stands(
        new TrunkView(
            trunk,
            TrunkState.REGISTERED,
            true,
            Instant.now().minusSeconds(4000),
            "udp:198.51.100.1:5060",
            Instant.now().plusSeconds(300),
            null,
            null,
            null,
            null,
            null));
  }

  public void isRefused(String trunk, int status, String reason, String sentence) {
    stands(
        new TrunkView(
            trunk,
            TrunkState.REFUSED,
            false,
            Instant.now().minusSeconds(90),
            null,
            null,
            Instant.now().plusSeconds(500),
            status,
            reason,
            sentence,
            Instant.now().minusSeconds(90)));
  }

  private void stands(TrunkView state) {
    states.put(state.name(), state);
    pbx.changed();
  }

  /** The trunks that somebody wanted to have asked at once. */
  public List<String> tried() {
    return tried;
  }

  public void clear() {
    states.clear();
    tried.clear();
  }

  @Override
  public List<TrunkView> trunks() {
    return states.values().stream().sorted(Comparator.comparing(TrunkView::name)).toList();
  }

  @Override
  public void tryNow(String trunk) {
    if (!states.containsKey(trunk)) {
      throw new NotFound("trunk", trunk);
    }
    tried.add(trunk);
  }
}
