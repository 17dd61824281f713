package org.belfry.appliance.events;

import org.belfry.appliance.system.BelongsToCalls;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.LiveUpdates;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Looks at the calls that go on, after something has changed and while somebody listens. */
@Component
class LiveWatch implements BelongsToCalls, DisposableBean {
  private final LiveUpdates.Subscription subscription;

  LiveWatch(LiveUpdates updates, CallMonitor calls, CallFeed feed) {
    subscription =
        updates.onChange(() -> {
          if (feed.isHeard()) {
            feed.look(calls.liveCalls());
          }
        });
  }

  @Override
  public void destroy() {
    subscription.close();
  }
}
