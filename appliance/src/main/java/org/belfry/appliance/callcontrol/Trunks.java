package org.belfry.appliance.callcontrol;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.pbx.app.trunk.TrunkStatus;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How trunks stand, for people. */
@Component
class Trunks implements TrunkMonitor {
  private final CallControl control;
  private final DirectoryStore directory;

  Trunks(CallControl control, DirectoryStore directory) {
    this.control = control;
    this.directory = directory;
  }

  @Override
  public List<TrunkView> trunks() {
    Instant now = Instant.now();
    return directory.current().dialPlan().trunks().values().stream()
        .map(trunk -> view(trunk, control.server().trunks().of(trunk.name()), now))
        .sorted(Comparator.comparing(TrunkView::name))
        .toList();
  }

  @Override
  public void tryNow(String trunk) {
    Trunk known = directory.current().dialPlan().trunks().get(trunk);
    if (known == null || !known.enabled()) {
      throw new NotFound("trunk", trunk);
    }
    control.server().tryTrunk(trunk);
  }

  static TrunkView view(Trunk trunk, @Nullable TrunkStatus status, Instant now) {
    if (status == null) {
      return new TrunkView(
          trunk.name(), TrunkState.OFF, false, null, null, null, null, null, null, null, null);
    }
    Hop server = status.server();
    var use = status.use();
    var problem = status.problem();
    return new TrunkView(
        trunk.name(),
        TrunkState.valueOf(status.word().name()),
        status.usable(now),
        status.since(),
        server == null ? null : server.shown(),
        use == null || use.until().equals(Instant.MAX) ? null : use.until(),
        status.nextTryAt(),
        problem == null || problem.status() == 0 ? null : problem.status(),
        problem == null || problem.reason().isEmpty() ? null : problem.reason(),
        problem == null ? null : problem.sentence(),
        problem == null ? null : problem.at());
  }
}
